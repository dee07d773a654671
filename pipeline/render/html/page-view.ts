import { type Gap, gainsOf, type Report } from '../../model/report.js'
import type { RowPlaces } from '../../model/row-places.js'
import { type FreshnessView, freshnessView } from '../view/freshness-view.js'
import { type ScopeView, scopeView } from '../view/scope-view.js'
import { type SummaryView, summaryView } from '../view/summary-view.js'
import {
  type ReconciliationView,
  reconciliationViews,
  type SourceGroup,
  sourceGroups,
  type TacticView,
  tacticViews,
} from '../view/table-views.js'
import { type TrendLine, trendLines } from '../view/trend-view.js'
import { anchorsById } from './anchors.js'
import { type ChangesView, changesView } from './changes-view.js'
import { type DifferencesView, differencesView } from './differences-view.js'
import { type HeatTable, heatTable } from './heat-table.js'
import { type FileAddresses, fileAddresses, type PlaceView, placeView } from './page-links.js'
import { type TechniqueRow, techniqueRows } from './technique-rows.js'

type GapRow = Gap & { anchor: string; place: PlaceView | null; ofCategory: boolean }

/** Everything that the page for browsers may show. */
export interface PageView extends DifferencesView {
  report: Report
  sections: string[]
  scope: ScopeView
  /** Where all rows of a table stand, by its name. */
  stands: RowPlaces
  networkDetail: string | null
  summary: SummaryView
  since: { startedAt: string; rows: Gains; links: Gains } | null
  topGaps: GapRow[]
  unknowns: Report['unknowns']
  changes: ChangesView
  heat: HeatTable
  tactics: TacticView[]
  sources: SourceGroup[]
  freshness: FreshnessView
  gaps: GapRow[]
  decided: number
  trend: TrendLine[]
  trendNewestFirst: Report['trend']
  reconciliation: ReconciliationView[]
  unexplained: number
  techniques: TechniqueRow[]
  /** What the partials shared with the PDF ask for: a browser shows what no font of ours has in one of its own. */
  unprintable: null
}
type Gains = { gained: number; lost: number }
const topGapCount = 5

/** The view of a report. Pure: all arithmetic that templates must not do is done here. */
export function pageView(report: Report, stands: RowPlaces): PageView {
  const anchors = anchorsById(report.techniques)
  const addresses = fileAddresses(report.corpus)
  const gaps = gapRows(report, anchors, addresses)
  return {
    report,
    sections: sectionsOf(report),
    scope: scopeView(report),
    stands,
    networkDetail: report.network.state === 'offline' ? null : report.network.detail,
    summary: summaryView(report),
    since: sinceView(report),
    topGaps: gaps.slice(0, topGapCount),
    unknowns: report.unknowns.map((each) => (each.code === 'offline' ? { ...each, detail: null } : each)),
    changes: changesView(report),
    heat: heatTable(report, anchors),
    tactics: tacticViews(report),
    sources: sourceGroups(report),
    freshness: freshnessView(report),
    gaps,
    decided: report.gaps.filter(({ decision }) => decision?.standing === 'in-force').length,
    trend: trendLines(report.trend),
    trendNewestFirst: [...report.trend].reverse(),
    reconciliation: reconciliationViews(report),
    unexplained: report.reconciliation.filter(({ difference }) => difference !== 0).length,
    ...differencesView(report.completeness, addresses),
    techniques: techniqueRows(report, anchors, addresses),
    unprintable: null,
  }
}

/** The sections that this report has something for, in their order; each has a title in `words.json`. */
function sectionsOf({ scope, trend }: Report): string[] {
  return [
    'summary',
    'changes',
    'heat-map',
    'gaps',
    'tactics',
    'sources',
    'freshness',
    ...(trend.length > 1 ? ['trend'] : []),
    'reconciliation',
    'findings',
    ...(scope === null ? [] : ['scope']),
    'policy',
    'methods',
    'all-techniques',
    'resources',
  ]
}

function gapRows(report: Report, anchors: readonly string[], addresses: FileAddresses | null): GapRow[] {
  const places = new Map(
    report.techniques.map(({ id }, index) => [id, anchors[index] ?? ''] as const).reverse(),
  )
  return [...report.gaps]
    .sort((a, b) => a.rank - b.rank)
    .map((gap) => ({
      ...gap,
      anchor: places.get(gap.techniqueId) ?? '',
      place: placeView(gap.file, gap.line, addresses),
      ofCategory: gap.category !== null && gap.kind !== gap.category,
    }))
}

function sinceView({ changes }: Report): PageView['since'] {
  if (changes.baseline === null) return null
  const { startedAt } = changes.baseline
  return { startedAt, rows: gainsOf(changes, 'resource'), links: gainsOf(changes, 'link') }
}
