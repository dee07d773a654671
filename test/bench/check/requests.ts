/** Requests that the replayed web has seen. */
export interface Requests {
  all: number
  /** To GitHub's web pages and raw files. */
  gitHostPages: number
  /** Of `git fetch` and `git clone` to GitHub. */
  git: number
  /** To api.github.com. */
  api: number
  /** Answered with 429, or 403 for a limit of the API. */
  limited: number
}

interface Stats {
  total: number
  hosts: Record<string, { requests: number; rateLimited: number }>
}

const pageHosts = ['github.com', 'www.github.com', 'raw.githubusercontent.com', 'codeload.github.com']

/** Counts requests out of the replayed web's `/__stats` and `/__urls`. */
export function requestsOf(stats: unknown, urls: unknown): Requests {
  const { total, hosts } = stats as Stats
  const counts = Object.entries((urls as { urls: Record<string, number> }).urls)
  const git = counts
    .filter(([url]) => /\/(info\/refs\?service=git-upload-pack|git-upload-pack)$/.test(url))
    .reduce((sum, [, count]) => sum + count, 0)
  const onPages = pageHosts.reduce((sum, host) => sum + (hosts[host]?.requests ?? 0), 0)
  return {
    all: total,
    gitHostPages: onPages - git,
    git,
    api: hosts['api.github.com']?.requests ?? 0,
    limited: Object.values(hosts).reduce((sum, { rateLimited }) => sum + rateLimited, 0),
  }
}
