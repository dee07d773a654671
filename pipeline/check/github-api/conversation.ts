import pLimit from 'p-limit'
import type { AnswerCache, Http, HttpOutcome, Timer } from '../../model/ports.js'
import { retryAfterMs } from '../over-http/retry-after.js'
import { apiUrl, isFixed } from './api-address.js'
import { pace } from './pace.js'
import { pauses } from './pauses.js'
import { quotaCount } from './quota-count.js'
import { type ApiReply, isLimit, read, type Said, told } from './said.js'

/** What asking GitHub's API takes. */
export interface ApiNeeds {
  http: Http
  timer: Timer
  userAgent: string
  timeoutMs: number
  /** Sent to api.github.com and nowhere else. */
  token: string | null
  /** Answers of earlier runs; null for none. */
  cache: AnswerCache | null
  signal?: AbortSignal
  /** Told once, in words for people, when the API can be asked no more in this run. */
  note: (sentence: string) => void
}

/** One run's dealings with api.github.com. */
export interface ApiConversation {
  /** Asks a path (`/repos/…`) or a URL of the API; redirects within the API are followed. Never throws. */
  ask(pathOrUrl: string): Promise<ApiReply>
  /** Whether requests may be spent on more than the plain trees: not the last ones of a reader without a token. */
  maySpendFreely(): boolean
}

const atOnce = 4
const reserve = 5
const plainReserve = 30
const mostHops = 4
const retryDelaysMs = [1000, 3000]
const maxBodyBytes = 64 * 1024 * 1024
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
  const { http, timer, signal, cache, token } = needs
  const limit = pLimit(atOnce)
  const count = quotaCount(timer)
  const quiet = pauses(timer)
  const { turn } = pace(timer)
  const remedy = token === null ? ' A token in GITHUB_TOKEN allows more.' : ''
  let ended: string | null = null
  let isFrugal = false

  function end(reason: string, sentence: string): ApiReply {
    if (ended === null) needs.note(sentence)
    ended = ended ?? reason
    return { kind: 'unknown', reason: ended }
  }

  function endOfQuota(): ApiReply {
    return end(
      'api-quota',
      `The quota of GitHub's API ended: what it has not told yet stays unknown in this run.${remedy}`,
    )
  }

  /** Waits for its turn; null when the request may go. */
  async function hindrance(): Promise<ApiReply | null> {
    await turn(signal)
    for (;;) {
      await quiet.over(signal)
      if (signal?.aborted) return { kind: 'unknown', reason: 'api-aborted' }
      if (ended !== null) return { kind: 'unknown', reason: ended }
      if (count.left() > reserve) return null
      const resetMs = count.resetInMs()
      if (resetMs === null || !quiet.begin(resetMs, timer.elapsedMs())) return endOfQuota()
      count.forget()
    }
  }

  function send(url: string, etag: string | undefined): Promise<HttpOutcome> {
    const headers: Record<string, string> = {
      'user-agent': needs.userAgent,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    }
    if (etag !== undefined) headers['if-none-match'] = etag
    if (token !== null) headers.authorization = `Bearer ${token}`
    const { timeoutMs } = needs
    return http.ask({ method: 'GET', url, headers, timeoutMs, maxBodyBytes, ...(signal && { signal }) })
  }

  async function askOne(url: string, etag: string | undefined, failures = 0): Promise<ApiReply | Said> {
    const hindered = await hindrance()
    if (hindered !== null) return hindered
    count.spend()
    const sentAtMs = timer.elapsedMs()
    const outcome = await send(url, etag)
    if (outcome.kind === 'answer') {
      if (outcome.status === 304) count.giveBack()
      count.read(outcome)
      if (isLimit(outcome)) {
        if (ended !== null || !quiet.begin(retryAfterMs(outcome), sentAtMs)) return endOfQuota()
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
    if (status === 401) return end('api-token-refused', "GitHub's API refused the token: it was not asked.")
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
    maySpendFreely() {
      if (ended !== null) return false
      if (count.left() >= (token === null ? plainReserve : reserve + 1)) return true
      if (!isFrugal)
        needs.note(
          `To keep to the quota of GitHub's API its history was not asked where all missing files went.${remedy}`,
        )
      isFrugal = true
      return false
    },
  }
}
