import { groupBy } from '../../model/group-by.js'
import { countText, wordFor } from '../../model/number-words.js'
import type { HostSummary, Report, ReportLink, ReportMapping } from '../../model/report.js'
import type { Case, Outcome, Suite } from './suite.js'

/** Dead links of a host that are named one by one; the rest are counted. */
const namedLinks = 50

/** One case for each host: whether a link to it is dead. Skipped where nothing is known of any. */
export function deadSuite({ hosts, links, totals }: Report): Suite {
  const dead = groupBy(
    links.filter(({ state }) => state === 'dead'),
    ({ host }) => host,
  )
  return {
    name: 'dead',
    properties: Object.entries(totals.links),
    cases: hosts.map((host) => ({
      name: host.host === '' ? '(no host)' : host.host,
      outcome: hostOutcome(host, dead.get(host.host) ?? []),
    })),
  }
}

function hostOutcome({ links, states }: HostSummary, dead: readonly ReportLink[]): Outcome {
  if (dead.length > 0) {
    const rest = dead.length - namedLinks
    return {
      state: 'failed',
      type: 'link-dead',
      message: `${dead.length} of ${countText(links, 'link')} ${wordFor(dead.length, 'is', 'are')} dead`,
      lines: [
        ...dead.slice(0, namedLinks).map(linkLine),
        ...(rest > 0 ? [`and ${rest} more: see links.json`] : []),
      ],
    }
  }
  if (states.alive + states.moved > 0) return { state: 'passed' }
  return { state: 'skipped', why: `nothing is known of ${countText(links, 'link')}` }
}

function linkLine({ url, reason, confirmed, firstFile, firstLine }: ReportLink): string {
  return `${url} (${reason ?? 'no reason given'}${confirmed ? '' : ', not yet confirmed'}) at ${firstFile}:${firstLine}`
}

/** Whether every link could be asked: skipped where not, since nothing is wrong with what was not looked at. */
export function uncheckedSuite({ totals: { links }, network }: Report): Suite {
  const why = `${countText(links.unchecked, 'link was', 'links were')} not asked: ${network.detail ?? network.state}`
  const outcome: Outcome = links.unchecked === 0 ? { state: 'passed' } : { state: 'skipped', why }
  return { name: 'unchecked', properties: [], cases: [{ name: 'every link was asked', outcome }] }
}

/** One case for each source in a category: whether one of its blocks is older than the limit. */
export function staleSuite({ sources, mappings, thresholds }: Report): Suite {
  const key = ({ category, source }: Pick<ReportMapping, 'category' | 'source'>) => `${category} ${source}`
  const blocks = groupBy(mappings, key)
  return {
    name: 'stale',
    properties: [['limit in days', thresholds.staleAfterDays]],
    cases: sources.map((source): Case => {
      const own = blocks.get(key(source)) ?? []
      const name = `${source.sourceName} (${source.category})`
      return { name, outcome: ageOutcome(own, thresholds.staleAfterDays) }
    }),
  }
}

function ageOutcome(blocks: readonly ReportMapping[], limitDays: number): Outcome {
  const stale = blocks.filter(({ ageDays }) => ageDays !== null && ageDays > limitDays)
  const oldest = stale.reduce((most, { ageDays }) => Math.max(most, ageDays ?? 0), 0)
  if (stale.length > 0) {
    return {
      state: 'failed',
      type: 'mapping-stale',
      message: `${stale.length} of ${countText(blocks.length, 'block')} ${wordFor(stale.length, 'is', 'are')} older than ${countText(limitDays, 'day')}, the oldest ${oldest}`,
      lines: stale
        .slice(0, namedLinks)
        .map(
          ({ techniqueId, lastAccessed, file, line }) => `${techniqueId}: ${lastAccessed} at ${file}:${line}`,
        ),
    }
  }
  if (blocks.some(({ ageDays }) => ageDays !== null)) return { state: 'passed' }
  return { state: 'skipped', why: 'no block has a date that can be read' }
}

/** Whether every page could be read. */
export function pagesSuite({ totals }: Report): Suite {
  const { pages, pagesUnreadable } = totals
  const outcome: Outcome =
    pagesUnreadable === 0
      ? { state: 'passed' }
      : {
          state: 'failed',
          type: 'page-unreadable',
          message: `${countText(pagesUnreadable, 'page')} could not be read`,
          lines: [],
        }
  const properties: Suite['properties'] = [['pages', pages]]
  return { name: 'pages', properties, cases: [{ name: 'every page was read', outcome }] }
}
