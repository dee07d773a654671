import { asDestination } from './as-destination.js'
import { LinkEvidence, type LinkRecord } from './links.js'

/** Kinds of evidence that a user may add to the sure ones: all that there are. */
export const includableKinds: readonly string[] = LinkEvidence.options

/**
 * What to do with the moved links. `repairs` holds, by URL as written, the addresses it moved through, the last one to
 * stay; `left` how many are not repaired, by reason.
 */
export interface Repairs {
  repairs: Map<string, string[]>
  left: Map<string, number>
}

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
    const target = destinationOf(link)
    if (!isChosen(link, included))
      leave(`by ${link.evidence ?? 'no evidence'}, ${link.certainty ?? 'no'} certainty`)
    else if (target === null) leave('no web address as target')
    else chosen.set(link.url, target)
  }
  const repairs = new Map<string, string[]>()
  for (const url of chosen.keys()) {
    const way = wayFrom(chosen, url)
    if (chosen.has(way.at(-1) ?? url)) leave('moved in a circle')
    else repairs.set(url, way)
  }
  return { repairs, left }
}

/** What any fix of this run may have put in the place of each moved link: the addresses it moved through. */
export function possibleRepairs(links: readonly LinkRecord[]): Map<string, string[]> {
  const targets = new Map<string, string>()
  for (const link of links) {
    const target = link.state === 'moved' ? destinationOf(link) : null
    if (target !== null) targets.set(link.url, target)
  }
  return new Map([...targets.keys()].map((url) => [url, wayFrom(targets, url)]))
}

function isChosen(link: LinkRecord, included: ReadonlySet<string>): boolean {
  return link.evidence !== null && (included.has(link.evidence) || isSure(link))
}

/**
 * Whether it is proven by itself that the target is the same thing: by its identifier, its bytes, or the very path in
 * another letter case, which only a repository's tree tells with high certainty. Where a site merely sends its readers
 * (a redirect, a refresh, a revoked technique) is for the user to judge.
 */
function isSure({ evidence, certainty, method }: LinkRecord): boolean {
  if (certainty !== 'high') return false
  return evidence === 'identity' || evidence === 'content' || (evidence === 'name' && method !== 'http')
}

function destinationOf({ target }: LinkRecord): string | null {
  return target !== null && /^https?:\/\//i.test(target) ? asDestination(target) : null
}

/** The addresses that a URL moved through, itself left out; one that moves in a circle ends before it comes round. */
function wayFrom(targets: ReadonlyMap<string, string>, url: string): string[] {
  const way = new Set<string>()
  for (let at = targets.get(url); at !== undefined && at !== url && !way.has(at); at = targets.get(at))
    way.add(at)
  return [...way]
}
