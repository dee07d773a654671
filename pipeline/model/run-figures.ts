import { TrendPoint } from './report-trend.js'
import type { RunManifest } from './run-manifest.js'

/** The key figures of a run as its manifest has them, or null: older manifests have none, and nor have runs without a report. */
export function figuresOf(manifest: RunManifest): TrendPoint | null {
  const figures = 'figures' in manifest ? TrendPoint.safeParse(manifest.figures) : null
  return figures?.success ? figures.data : null
}
