import type { HttpAnswer } from '../../model/http.js'
import { numberText, timesText } from '../../model/number-words.js'
import type { Timer } from '../../model/ports.js'

/** How many requests are left by GitHub's own count. */
export interface QuotaCount {
  /** Infinite until the first answer has told. */
  left(): number
  /** Time until GitHub counts anew, in milliseconds; null where it has not said. */
  resetInMs(): number | null
  /** When GitHub counts anew, in seconds of the epoch by its clock; null where it has not said. */
  resetsAtSeconds(): number | null
  /** Counts a request that is about to be sent, since its answer comes too late for those beside it. */
  spend(): void
  /** Takes back a request that GitHub does not count. */
  giveBack(): void
  read(answer: HttpAnswer): void
  /** Starts anew, as after a wait for the next window. */
  forget(): void
}

/** Keeps the count of `x-ratelimit-remaining`; of answers out of order the lowest of one window holds. */
export function quotaCount(timer: Timer): QuotaCount {
  let left = Number.POSITIVE_INFINITY
  let window = -1
  let resetAtMs: number | null = null
  return {
    left: () => left,
    resetInMs: () => (resetAtMs === null ? null : Math.max(0, resetAtMs - timer.elapsedMs())),
    resetsAtSeconds: () => (window < 0 ? null : window),
    spend: () => {
      left -= 1
    },
    giveBack: () => {
      left += 1
    },
    read({ headers }) {
      const remaining = wholeNumber(headers['x-ratelimit-remaining'])
      if (remaining === null) return
      const reset = wholeNumber(headers['x-ratelimit-reset']) ?? window
      if (reset < window) return
      left = reset > window ? remaining : Math.min(left, remaining)
      window = reset
      // Measured against the answer's own clock: that of this machine may be wrong.
      const inMs = reset * 1000 - Date.parse(headers.date ?? '')
      resetAtMs = Number.isNaN(inMs) ? null : timer.elapsedMs() + inMs
    },
    forget: () => {
      left = Number.POSITIVE_INFINITY
    },
  }
}

/** What was asked and what is left, as people read it: "GitHub's API: 1,185 requests, 3,815 left until 09:14 UTC". */
export function inWords(requests: number, quota: QuotaCount): string {
  const asked = `GitHub's API: ${timesText(requests, 'request')}`
  if (quota.left() === Number.POSITIVE_INFINITY) return asked
  const left = `${asked}, ${numberText(Math.max(0, quota.left()))} left`
  const seconds = quota.resetsAtSeconds()
  if (seconds === null) return left
  return `${left} until ${new Date(seconds * 1000).toISOString().slice(-13, -8)} UTC`
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : null
}
