import type { Highlight } from '../../../model/diff.js'
import { gainsOf, isAccepted, type Level, type Report } from '../../../model/report.js'
import type { RowPlaces } from '../../../model/row-places.js'
import { shortened } from '../../../model/shortened.js'
import { levelsBestFirst } from '../../view/bar.js'
import { type FreshnessView, freshnessView } from '../../view/freshness-view.js'
import { type ScopeView, scopeView } from '../../view/scope-view.js'
import { type GapView, gapViews, type SummaryView, summaryView } from '../../view/summary-view.js'
import {
  type ReconciliationView,
  reconciliationViews,
  type SourceGroup,
  sourceGroups,
  type TacticView,
  tacticViews,
} from '../../view/table-views.js'
import { anchorsOf } from '../../view/technique-view.js'
import { type TrendLine, trendLines } from '../../view/trend-view.js'
import type { Unprintable } from '../fonts/mark-unprintable.js'
import type { PageNumbers } from '../page-numbers.js'
import { type AppendixView, appendixView, entryLimit } from './appendix-view.js'
import { type ChangesView, changesView } from './changes-view.js'
import { type DecisionsView, decisionsView } from './decisions-view.js'
import { type DifferencesView, differencesView } from './differences-view.js'
import { firstGaps } from './first-gaps.js'
import {
  type HeatColumn,
  heatColumns,
  heatMapLines,
  heatMarksLeftOut,
  linesOfTwoPages,
} from './heat-map-view.js'

/** A section of the document: its anchor, and its page where that is known. */
export interface ContentsEntry {
  section: string
  page: string
}

/** What one page says of the changes: by rows of the pages, and by links that came alive or died. */
export interface SinceView {
  startedAt: string
  rows: { gained: number; lost: number }
  links: { gained: number; lost: number }
  /** The first of what matters most. */
  highlights: Highlight[]
}

/** Everything that the templates of a report may show: the report's own figures and what is derived of them. */
export interface ReportView {
  paper: string
  report: Report
  scope: ScopeView
  /** Where all rows of a table stand, by its name. */
  stands: RowPlaces
  /** Name of the page for browsers; null where none is made. */
  pageFile: string | null
  contents: ContentsEntry[]
  /** Whether a section is part of this document, by its name: what is not cannot be linked to. */
  has: Record<Section, boolean>
  /** Names of the page styles, each with a running head in `words.json`. */
  pageStyles: readonly string[]
  summary: SummaryView
  /** Rows and links by which coverage was gained or lost since the earlier run; null where there is none. */
  since: SinceView | null
  topGaps: GapView[]
  /** The first open gaps, as many as fit a page. */
  firstGaps: GapView[]
  /** Marks of the heat map that are too many to be printed; 0 where all are. */
  heatMarksLeftOut: number
  /** Whether the heat map is sure to fit two pages. */
  heatMapFits: boolean
  /** The first of what could not be found out; all of it stands under methods. */
  topUnknowns: Report['unknowns']
  unknowns: Report['unknowns']
  /** As many kinds of unknowns, and as much of what is said of them, as fit the last page of a brief report. */
  firstUnknowns: Report['unknowns']
  firstUnknownsLeftOut: number
  /** Why links were not checked, where the words for the state do not say it already. */
  networkDetail: string | null
  unknownsLeftOut: number
  changes: ChangesView
  heatMap: HeatColumn[]
  /** The levels in the order that legends show them. */
  levelsBestFirst: readonly Level[]
  tactics: TacticView[]
  sources: SourceGroup[]
  freshness: FreshnessView
  gaps: GapView[]
  gapsLeftOut: number
  /** The first places of links that somebody has to look at. */
  places: Report['linkPlaces']
  placesLeftOut: number
  decisions: DecisionsView
  trend: TrendLine[]
  /** The runs of the trend, the newest first and no more than fit. */
  trendRuns: Report['trend']
  /** Runs of the trend that are not in `trendRuns`. */
  trendRunsLeftOut: number
  differences: DifferencesView
  /** Sources with what they declare and list; `off` where a difference is left, `stated` where rows state tests. */
  reconciliation: ReconciliationView[]
  unexplained: number
  appendix: AppendixView
  /** Characters that stand as their code points, since no font of the document has them; null where there are none. */
  unprintable: Unprintable | null
}

