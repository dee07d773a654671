import type { HttpFailureReason } from '../../model/http.js'
import { backOffCeilingMs } from './backing-off.js'

/** Failures in a row, without one answer in between, after which a host is put to the test. */
const failuresInARow = 8
/** A name that nobody knows, heard this often from a host that never answered, is believed at once. */
const namesNotFound = 2

/** Failures that say "nobody is there", as against an answer that makes no sense. */
const nobodyThere = new Set<HttpFailureReason>([
  'timeout',
  'name-not-found',
  'name-unresolved',
  'connection-refused',
  'reset',
  'network-unreachable',
  'proxy',
])

/** Keeps a run from spending hours on a host that is down. */
export interface Breaker {
  /** Nobody is sent until then, in the timer's milliseconds. */
  readonly pausedUntilMs: number
  readonly isGivenUp: boolean
  /** Tries one failed link at a time until the host answers or is given up. */
  readonly isTesting: boolean
  /** How many requests may be under way, out of `perHost`: one until the host was first heard of. */
  width(perHost: number): number
  noteAnswer(): void
  noteFailure(reason: HttpFailureReason, sent: number, lastSent: number, nowMs: number): void
}

/**
 * A breaker that, after a run of failures, waits and tries `tests` links that failed before; if none gets an answer the
 * host is given up. Links that failed, not fresh ones, so that a host that drops every first request is not lost.
 */
export function breaker(tests: number): Breaker {
  let inARow = 0
  let unknownNames = 0
  let heardOf = false
  let everAnswered = false
  let tested = 0
  let pausedUntilMs = 0
  let pausedAtRequest = -1
  let givenUp = false
  return {
    get pausedUntilMs() {
      return pausedUntilMs
    },
    get isGivenUp() {
      return givenUp
    },
    get isTesting() {
      return tested > 0
    },
    width: (perHost) => (!heardOf || tested > 0 || (unknownNames > 0 && !everAnswered) ? 1 : perHost),
    noteAnswer() {
      heardOf = true
      everAnswered = true
      inARow = 0
      tested = 0
    },
    noteFailure(reason, sent, lastSent, nowMs) {
      heardOf = true
      if (!nobodyThere.has(reason) || sent <= pausedAtRequest) return
      inARow++
      if (reason === 'name-not-found' && !everAnswered && ++unknownNames >= namesNotFound) givenUp = true
      if (inARow < failuresInARow) return
      if (tested >= tests) givenUp = true
      pausedUntilMs = nowMs + backOffCeilingMs(tested)
      pausedAtRequest = lastSent
      tested++
    },
  }
}
