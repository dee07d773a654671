import type { TrendPoint } from '../../model/report-trend.js'
import { figuresOf } from '../../model/run-figures.js'
import type { RunManifest } from '../../model/run-manifest.js'
import { type TrendLine, trendLines } from '../view/trend-view.js'

/** The figures of a corpus over its complete runs, as drawings. */
export interface CorpusTrend {
  runs: number
  lines: TrendLine[]
}

/**
 * The trend of one corpus, oldest run first; null where fewer than two of its complete runs tell their figures.
 *
 * A manifest numbers its series by the runs that it knew of: they are numbered anew here, a new one wherever policy or scope
 * differ from the run before.
 */
export function corpusTrend(manifests: readonly RunManifest[]): CorpusTrend | null {
  const points = manifests.filter(({ complete }) => complete).flatMap((manifest) => figuresOf(manifest) ?? [])
  if (points.length < 2) return null
  let series = 0
  const numbered = points.map((point, index): TrendPoint => {
    const before = points[index - 1]
    if (before !== undefined && !isComparable(before, point)) series += 1
    return { ...point, series }
  })
  return { runs: points.length, lines: trendLines(numbered) }
}

function isComparable(a: TrendPoint, b: TrendPoint): boolean {
  return a.policyDigest === b.policyDigest && a.scopeDigest === b.scopeDigest
}
