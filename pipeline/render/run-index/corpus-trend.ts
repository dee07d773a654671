import { groupBy } from '../../model/group-by.js'
import type { KeyFigures } from '../../model/report-trend.js'
import type { RunManifest } from '../../model/run-manifest.js'
import { type TrendLine, trendLines } from '../view/trend-view.js'

/** The figures of a corpus over its complete runs, as drawings. */
export interface CorpusTrend {
  runs: number
  /** Complete runs that were judged by another policy, or reported another scope. */
  others: number
  lines: TrendLine[]
}

/**
 * The trend of one corpus, oldest run first: that of the newest run which can be compared with an earlier one, and of all
 * that can. Null where no two can.
 */
export function corpusTrend(manifests: readonly RunManifest[]): CorpusTrend | null {
  const points = manifests.filter(({ complete }) => complete).flatMap(({ figures }) => figures ?? [])
  const series = [
    ...groupBy(points, ({ policyDigest, scopeDigest }) => `${policyDigest} ${scopeDigest}`).values(),
  ]
  const comparable = series.filter(({ length }) => length > 1)
  const newest = comparable.sort((a, b) => points.indexOf(lastOf(b)) - points.indexOf(lastOf(a)))[0]
  if (newest === undefined) return null
  return { runs: newest.length, others: points.length - newest.length, lines: linesOf(newest) }
}

/** Of links that nobody asked, nothing is verified or lost: such runs have no place in those figures. */
function linesOf(figures: readonly KeyFigures[]): TrendLine[] {
  const points = figures.map((each) => ({ ...each, series: 0 }))
  const ofLinks = new Map(
    trendLines(points.filter(({ checked }) => checked)).map((line) => [line.figure, line] as const),
  )
  return trendLines(points).flatMap((line) =>
    line.figure === 'gaps' || line.figure === 'detectionCovered' ? [line] : (ofLinks.get(line.figure) ?? []),
  )
}

function lastOf<Item>(items: readonly Item[]): Item {
  return items[items.length - 1] as Item
}
