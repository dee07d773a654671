/** Base of all addresses in the file: the top of the repository, as code scanning calls it. */
export const repositoryBase = '%SRCROOT%'

/**
 * The address of a page, relative to where the run was started, percent-encoded (RFC 3986); the folder of the corpus where
 * no page is named. A corpus that was named by a URL or lies elsewhere is no part of it: then the page's own path is.
 */
export function artifactUri(location: string, file: string | null): string {
  const folder = isWithin(location) ? location.replace(/\/$/, '') : ''
  const path = [folder, file ?? ''].filter((part) => part !== '').join('/')
  if (path === '') return '.'
  return path.split('/').map(encodeSegment).join('/')
}

function isWithin(location: string): boolean {
  return (
    !location.includes(':') &&
    !location.includes('#') &&
    !location.startsWith('/') &&
    !/(^|\/)\.\.(\/|$)/.test(location)
  )
}

/** A lone surrogate has no encoding; nothing but a name made to annoy holds one. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\uFFFD'))
}
