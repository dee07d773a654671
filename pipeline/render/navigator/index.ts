import type { Artifact } from '../../model/artifact.js'
import type { Report } from '../../model/report.js'
import { stableJson } from '../../model/stable-json.js'
import { coverageLayer } from './coverage-layer.js'
import { gapsLayer } from './gaps-layer.js'

/**
 * Two ATT&CK Navigator layers: `navigator.json`, how well each technique is covered, and `navigator-gaps.json`.
 *
 * Two files and not a list of layers in one, which the Navigator opens and few other readers do.
 */
export function renderNavigator(report: Report): Artifact[] {
  const encoder = new TextEncoder()
  return [
    { path: 'navigator.json', bytes: encoder.encode(stableJson(coverageLayer(report))) },
    { path: 'navigator-gaps.json', bytes: encoder.encode(stableJson(gapsLayer(report))) },
  ]
}
