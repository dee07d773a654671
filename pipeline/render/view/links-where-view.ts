import type { LinkCounts, Report } from '../../model/report.js'
import { hundredths } from './bar.js'

/** Where the links lead, what stands on them, and since when the dead ones are dead. */
export interface LinksWhereView {
  /** Repositories with most links, and how many more there are. */
  byRepository: Report['repositoryLinks']
  byRepositoryLeftOut: number
  /** Sources with links behind their resources. */
  bySource: {
    sourceName: string
    category: string
    dated: boolean
    medianAgeDays: number | null
    links: number
    states: LinkCounts
  }[]
  /** Dead links by how long they have been dead; bars are drawn against the largest band. */
  deadBands: { fromDays: number; lastDay: number; open: boolean; links: number; width: number }[]
  deadUndated: number
  deadByHistory: number
  /** What `fix` would write a new address for; null where there is nothing. */
  repairs: Report['repairs'] | null
}

const repositoryLimit = 10

/** The figures on links by repository, by source and by how long they have been dead, and what `fix` would regain. */
export function linksWhereView({ repositoryLinks, sources, deadSince, repairs }: Report): LinksWhereView {
  const most = Math.max(0, ...deadSince.bands.map(({ links }) => links))
  return {
    byRepository: repositoryLinks.slice(0, repositoryLimit),
    byRepositoryLeftOut: Math.max(0, repositoryLinks.length - repositoryLimit),
    bySource: sources
      .map(({ sourceName, category, medianAgeDays, links: states }) => ({
        sourceName,
        category,
        dated: medianAgeDays !== null,
        medianAgeDays,
        links: sumOf(states),
        states,
      }))
      .filter(({ links }) => links > 0),
    deadBands: deadSince.bands.map(({ fromDays, toDays, links }) => ({
      fromDays,
      lastDay: (toDays ?? fromDays) - 1,
      open: toDays === null,
      links,
      width: hundredths(links, most),
    })),
    deadUndated: deadSince.undated,
    deadByHistory: deadSince.byHistory,
    repairs: repairs.sureLinks + repairs.otherLinks === 0 ? null : repairs,
  }
}

function sumOf(states: LinkCounts): number {
  return Object.values(states).reduce((sum, count) => sum + count, 0)
}
