import type { CachedAnswer, HttpAnswer, HttpOutcome } from '../../model/http.js'
import { isRateLimited } from '../over-http/retry-after.js'

/** What came of one question: `value` is the answer's JSON; `unknown` carries a short stable code. */
export type ApiReply =
  | { kind: 'answer'; link: string | null; value: unknown }
  | { kind: 'absent' }
  | { kind: 'unknown'; reason: string }

/** An answer; `value` is its JSON where it was to bring some. */
export interface Said {
  status: number
  headers: Record<string, string>
  body: Uint8Array
  value: unknown
}

/** What an outcome comes to, and whether it may pass: a body that broke off is a failure like any other. */
export function read(outcome: HttpOutcome): { result: ApiReply | Said; mayPass: boolean } {
  if (outcome.kind === 'failure') {
    const result = { kind: 'unknown', reason: `api-${outcome.reason}` } as const
    return { result, mayPass: outcome.reason !== 'aborted' }
  }
  const { status, headers, body } = outcome
  const value = status === 200 ? jsonOf(body) : null
  if (value === undefined) return { result: { kind: 'unknown', reason: 'api-answer' }, mayPass: true }
  return { result: { status, headers, body, value }, mayPass: status >= 500 }
}

/** What an earlier run was told. */
export function told({ link, body }: CachedAnswer): ApiReply {
  return { kind: 'answer', link, value: jsonOf(body) }
}

/** Undefined where it is no JSON. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

/** GitHub's secondary limits may come without any header, told from a refusal by their message alone. */
export function isLimit(answer: HttpAnswer): boolean {
  if (answer.status === 503) return false
  if (isRateLimited(answer)) return true
  return answer.status === 403 && /rate limit/i.test(new TextDecoder().decode(answer.body.subarray(0, 2000)))
}