/** The sections of the document in their order; each has a partial and, in `words.json`, a title of that name. */
export const sections = [
  'summary',
  'changes',
  'heat-map',
  'tactics',
  'sources',
  'freshness',
  'gaps',
  'decisions',
  'trend',
  'reconciliation',
  'findings',
  'methods',
  'techniques',
] as const
export type Section = (typeof sections)[number]

/** Page styles of the sections; two short sections that share one follow each other on a page. */
export const pageStyles = [
  'summary',
  'changes',
  'heat-map',
  'coverage',
  'freshness',
  'gaps',
  'checks',
  'methods',
  'techniques',
] as const

const topGapCount = 5
const topChangeCount = 3
const highlightCharacters = 240
const topUnknownCount = 4
/** Measured on Letter, with every line below them that a report may have. */
const firstUnknownCount = 8
const unknownCharacters = 160
const gapLimit = 40
const placeLimit = 400
const runLimit = 20
const sheetNames = { a4: 'A4', letter: 'letter' } as const

/** What a document is beside its report. */
export interface DocumentLayout {
  paper: 'a4' | 'letter'
  /** Pages for the contents; empty before the first print. */
  pages: PageNumbers
  included: readonly Section[]
  unprintable: Unprintable | null
  stands: RowPlaces
  pageFile: string | null
}

/** The view of a report. Pure: all arithmetic that templates must not do is done here. */
export function reportView(report: Report, layout: DocumentLayout): ReportView {
  const { paper, pages, included, unprintable, stands, pageFile } = layout
  const has = Object.fromEntries(sections.map((each) => [each, included.includes(each)])) as ReportView['has']
  const anchorOf = has.techniques ? anchorsOf(report.techniques.slice(0, entryLimit)) : () => null
  const columns = heatColumns(report, anchorOf)
  const leftOut = heatMarksLeftOut(columns)
  const open = { ...report, gaps: report.gaps.filter((gap) => !isAccepted(gap)) }
  const unknowns = report.unknowns.map((each) => (each.code === 'offline' ? { ...each, detail: null } : each))
  return {
    paper: sheetNames[paper],
    report,
    scope: scopeView(report),
    stands,
    pageFile,
    contents: included
      .filter((section) => pages.size === 0 || pages.has(section))
      .map((section) => ({ section, page: pages.get(section)?.toString() ?? '' })),
    has,
    pageStyles,
    summary: summaryView(report),
    since: sinceView(report),
    networkDetail: report.network.state === 'offline' ? null : report.network.detail,
    unknowns,
    firstUnknowns: unknowns.slice(0, firstUnknownCount).map(({ detail, ...each }) => ({
      ...each,
      detail: detail === null ? null : shortened(detail, unknownCharacters),
    })),
    firstUnknownsLeftOut: Math.max(0, unknowns.length - firstUnknownCount),
    topUnknowns: report.unknowns.slice(0, topUnknownCount),
    unknownsLeftOut: Math.max(0, report.unknowns.length - topUnknownCount),
    topGaps: gapViews(open, topGapCount, anchorOf),
    firstGaps: firstGaps(open, anchorOf),
    heatMarksLeftOut: leftOut,
    heatMapFits: heatMapLines(columns) <= linesOfTwoPages,
    changes: changesView(report, anchorOf),
    heatMap: leftOut > 0 ? [] : columns,
    levelsBestFirst,
    tactics: tacticViews(report),
    sources: sourceGroups(report),
    freshness: freshnessView(report),
    gaps: gapViews(report, gapLimit, anchorOf),
    gapsLeftOut: Math.max(0, report.gaps.length - gapLimit),
    places: report.linkPlaces.slice(0, placeLimit),
    placesLeftOut: Math.max(0, report.linkPlaces.length - placeLimit),
    decisions: decisionsView(report, anchorOf),
    trend: trendLines(report.trend),
    trendRuns: [...report.trend].reverse().slice(0, runLimit),
    trendRunsLeftOut: Math.max(0, report.trend.length - runLimit),
    differences: differencesView(report),
    reconciliation: reconciliationViews(report),
    unexplained: report.reconciliation.filter(({ difference }) => difference !== 0).length,
    appendix: appendixView(report),
    unprintable,
  }
}

function sinceView({ changes }: Report): SinceView | null {
  if (changes.baseline === null) return null
  const { startedAt } = changes.baseline
  return {
    startedAt,
    rows: gainsOf(changes, 'resource'),
    links: gainsOf(changes, 'link'),
    highlights: changes.highlights
      .slice(0, topChangeCount)
      .map((each) => ({ ...each, sentence: shortened(each.sentence, highlightCharacters) })),
  }
}
