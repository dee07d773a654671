import type { Verdict } from './verdict.js'

/**
 * The verdict on an address, as it holds for one way of writing it: a fragment is no part of what was asked, and what
 * a redirect leads to keeps it unless the redirect brings its own (RFC 9110, 10.2.2).
 */
export function asWritten(url: string, learnt: Verdict): Verdict {
  if (!url.includes('#')) return learnt
  const fragment = URL.canParse(url) ? new URL(url).hash : ''
  if (fragment === '') return learnt
  return {
    ...learnt,
    finalUrl: withFragment(learnt.finalUrl, fragment),
    target: withFragment(learnt.target, fragment),
  }
}

function withFragment(address: string | null, fragment: string): string | null {
  return address === null || address.includes('#') ? address : address + fragment
}
