import { bareHost } from '../../model/address.js'

/**
 * Whether two addresses are spellings of one resource: they differ in nothing but scheme, host, trailing slashes,
 * percent-encoding of plain characters, fragment, or GitHub's `tree` for `blob` (it sends one to the other).
 *
 * A link that only redirects to another spelling of itself is alive and needs no repair.
 */
export function isSameResource(a: URL, b: URL): boolean {
  return spellingFree(a) === spellingFree(b)
}

function spellingFree(url: URL): string {
  const path = withPlainCharacters(url.pathname).replace(/\/+$/, '')
  return (isGithub(url) ? path.replace(/^(\/[^/]+\/[^/]+)\/tree(?=\/)/, '$1/blob') : path) + url.search
}

function isGithub(url: URL): boolean {
  return /^(www\.)?github\.com$/.test(bareHost(url.hostname))
}

/** Unreserved characters need no percent-encoding, and its digits have no case (RFC 3986, 6.2.2). */
function withPlainCharacters(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : encoded.toUpperCase()
  })
}
