import { hostKey, originOf } from '../../model/address.js'
import type { HttpOutcome } from '../../model/http.js'
import type { Timer } from '../../model/ports.js'
import type { Tell } from '../answerer.js'
import type { Question } from '../question.js'
import { verdict } from '../verdict.js'
import type { Errand } from './errand.js'
import { fifo } from './fifo.js'
import type { HostState } from './host-state.js'
import { type Lane, lane } from './lane.js'
import { nextStep } from './next-step.js'
import { slashHabit } from './slash-habit.js'
import type { Rules } from './step.js'

export interface LanesNeed {
  concurrency: number
  perHost: number
  retries: number
  rules: Rules
  timer: Timer
  signal: AbortSignal | undefined
  begin(question: Question): Errand
  /** What a run that was cut short had begun; null for nothing. */
  takenUp(question: Question): Errand | null
  /** Told of each errand that will be sent once more, but not now. */
  waits(errand: Errand): void
  ask(errand: Errand): Promise<HttpOutcome>
  /** Is given the means to look how far each host is. */
  watch(hosts: () => HostState[]): void
}

/**
 * Asks questions, each in the lane of the host it asks next, until every one is told or the signal aborts.
 *
 * A global slot is held for nothing but a request under way: neither a host that asks to be left alone nor one that is
 * slow to fail keeps the others waiting. A redirect to another host waits in that host's lane.
 */
export function runLanes(questions: readonly Question[], tell: Tell, need: LanesNeed): Promise<void> {
  const { timer, signal } = need
  const inLine = fifo<{ each: Lane; errand: Errand }>()
  const lanes = new Map<string, Lane>()
  const lanesByOrigin = new Map<string, Lane>()
  const slashes = slashHabit(need.rules.isExcluded)
  const sleeps = new Set<AbortController>()
  let isOver = false
  const wakes = new Map<Lane, number>()
  let open = questions.length
  /** Taken out of their lanes: in line for a global slot, or sent. */
  let underWay = 0
  let sending = 0
  let isAdmitting = false
  let end: () => void = () => {}
  let fail: (bug: unknown) => void = () => {}

  function laneOf(address: string): Lane {
    const origin = originOf(address)
    const known = lanesByOrigin.get(origin)
    if (known !== undefined) return known
    const host = hostKey(new URL(address))
    const found = lanes.get(host) ?? lane(need.perHost, need.retries, need.begin)
    lanes.set(host, found)
    lanesByOrigin.set(origin, found)
    return found
  }

  function pump(each: Lane): void {
    while (!signal?.aborted) {
      const errand = each.take(timer.elapsedMs())
      if (errand === undefined) break
      underWay++
      inLine.push({ each, errand })
    }
    admit()
    if (each.closedBecause !== null) giveUp(each)
    wakeLater(each)
    endIfDone()
  }

  /** Gives the global slots that are free to those who stand in line for one. */
  function admit(): void {
    // What is not sent after all comes here again at once: in a circle, not in ever deeper calls.
    if (isAdmitting) return
    isAdmitting = true
    while (sending < need.concurrency && inLine.size > 0) {
      const next = inLine.take()
      sending++
      if (next !== undefined) send(next.each, next.errand).catch(fail)
    }
    isAdmitting = false
  }

  /** Asks once, unless the run ended or the lane closed while the errand stood in line for its global slot. */
  async function send(each: Lane, errand: Errand): Promise<void> {
    if (signal?.aborted || !each.isOpen(timer.elapsedMs())) each.put(errand)
    else await ask(each, errand)
    each.release()
    underWay--
    sending--
    pump(each)
  }

  async function ask(each: Lane, waiting: Errand): Promise<void> {
    const { number, errand } = each.sent(slashes.guess(waiting))
    const outcome = await need.ask(errand)
    if (signal?.aborted && outcome.kind === 'failure') return
    each.note(number, errand, outcome, timer.elapsedMs())
    if (errand.otherCase === null) slashes.note(errand, outcome)
    const step = nextStep(errand, outcome, need.rules)
    if (step.kind === 'later') {
      need.waits(step.errand)
      return each.putLater(step.errand, timer.elapsedMs() + step.delayMs)
    }
    if (step.kind === 'now') return proceed(each, step.errand)
    open--
    tell(errand.question, step.verdict)
  }

  function proceed(from: Lane, errand: Errand): void {
    const next = laneOf(errand.address)
    next.putNext(errand)
    if (next !== from) pump(next)
  }

  /** Links whose host is not waited for: those that failed keep their failure, the others were never asked. */
  function giveUp(each: Lane): void {
    for (const { question, setback, attempts } of each.drain()) {
      open--
      tell(question, setback ?? verdict('unchecked', each.closedBecause, { attempts }))
    }
  }

  function wakeLater(each: Lane): void {
    const atMs = each.wakeAtMs(timer.elapsedMs())
    if (atMs === null || signal?.aborted || (wakes.get(each) ?? Number.POSITIVE_INFINITY) <= atMs) return
    wakes.set(each, atMs)
    const waitMs = Math.max(1, Math.ceil(atMs - timer.elapsedMs()))
    const sleep = new AbortController()
    sleeps.add(sleep)
    timer.sleep(waitMs, sleep.signal).then(() => {
      sleeps.delete(sleep)
      wake(each, atMs)
    }, fail)
  }

  function wake(each: Lane, plannedMs: number): void {
    if (wakes.get(each) === plannedMs) wakes.delete(each)
    if (!isOver) pump(each)
  }

  function endIfDone(): void {
    if (open === 0 || (signal?.aborted && underWay === 0)) end()
  }

  return new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
    signal?.addEventListener('abort', endIfDone, { once: true })
    need.watch(() => {
      const nowMs = timer.elapsedMs()
      return [...lanes].map(([host, { left, restMs }]) => ({ host, left, restMs: restMs(nowMs) }))
    })
    for (const question of questions) {
      const errand = need.takenUp(question)
      if (errand === null) laneOf(question.address).put(question)
      else laneOf(errand.address).putLater(errand, timer.elapsedMs())
    }
    for (const each of [...lanes.values()]) pump(each)
    endIfDone()
  }).finally(() => {
    isOver = true
    for (const sleep of sleeps) sleep.abort()
    signal?.removeEventListener('abort', endIfDone)
  })
}
