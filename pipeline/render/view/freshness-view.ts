import type { LinkState } from '../../model/links.js'
import { LinkState as LinkStates } from '../../model/links.js'
import type { Report } from '../../model/report.js'
import { hundredths } from './bar.js'
import { type LinksKnownView, linksKnownView } from './links-known-view.js'
import { type LinksWhereView, linksWhereView } from './links-where-view.js'

/** How old the pages' own dates are, and what is known of the links. */
export interface FreshnessView extends LinksKnownView, LinksWhereView {
  bands: {
    fromDays: number
    lastDay: number
    open: boolean
    mappings: number
    width: number
    tone: 'fresh' | 'stale'
  }[]
  undated: number
  mappings: number
  staleMappings: number
  links: number
  /** Links whose server, repository or table has answered, in this run or lately enough. */
  linksKnown: number
  linksUnknown: number
  states: { state: LinkState; count: number; width: number }[]
  hosts: Report['hosts']
  hostsShown: number
  hostsInAll: number
}

/** Rows that hosts and repositories have between them on the section's one page. */
const rowLimit = 13

/** The figures of the section on freshness. Bars are drawn against the largest of their kind. */
export function freshnessView(report: Report): FreshnessView {
  const { ages, totals, hosts, thresholds } = report
  const most = Math.max(0, ...ages.bands.map(({ mappings }) => mappings))
  const { links } = totals
  const known = linksKnownView(report)
  const hostLimit = rowLimit - known.repositories.length
  const mostLinks = Math.max(0, ...LinkStates.options.map((state) => links[state]))
  const linksKnown = links.alive + links.moved + links.dead
  const all = LinkStates.options.reduce((sum, state) => sum + links[state], 0)
  return {
    ...known,
    ...linksWhereView(report),
    bands: ages.bands.map(({ fromDays, toDays, mappings }) => ({
      fromDays,
      lastDay: (toDays ?? fromDays) - 1,
      open: toDays === null,
      mappings,
      width: hundredths(mappings, most),
      tone: fromDays >= thresholds.staleAfterDays ? 'stale' : 'fresh',
    })),
    undated: ages.undated,
    mappings: totals.mappings,
    staleMappings: report.mappings.filter(({ ageDays }) => (ageDays ?? 0) > thresholds.staleAfterDays).length,
    links: all,
    linksKnown,
    linksUnknown: all - linksKnown,
    states: LinkStates.options.map((state) => ({
      state,
      count: links[state],
      width: hundredths(links[state], mostLinks),
    })),
    hosts: hosts.slice(0, hostLimit),
    hostsShown: Math.min(hosts.length, hostLimit),
    hostsInAll: hosts.length,
  }
}
