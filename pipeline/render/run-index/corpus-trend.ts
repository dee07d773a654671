import { groupBy } from '../../model/group-by.js'
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
  return {
    runs: newest.length,
    others: points.length - newest.length,
    lines: trendLines(newest.map((each) => ({ ...each, series: 0 }))),
  }
}

function lastOf<Item>(items: readonly Item[]): Item {
  return items[items.length - 1] as Item
}
