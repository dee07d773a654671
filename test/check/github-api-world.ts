import { githubRepositories } from '../../pipeline/check/github-api/index.js'
import type { AnswerCache, HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import type { RepositoryAccess } from '../../pipeline/model/repositories.js'
import { scriptedHttp, virtualTimer } from './stage.js'

export const api = 'https://api.github.com'
export const head = 'a'.repeat(40)
export const id = (digit: string) => digit.repeat(40)

export function json(value: unknown, headers: Record<string, string> = {}, status = 200): HttpOutcome {
  return { kind: 'answer', status, headers, body: new TextEncoder().encode(JSON.stringify(value)) }
}

export const notFound = json({ message: 'Not Found' }, {}, 404)
export const repository = json({ full_name: 'o/r', default_branch: 'main' })
export const branch = (name: string, sha = head) => json({ name, commit: { sha } })
export const tree = (entries: [string, 'blob' | 'tree' | 'commit', string][], truncated = false) =>
  json({ sha: head, tree: entries.map(([path, type, sha]) => ({ path, type, sha })), truncated })
export const at = (date: string) => ({ committer: { date } })
export const listed = (sha: string, date: string) => json([{ sha, commit: at(date) }])

export type Script = Record<string, HttpOutcome | ((nth: number) => HttpOutcome)>

export interface Options {
  token?: string
  /** Sent with every answer; called when the request arrives. */
  headers?: () => Record<string, string>
  cache?: AnswerCache
  /** How long the answer takes. */
  delayMs?: (url: string) => number
}

/**
 * An API that answers these paths, `o/r` and its branch `main` among them, and 404 to everything else. It lists no
 * branches and tags unless a path says so.
 */
export function world(script: Script, options: Options = {}) {
  const timer = virtualTimer()
  const requests: HttpRequest[] = []
  const notes: string[] = []
  const routes: Script = { '/repos/o/r': repository, '/repos/o/r/branches/main': branch('main'), ...script }
  const { http, asked, most } = scriptedHttp(async (request, nth) => {
    requests.push(request)
    const path = decodeURIComponent(request.url.slice(api.length))
    const route = routes[path] ?? (path.startsWith('/repos/o/r/git/matching-refs/') ? json([]) : notFound)
    const outcome = typeof route === 'function' ? route(nth) : route
    if (outcome.kind === 'failure') return outcome
    const headers = { ...options.headers?.(), ...outcome.headers }
    if (options.delayMs !== undefined) await timer.sleep(options.delayMs(request.url))
    return { ...outcome, headers }
  }, timer)
  const repositories = githubRepositories({
    http,
    timer,
    userAgent: 'control-coverage/test',
    timeoutMs: 1000,
    token: options.token ?? null,
    cache: options.cache ?? null,
    note: (sentence) => void notes.push(sentence),
  })
  const { spent } = repositories
  const open = (path = 'o/r', host = 'github.com') => repositories.open({ host, path })
  return {
    open,
    spent,
    requests,
    asked,
    notes,
    most,
    paths: () => asked.map(({ url }) => url.slice(api.length)),
  }
}

export async function accessOf({ open }: ReturnType<typeof world>): Promise<RepositoryAccess> {
  const opened = await open()
  if (opened.kind !== 'found') throw new Error(`not found: ${opened.kind}`)
  return opened.access
}

export function lastTouchOf(path: string): string {
  return `/repos/o/r/commits?path=${path}&per_page=1&sha=${head}`
}
