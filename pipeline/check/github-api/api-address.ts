const origin = 'https://api.github.com'

/** The absolute form of an address of the API; null where it leads elsewhere, which no token may follow. */
export function apiUrl(address: string, base = origin): string | null {
  if (address === '' || !URL.canParse(address, base)) return null
  const url = new URL(address, base)
  return url.origin === origin && url.username === '' && url.password === '' ? url.href : null
}

/**
 * Whether an address speaks of the history by a commit's full id: its answer is the same for ever, and there are
 * thousands of them. Trees are few, and are asked for again: what condemns links is no older than the run.
 */
export function isFixed(url: string): boolean {
  const { pathname, searchParams } = new URL(url)
  const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
  const [, id = ''] = /\/commits\/([0-9a-f]+)$/.exec(pathname) ?? []
  return fullId.test(id) || (pathname.endsWith('/commits') && fullId.test(searchParams.get('sha') ?? ''))
}

/** Owner and name as GitHub allows them, which keeps the API's own paths from being reached by dots. */
export function isRepositoryPath(path: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(path) && !path.split('/').some((part) => part === '.' || part === '..')
}
