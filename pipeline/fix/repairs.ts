import type { LinkRecord } from '../model/links.js'

/** Kinds of evidence that a user may add to the sure ones, the surest first. */
export const includableKinds = ['redirect', 'refresh', 'reference', 'rename', 'name', 'majority'] as const

/** What to do with the moved links: `repairs` by URL as written, and how many were `left`, by reason. */
export interface Repairs {
  repairs: Map<string, string>
  left: Map<string, number>
}

/**
 * What proves by itself, at high certainty, that the target is the same thing: its identifier, its bytes, or the very path
 * in another letter case. Where a site merely sends its readers (a redirect, a refresh, a revoked technique) is for the
 * user to judge.
 */
const sureKinds: ReadonlySet<string> = new Set(['identity', 'content', 'name'])

/**
 * The repairs of the links that moved for sure, or by evidence that the user included.
 *
 * A repair whose target moved itself goes to the end of the chain, so that a second fix has nothing left to do;
 * links that move in a circle are left.
 */
export function chooseRepairs(links: readonly LinkRecord[], included: ReadonlySet<string>): Repairs {
  const chosen = new Map<string, string>()
  const left = new Map<string, number>()
  const leave = (why: string) => void left.set(why, (left.get(why) ?? 0) + 1)
  for (const link of links) {
    if (link.state !== 'moved') continue
    if (!isChosen(link, included))
      leave(`by ${link.evidence ?? 'no evidence'}, ${link.certainty ?? 'no'} certainty`)
    else if (link.target === null || !/^https?:\/\//i.test(link.target)) leave('no web address as target')
    else chosen.set(link.url, asDestination(link.target))
  }
  const repairs = new Map<string, string>()
  for (const url of chosen.keys()) {
    const end = endOfChain(chosen, url)
    if (end === null) leave('moved in a circle')
    else repairs.set(url, end)
  }
  return { repairs, left }
}

function isChosen({ evidence, certainty }: LinkRecord, included: ReadonlySet<string>): boolean {
  if (evidence === null) return false
  return included.has(evidence) || (certainty === 'high' && sureKinds.has(evidence))
}

function endOfChain(chosen: ReadonlyMap<string, string>, url: string): string | null {
  const seen = new Set<string>()
  let at = url
  for (let next = chosen.get(at); next !== undefined; next = chosen.get(at)) {
    if (seen.has(at)) return null
    seen.add(at)
    at = next
  }
  return at
}

/** An address with what would end a markdown destination, code span or table cell percent-encoded (RFC 3986, 2.1). */
export function asDestination(url: string): string {
  return url.replace(/[()\s<>\\`|\p{Cc}]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}
