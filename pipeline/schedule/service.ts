import type { Schedule, ScheduleHealth, SlotOutcome, SlotStore } from '../model/schedule.js'
import { decide } from './decide.js'
import { healthOf } from './health.js'

/** What the service needs of the world. */
export interface ServiceNeeds {
  /** The wall clock, which may jump; slots are judged by it. */
  now(): Date
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  slots: SlotStore
  /** Runs once, and tells how it ended; stops the run when `signal` aborts. Resolves when all of it is gone. */
  run(slot: Date): Promise<SlotOutcome>
  tell(news: ServiceNews): void
  /** Shows the state of the service to whoever watches it. */
  show(health: ScheduleHealth): void
  signal: AbortSignal
}

/** What happens in a service, one event a fact. */
export type ServiceNews =
  | { event: 'slot-due'; slot: Date; missed: boolean }
  | { event: 'slot-done'; slot: Date; outcome: SlotOutcome }
  | { event: 'slot-skipped'; slot: Date }
  | { event: 'slot-cut-short'; slot: Date }
  | { event: 'clock-set-back'; from: Date; to: Date }
  | { event: 'state-unusable'; cause: unknown }

/** The wall clock is looked at this often: what it does in between (suspend, a correction) is noticed within that time. */
const lookEveryMs = 10_000
const showEveryMs = 60_000

/**
 * Starts a run at each slot of the schedule until the signal aborts; resolves once the last run has ended.
 *
 * Each slot is taken in the store before its run starts, so that none is ever run twice: not after a crash, not when
 * the clock is set back, not by a second service. A slot that comes due while a run is under way is skipped. However a
 * run ends, the service goes on; while its state cannot be written it starts nothing and tries again.
 */
export async function serve(schedule: Schedule, needs: ServiceNeeds): Promise<void> {
  const { slots, tell, signal } = needs
  const startedAt = needs.now()
  let running: Promise<void> | null = null
  let [lookedAt, shownAt] = [startedAt, new Date(0)]
  let isUnusable = false

  const show = (state: ScheduleHealth['state']) => {
    shownAt = needs.now()
    needs.show(healthOf(schedule, slots, { state, startedAt, now: shownAt }))
  }
  const start = async (slot: Date) => {
    const outcome = await needs.run(slot).catch((): SlotOutcome => crashed)
    tell({ event: 'slot-done', slot, outcome })
    running = null
    whileUsable(() => {
      slots.conclude(slot, needs.now(), outcome)
      show('waiting')
    })
  }
  const whileUsable = (work: () => void) => {
    try {
      work()
      isUnusable = false
    } catch (cause) {
      if (!isUnusable) tell({ event: 'state-unusable', cause })
      isUnusable = true
    }
  }
  const look = (now: Date): Date | null => {
    const decision = decide(schedule.calendar, settledUntil(schedule, slots, now), now)
    if (decision.kind === 'wait') return decision.next
    const { slot, missed } = decision
    if (!slots.take(slot, now, running === null ? 'run' : 'skipped')) return now
    if (running !== null) tell({ event: 'slot-skipped', slot })
    else {
      tell({ event: 'slot-due', slot, missed })
      running = start(slot)
    }
    show('running')
    return now
  }

  whileUsable(() => {
    const last = slots.lastRun()
    if (last !== null && last.endedAt === null) tell({ event: 'slot-cut-short', slot: last.slot })
    show('waiting')
  })
  while (!signal.aborted) {
    const now = needs.now()
    if (now.getTime() < lookedAt.getTime() - toleratedMs)
      tell({ event: 'clock-set-back', from: lookedAt, to: now })
    lookedAt = now
    let next: Date | null = null
    whileUsable(() => {
      next = look(now)
      if (Math.abs(now.getTime() - shownAt.getTime()) >= showEveryMs)
        show(running === null ? 'waiting' : 'running')
    })
    await needs.sleep(untilNextLook(next, needs.now()), signal)
  }
  await running
  whileUsable(() => show('stopped'))
}

const crashed: SlotOutcome = { exitCode: null, endedBy: null, runId: null }

/** A clock that is kept in step by the network goes back by so much without anybody having set it. */
const toleratedMs = 1_000

function untilNextLook(next: Date | null, now: Date): number {
  const ms = next === null ? lookEveryMs : next.getTime() - now.getTime()
  return Math.min(lookEveryMs, Math.max(0, ms))
}

/** The moment up to which nothing is left to be started. */
function settledUntil({ expression, timeZone }: Schedule, slots: SlotStore, now: Date): Date {
  const since = slots.watchedSince(`${expression} ${timeZone}`, now)
  const taken = slots.newestTaken(now)
  return taken !== null && taken > since ? taken : since
}
