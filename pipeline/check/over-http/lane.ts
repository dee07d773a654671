import type { HttpOutcome } from '../../model/http.js'
import type { Question } from '../question.js'
import { breaker } from './breaker.js'
import type { Errand } from './errand.js'
import { fifo } from './fifo.js'
import { gate } from './gate.js'
import { headManners } from './head-manners.js'
import { isRateLimited, retryAfterMs } from './retry-after.js'

/** One host's queue, and everything that decides when its next errand may go. */
export interface Lane {
  /** Why the host's remaining links are not asked, or null while they are. */
  readonly closedBecause: 'host-given-up' | 'host-rate-limited' | null
  /** Whether a request may leave at this moment; asked again when its turn among all hosts comes. */
  isOpen(nowMs: number): boolean
  /** A question becomes an errand when it is taken. */
  put(waiting: Question | Errand): void
  /** Ahead of all that have not begun: what is begun is ended first, and teaches how to ask the others. */
  putNext(errand: Errand): void
  /** To the end of the queue, and not before that moment. */
  putLater(errand: Errand, notBeforeMs: number): void
  /** The next errand that may go now; it counts as under way until `release`. */
  take(nowMs: number): Errand | undefined
  release(): void
  /** The number of the request that leaves now, and the errand with the method that it must use. */
  sent(errand: Errand): { number: number; errand: Errand }
  note(number: number, errand: Errand, outcome: HttpOutcome, nowMs: number): void
  /** When there will be something to take that there is not now, or null if only an outcome can change that. */
  wakeAtMs(nowMs: number): number | null
  /** Errands that wait or are under way. */
  readonly left: number
  /** How long the host is left alone yet. */
  restMs(nowMs: number): number
  /** All that still wait, once the lane is closed or the run is over. */
  drain(): Errand[]
}

/** A lane that has at most `perHost` requests under way; `tests` as in {@link breaker}, `begin` makes errands of questions. */
export function lane(perHost: number, tests: number, begin: (question: Question) => Errand): Lane {
  const begun = fifo<Errand>()
  const waiting = fifo<Question | Errand>()
  const later = fifo<{ errand: Errand; notBeforeMs: number }>()
  const limits = gate()
  const faults = breaker(tests)
  const manners = headManners()
  let underWay = 0
  let sent = 0

  const closedUntilMs = () => Math.max(limits.closedUntilMs, faults.pausedUntilMs)
  const hasRoom = () => underWay < Math.min(limits.width(perHost), faults.width(perHost))
  const isClosed = () => limits.isGivenUp || faults.isGivenUp
  const ready = () => begun.size + waiting.size
  const begunOf = (each: Question | Errand) => ('question' in each ? each : begin(each))
  const takeWaiting = () => {
    const next = waiting.take()
    return next === undefined ? undefined : begunOf(next)
  }
  const isDue = (nowMs: number) => (later.peek()?.notBeforeMs ?? Number.POSITIVE_INFINITY) <= nowMs

  return {
    get closedBecause() {
      return limits.isGivenUp ? 'host-rate-limited' : faults.isGivenUp ? 'host-given-up' : null
    },
    get left() {
      return ready() + later.size + underWay
    },
    restMs: (nowMs) => Math.max(0, closedUntilMs() - nowMs),
    isOpen: (nowMs) => !isClosed() && nowMs >= closedUntilMs(),
    put: (errand) => waiting.push(errand),
    putNext: (errand) => begun.push(errand),
    putLater: (errand, notBeforeMs) => later.push({ errand, notBeforeMs }),
    take(nowMs) {
      if (isClosed() || nowMs < closedUntilMs() || !hasRoom()) return undefined
      const failedFirst = faults.isTesting ? later.take()?.errand : undefined
      const next =
        failedFirst ?? begun.take() ?? takeWaiting() ?? (isDue(nowMs) ? later.take()?.errand : undefined)
      if (next !== undefined) underWay++
      return next
    },
    release() {
      underWay--
    },
    sent(errand) {
      const isHeadSkipped = manners.isGetOnly || (manners.saysTooLittle && errand.unheard === null)
      const method = isHeadSkipped ? 'GET' : errand.method
      const isHeadAsked = errand.isHeadAsked || method === 'HEAD' || manners.isGetOnly
      return { number: sent++, errand: { ...errand, method, isHeadAsked } }
    },
    note(number, errand, outcome, nowMs) {
      manners.note(errand, outcome)
      if (outcome.kind === 'failure') return faults.noteFailure(outcome.reason, number, sent - 1, nowMs)
      faults.noteAnswer()
      if (isRateLimited(outcome)) limits.noteLimit(number, sent - 1, nowMs, retryAfterMs(outcome))
      else limits.noteAnswer(number)
    },
    wakeAtMs(nowMs) {
      if (isClosed() || !hasRoom() || ready() + later.size === 0) return null
      if (nowMs < closedUntilMs()) return closedUntilMs()
      return ready() > 0 ? nowMs : (later.peek()?.notBeforeMs ?? null)
    },
    drain: () => [
      ...begun.drain(),
      ...waiting.drain().map(begunOf),
      ...later.drain().map((each) => each.errand),
    ],
  }
}
