import type { LinkRecord } from '../model/links.js'
import { resourceKey } from '../model/same-resource.js'

/** Tells which addresses lead to one resource. */
export interface Addresses {
  /** Equal for addresses that differ in form only. */
  keyOf(url: string): string
  /** Equal also for an address and the one that its link is known to have moved to. */
  resourceOf(url: string): string
}

/**
 * What the links of both runs say of addresses. A link moved whichever run knows of it, so that it makes no difference
 * which of them came first; a move that is hardly certain (`low`) says nothing here.
 */
export function addressesOf(links: readonly LinkRecord[]): Addresses {
  const keys = new Map<string, string>()
  const keyOf = (url: string) => {
    const key = keys.get(url) ?? resourceKey(url)
    keys.set(url, key)
    return key
  }
  const joined = new Map<string, string>()
  for (const { url, target, certainty } of links) {
    if (target !== null && certainty !== 'low') join(joined, keyOf(url), keyOf(target))
  }
  return { keyOf, resourceOf: (url) => rootOf(joined, keyOf(url)) }
}

/** Joins two sets of keys (disjoint-set forest); the root of a set is any of its keys. */
function join(joined: Map<string, string>, a: string, b: string): void {
  const [rootA, rootB] = [rootOf(joined, a), rootOf(joined, b)]
  if (rootA !== rootB) joined.set(rootA, rootB)
}

/** The root of a key's set; halves the way there while it goes, so that ways stay short. */
function rootOf(joined: Map<string, string>, key: string): string {
  let at = key
  for (let next = joined.get(at); next !== undefined; next = joined.get(at)) {
    const afterNext = joined.get(next)
    if (afterNext !== undefined) joined.set(at, afterNext)
    at = afterNext ?? next
  }
  return at
}
