import type { HttpAnswer } from '../../model/http.js'

/**
 * Whether an answer says "not so fast": 429, a 503 that names a time, or a 403 with the marks of a rate limit (GitHub
 * has answered unauthenticated readers so since 2025). Any other 403 is a plain refusal.
 */
export function isRateLimited(answer: HttpAnswer): boolean {
  if (answer.status === 429) return true
  if (answer.status === 503) return answer.headers['retry-after'] !== undefined
  if (answer.status !== 403) return false
  return (
    answer.headers['retry-after'] !== undefined || answer.headers['x-ratelimit-remaining']?.trim() === '0'
  )
}

/**
 * How long the server asks to be left alone, in milliseconds, or null where it does not say.
 *
 * `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3); `x-ratelimit-reset` is GitHub's, in seconds of the
 * epoch. Both kinds of moment are measured against the answer's own `Date`, never against this machine's clock,
 * which may be wrong or stand still.
 */
export function retryAfterMs(answer: HttpAnswer): number | null {
  const answeredAt = Date.parse(answer.headers.date ?? '')
  const written = answer.headers['retry-after']?.trim()
  if (written !== undefined && written !== '') {
    if (/^\d+(\.\d+)?$/.test(written)) return Number(written) * 1000
    return untilMs(Date.parse(written), answeredAt)
  }
  const reset = answer.headers['x-ratelimit-reset']?.trim() ?? ''
  if (answer.headers['x-ratelimit-remaining']?.trim() !== '0' || !/^\d+$/.test(reset)) return null
  const seconds = Number(reset)
  return seconds < 1e9 ? seconds * 1000 : untilMs(seconds * 1000, answeredAt)
}

function untilMs(moment: number, from: number): number | null {
  const wait = moment - from
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}
