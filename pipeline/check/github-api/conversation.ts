import pLimit from 'p-limit'
import { retryAfterMs } from '../over-http/retry-after.js'
import { type Allowance, allowance } from './allowance.js'
import { apiUrl, isFixed } from './api-address.js'
import type { ApiNeeds } from './needs.js'
import { pace } from './pace.js'
import { pauses } from './pauses.js'
import { quotaCount } from './quota-count.js'
import { type ApiReply, isLimit, read, type Said, told } from './said.js'
import { send } from './sending.js'

/** One run's dealings with api.github.com. */
export interface ApiConversation extends Pick<Allowance, 'affords' | 'maySpendFreely' | 'spent'> {
  /** Asks a path (`/repos/…`) or a URL of the API; redirects within the API are followed. Never throws. */
  ask(pathOrUrl: string): Promise<ApiReply>
  /** A moment in which what went wrong at the host may pass. */
  pause(): Promise<void>
}

const atOnce = 4
const reserve = 5
const pauseMs = 1000
const mostHops = 4
const retryDelaysMs = [1000, 3000]
const redirects = new Set([301, 302, 307, 308])
/** 409 is an empty repository, 422 a commit that is not there. */
const absences = new Set([404, 409, 410, 422])

/**
 * Asks GitHub's API within its limits: paced, a reserve left to whoever shares the token, short pauses (a Retry-After,
 * a quota that is near its reset) waited for by all. Once the quota is used up for longer nothing is asked in this run.
 *
 * Answers of earlier runs are revalidated by their ETag, which costs no quota with a token; those that cannot have
 * changed are not asked for again.
 *
 * Source: GitHub's "Best practices for using the REST API" and "Rate limits for the REST API".
 */
export function apiConversation(needs: ApiNeeds): ApiConversation {
  const { timer, signal, cache } = needs
  const limit = pLimit(atOnce)
  const count = quotaCount(timer)
  const quiet = pauses(timer)
  const { turn } = pace(timer)
  const allowed = allowance(needs, count)

  /** Waits for its turn; null when the request may go. */
  async function hindrance(): Promise<ApiReply | null> {
    await turn(signal)
    for (;;) {
      await quiet.over(signal)
      if (signal?.aborted) return { kind: 'unknown', reason: 'api-aborted' }
      const ended = allowed.ended()
      if (ended !== null) return ended
      if (count.left() > reserve) return null
      const resetMs = count.resetInMs()
      if (resetMs === null || !quiet.begin(resetMs, timer.elapsedMs())) return allowed.endOfQuota()
      count.forget()
    }
  }

  async function askOne(url: string, etag: string | undefined, failures = 0): Promise<ApiReply | Said> {
    const hindered = await hindrance()
    if (hindered !== null) return hindered
    allowed.spend()
    const sentAtMs = timer.elapsedMs()
    const outcome = await send(needs, url, etag)
    if (outcome.kind === 'answer') {
      if (outcome.status === 304) count.giveBack()
      count.read(outcome)
      if (isLimit(outcome)) {
        if (allowed.ended() !== null || !quiet.begin(retryAfterMs(outcome), sentAtMs))
          return allowed.endOfQuota()
        count.forget()
        return askOne(url, etag, failures)
      }
    }
    const said = read(outcome)
    const delayMs = retryDelaysMs[failures]
    if (!said.mayPass || delayMs === undefined) return said.result
    await timer.sleep(delayMs, signal)
    return askOne(url, etag, failures + 1)
  }

  async function follow(url: string, hops: number): Promise<ApiReply> {
    const known = cache?.recall(url) ?? null
    if (known !== null && isFixed(url)) return told(known)
    const said = await askOne(url, known?.etag)
    if ('kind' in said) return said
    const { status, headers, body, value } = said
    if (status === 304 && known !== null) return told(known)
    if (status === 200) {
      const link = headers.link ?? null
      if (headers.etag !== undefined) cache?.remember(url, { etag: headers.etag, link, body })
      return { kind: 'answer', link, value }
    }
    if (absences.has(status)) return { kind: 'absent' }
    if (status === 401)
      return allowed.end('api-token-refused', "GitHub's API refused the token: it was not asked.")
    if (!redirects.has(status)) return { kind: 'unknown', reason: `api-http-${status}` }
    const next = apiUrl(headers.location ?? '', url)
    if (next === null || hops >= mostHops) return { kind: 'unknown', reason: 'api-redirect' }
    return follow(next, hops + 1)
  }

  return {
    async ask(pathOrUrl) {
      const url = apiUrl(pathOrUrl)
      return url === null ? { kind: 'unknown', reason: 'api-redirect' } : limit(() => follow(url, 0))
    },
    affords: allowed.affords,
    maySpendFreely: allowed.maySpendFreely,
    pause: () => timer.sleep(pauseMs, signal),
    spent: allowed.spent,
  }
}
