import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { LinkRecord, Links } from '../model/links.js'
import type { Model } from '../model/model.js'
import { compareText } from '../model/place.js'
import type { HostSummary, LinkCounts, LinkMethodCounts, Report } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'

/** How many of the links are in each state. */
export function linkCounts(links: readonly LinkRecord[]): LinkCounts {
  const counts: LinkCounts = {
    alive: 0,
    moved: 0,
    dead: 0,
    blocked: 0,
    unreachable: 0,
    unchecked: 0,
    refused: 0,
  }
  for (const { state } of links) counts[state] += 1
  return counts
}

/** How many distinct links stand behind some resources, by state. */
export function linkCountsBehind(resources: readonly AssessedResource[]): LinkCounts {
  return linkCounts([...new Set(resources.flatMap(({ link }) => link ?? []))])
}

/** How many of the links are known in which way; each link counts once. */
export function linkMethods(links: readonly LinkRecord[]): LinkMethodCounts {
  const counts: LinkMethodCounts = { http: 0, tree: 0, reference: 0, carried: 0, none: 0 }
  for (const { method } of links) counts[method ?? 'none'] += 1
  return counts
}

/** How old the states of the links are: what this run learnt, what it carried over, what is only remembered. */
export function linkAges({ links }: Links): Report['linkAges'] {
  const carried = links.filter(({ method }) => method === 'carried')
  const remembered = links.filter(({ state, lastAlive }) => state === 'unchecked' && lastAlive !== null)
  return {
    asked: links.filter(
      ({ state, method }) => state !== 'unchecked' && state !== 'refused' && method !== 'carried',
    ).length,
    carried: carried.length,
    oldestCarried: carried.flatMap(({ checkedAt }) => checkedAt ?? []).sort(compareText)[0] ?? null,
    remembered: remembered.length,
    newestRemembered:
      remembered
        .flatMap(({ lastAlive }) => lastAlive ?? [])
        .sort(compareText)
        .at(-1) ?? null,
  }
}

/** The host of a URL in lower case, or "" where the URL has none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

/** States by host, most links first. */
export function hostSummaries(links: readonly LinkRecord[]): HostSummary[] {
  return [...groupBy(links, ({ url }) => hostOf(url))]
    .map(([host, own]) => ({ host, links: own.length, states: linkCounts(own) }))
    .sort((a, b) => b.links - a.links || compareText(a.host, b.host))
}

/**
 * One finding for each link that is not what it should be, at the first place where it stands.
 * Links that were not asked are one finding a reason: that nobody was asked is a fact about the run.
 */
export function linkFindings(links: Links, model: Model): Finding[] {
  const techniqueOfFile = new Map(model.techniques.map(({ id, place }) => [place.file, id]))
  const single = links.links.flatMap((link) => {
    const found = linkFinding(link, techniqueOfFile)
    return found === null ? [] : [found]
  })
  const unasked = groupBy(
    links.links.filter(({ state }) => state === 'unchecked'),
    ({ reason }) => reason ?? 'unknown',
  )
  const grouped = [...unasked]
    .sort(([a], [b]) => compareText(a, b))
    .map(([reason, { length: count }]) =>
      finding('link-unchecked', { place: null, techniqueId: null, subject: reason }, { count, reason }),
    )
  return [...grouped, ...single]
}

function linkFinding(link: LinkRecord, techniqueOfFile: ReadonlyMap<string, string>): Finding | null {
  const [first] = link.places
  if (first === undefined) return null
  const at = {
    place: { file: first.file, line: first.line },
    techniqueId: techniqueOfFile.get(first.file) ?? null,
    subject: link.url,
  }
  const facts = { url: link.url, reason: link.reason ?? 'unknown', places: link.places.length }
  switch (link.state) {
    case 'dead':
      return finding('link-dead', at, { ...facts, confirmed: link.confirmed })
    case 'moved':
      return finding('link-moved', at, {
        url: link.url,
        target: link.target ?? '',
        evidence: link.evidence ?? '',
        places: link.places.length,
      })
    case 'blocked':
      return finding('link-blocked', at, facts)
    case 'unreachable':
      return finding('link-unreachable', at, facts)
    case 'refused':
      return finding('link-refused', at, facts)
    default:
      return null
  }
}
