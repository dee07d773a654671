import { type JudgedCategory, judgedCategories } from '../../../model/category.js'
import type { Highlight } from '../../../model/diff.js'
import {
  type Difference,
  gainsOf,
  type Reconciliation,
  type Report,
  type SourceSummary,
  type TacticSummary,
} from '../../../model/report.js'
import { type LevelBar, levelBar } from '../../view/bar.js'
import { type FreshnessView, freshnessView } from '../../view/freshness-view.js'
import { type ScopeView, scopeView } from '../../view/scope-view.js'
import { type GapView, gapViews, type SummaryView, summaryView } from '../../view/summary-view.js'
import { anchorsOf, type TechniqueView, techniqueView } from '../../view/technique-view.js'
import type { PageNumbers } from '../page-numbers.js'
import { type HeatMatrix, heatMatrices } from './heat-map-view.js'

/** A section of the document: its anchor, and its page where that is known. */
export interface ContentsEntry {
  section: string
  page: string
}

type TacticView = TacticSummary & { bars: Record<JudgedCategory, LevelBar> }

/** Everything that the templates of a report may show: the report's own figures and what is derived of them. */
/** What one page says of the changes: by rows of the pages, and by links that came alive or died. */
export interface SinceView {
  startedAt: string
  rows: { gained: number; lost: number }
  links: { gained: number; lost: number }
  /** The first of what matters most, with the rest in the workbook. */
  highlights: Highlight[]
}

export interface ReportView {
  paper: string
  report: Report
  scope: ScopeView
  contents: ContentsEntry[]
  /** Names of the page styles, each with a running head in `words.json`. */
  pageStyles: readonly string[]
  summary: SummaryView
  /** Rows and links by which coverage was gained or lost since the earlier run; null where there is none. */
  since: SinceView | null
  topGaps: GapView[]
  /** The first of what could not be found out; all of it stands under methods. */
  topUnknowns: Report['unknowns']
  unknowns: Report['unknowns']
  /** Why links were not checked, where the words for the state do not say it already. */
  networkDetail: string | null
  unknownsLeftOut: number
  heatMap: HeatMatrix[]
  tactics: TacticView[]
  sources: { category: string; rows: SourceSummary[] }[]
  freshness: FreshnessView
  gaps: GapView[]
  gapsLeftOut: number
  /** The first places of links that somebody has to look at. */
  places: Report['linkPlaces']
  placesLeftOut: number
  /** Sources with what they declare and list; `off` where a difference is left, `stated` where rows state tests. */
  reconciliation: (Reconciliation & { off: boolean; stated: boolean })[]
  unexplained: number
  /** All figures that differ, and the first of those that nothing explains. */
  differences: { count: number; named: Difference[]; leftOut: number }
  techniques: TechniqueView[]
}

/** The sections of the document in their order; each has a partial and, in `words.json`, a title of that name. */
export const sections = [
  'summary',
  'heat-map',
  'tactics',
  'sources',
  'freshness',
  'gaps',
  'reconciliation',
  'findings',
  'methods',
  'techniques',
] as const

/** Page styles of the sections; two short sections that share one follow each other on a page. */
export const pageStyles = [
  'summary',
  'heat-map',
  'tactics',
  'sources',
  'freshness',
  'gaps',
  'checks',
  'methods',
  'techniques',
] as const

const topGapCount = 5
const topChangeCount = 3
/** Gaps beside changes: both are to stand on the one page. */
const topGapCountBesideChanges = 3
const topUnknownCount = 5
const gapLimit = 40
const differenceLimit = 10
const placeLimit = 400
const sheetNames = { a4: 'A4', letter: 'letter' } as const

/** The view of a report. Pure: all arithmetic that templates must not do is done here. */
export function reportView(report: Report, paper: 'a4' | 'letter', pages: PageNumbers): ReportView {
  const anchorOf = anchorsOf(report.techniques)
  return {
    paper: sheetNames[paper],
    report,
    scope: scopeView(report),
    contents: sections.map((section) => ({ section, page: pages.get(section)?.toString() ?? '' })),
    pageStyles,
    summary: summaryView(report),
    since: sinceView(report),
    networkDetail: report.network.state === 'offline' ? null : report.network.detail,
    unknowns: report.unknowns.map((each) => (each.code === 'offline' ? { ...each, detail: null } : each)),
    topUnknowns: report.unknowns.slice(0, topUnknownCount),
    unknownsLeftOut: Math.max(0, report.unknowns.length - topUnknownCount),
    topGaps: gapViews(
      report,
      report.changes.highlights.length === 0 ? topGapCount : topGapCountBesideChanges,
      anchorOf,
    ),
    heatMap: heatMatrices(report, anchorOf),
    tactics: report.tactics.map((tactic) => ({ ...tactic, bars: barsOf(tactic) })),
    sources: byCategory(report.sources),
    freshness: freshnessView(report),
    gaps: gapViews(report, gapLimit, anchorOf),
    gapsLeftOut: Math.max(0, report.gaps.length - gapLimit),
    places: report.linkPlaces.slice(0, placeLimit),
    placesLeftOut: Math.max(0, report.linkPlaces.length - placeLimit),
    reconciliation: report.reconciliation.map((row) => ({
      ...row,
      off: row.difference !== 0,
      stated: row.tests !== null,
    })),
    unexplained: report.reconciliation.filter(({ difference }) => difference !== 0).length,
    differences: differencesView(report),
    techniques: report.techniques.map(techniqueView),
  }
}

function barsOf(tactic: TacticSummary): Record<JudgedCategory, LevelBar> {
  return {
    policy: levelBar(tactic.policy.levels),
    detection: levelBar(tactic.detection.levels),
    test: levelBar(tactic.test.levels),
  }
}

function byCategory(sources: readonly SourceSummary[]): ReportView['sources'] {
  const categories = [...judgedCategories, 'other' as const]
  return categories.flatMap((category) => {
    const rows = sources.filter((source) => source.category === category)
    return rows.length === 0 ? [] : [{ category, rows }]
  })
}

function differencesView({ completeness }: Report): ReportView['differences'] {
  const unexplained = completeness.differences.filter(({ reason }) => reason === null)
  return {
    count: completeness.differences.length,
    named: unexplained.slice(0, differenceLimit),
    leftOut: Math.max(0, unexplained.length - differenceLimit),
  }
}

function sinceView({ changes }: Report): SinceView | null {
  if (changes.baseline === null) return null
  const { startedAt } = changes.baseline
  return {
    startedAt,
    rows: gainsOf(changes, 'resource'),
    links: gainsOf(changes, 'link'),
    highlights: changes.highlights.slice(0, topChangeCount),
  }
}
