import type { SlotOutcome, SlotStore } from '../../pipeline/model/schedule.js'
import { readCron } from '../../pipeline/schedule/cron.js'
import { type ServiceNeeds, type ServiceNews, serve } from '../../pipeline/schedule/service.js'

const done: SlotOutcome = { exitCode: 0, endedBy: null, runId: 'r' }

/** A machine that oversleeps each whole step of the service by some minutes: it makes for quick tests, too. */
const wholeStepMs = 10_000
const strideMs = 4 * 60_000

export interface Played {
  /** Slots that were run, ISO 8601 to the minute. */
  ran: string[]
  news: ServiceNews[]
}

/** What happens while the service looks at a clock that only its own waiting moves. */
export interface Happening {
  /** The clock jumps when it gets here … */
  at?: string
  /** … to there. */
  to?: string
  /** How long each run takes, in milliseconds. */
  runMs?: number
  run?: (slot: Date) => Promise<SlotOutcome>
  /** The clock stands still while a run is under way. */
  isAwaited?: boolean
}

/** Plays a schedule on a clock of its own from one moment until another, by the clock or after it was turned. */
export async function play(
  [expression, timeZone]: readonly [string, string],
  [from, until]: readonly [string, string],
  slots: SlotStore,
  { at, to, runMs = 0, run, isAwaited = false }: Happening = {},
): Promise<Played> {
  const stop = new AbortController()
  let nowMs = Date.parse(from)
  let turn = at === undefined || to === undefined ? null : { atMs: Date.parse(at), toMs: Date.parse(to) }
  const wakers: { atMs: number; wake: () => void }[] = []
  let underWay: Promise<unknown> = Promise.resolve()
  const played: Played = { ran: [], news: [] }
  const needs: ServiceNeeds = {
    now: () => new Date(nowMs),
    sleep: async (ms) => {
      if (isAwaited) await underWay
      nowMs += ms === wholeStepMs ? strideMs : Math.max(1, ms)
      if (turn !== null && nowMs >= turn.atMs) {
        nowMs = turn.toMs
        turn = null
      }
      for (const { wake } of wakers.filter(({ atMs }) => atMs <= nowMs)) wake()
      if (turn === null && nowMs >= Date.parse(until)) stop.abort()
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
    slots,
    run: async (slot) => {
      played.ran.push(slot.toISOString().slice(0, 16))
      if (run !== undefined) {
        const running = run(slot)
        underWay = running.catch(() => undefined)
        return running
      }
      if (runMs > 0) {
        const atMs = nowMs + runMs
        await new Promise<void>((wake) => {
          wakers.push({ atMs, wake })
          stop.signal.addEventListener('abort', () => wake())
        })
      }
      return done
    },
    tell: (news) => void played.news.push(news),
    show: () => undefined,
    signal: stop.signal,
  }
  await serve({ calendar: readCron(expression, timeZone), expression, timeZone }, needs)
  return played
}
