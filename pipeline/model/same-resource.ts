import { bareHost, withoutMarkup } from './address.js'

/**
 * Path and query of an address, free of what is mere spelling: trailing slashes, percent-encoding of characters that
 * mean the same without it, and GitHub's `tree` for `blob` (it sends one to the other). Scheme, host and fragment
 * are left out.
 */
export function plainPath(url: URL): string {
  const path = withoutTrailingSlashes(withPlainCharacters(url.pathname))
  return (isGithub(url) ? path.replace(/^(\/[^/]+\/[^/]+)\/tree(?=\/)/, '$1/blob') : path) + url.search
}

/**
 * Equal for addresses that differ in form only, as pages write them: in what `plainPath` leaves out, in scheme, `www.`
 * and markdown's escapes, or in D3FEND's `/techniques/` for `/technique/`. A fragment is part of the resource: it
 * may be all that tells two rows of one page apart. A text that is no web address is its own key.
 */
export function resourceKey(written: string): string {
  const address = withoutMarkup(written.trim())
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol)) return url.href
  const host = bareHost(url.hostname).replace(/^www\./, '')
  const path = plainPath(url)
  const own = host === 'd3fend.mitre.org' ? path.replace(/^\/techniques\//, '/technique/') : path
  return `${host}${url.port === '' ? '' : `:${url.port}`}${own}${url.hash}`
}

function isGithub(url: URL): boolean {
  return /^(www\.)?github\.com$/.test(bareHost(url.hostname))
}

/** By hand: a pattern for it would try every slash of a long run anew. */
function withoutTrailingSlashes(path: string): string {
  let end = path.length
  while (end > 0 && path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

/**
 * Printable ASCII but for the marks that part an address is the same resource encoded or not, and the digits of what
 * stays encoded have no case (RFC 3986, 6.2.2; servers take the reserved rest of a path segment alike).
 */
function withPlainCharacters(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[!-~]/.test(character) && !'/?#%\\'.includes(character) ? character : encoded.toUpperCase()
  })
}
