import { exitCodes, Failure } from '../model/failure.js'
import type { NamedFile } from '../model/ports.js'
import type { ScoreRule } from '../model/report-scope.js'
import { layerTechniques } from './layer-techniques.js'
import { readLayers } from './read-layers.js'
import type { ScopeRequest } from './scope-of.js'

export { type ScopeRequest, scopeOf } from './scope-of.js'

/**
 * The layers of ATT&CK Navigator files, found fit to report by.
 *
 * @throws {Failure} (exit 3) where a file cannot be read as layers, or all of them together enable no technique
 */
export function scopeRequest(files: readonly NamedFile[], scoreRule: ScoreRule): ScopeRequest {
  const layers = files.flatMap(readLayers)
  const enabled = layers.flatMap((layer) => layerTechniques(layer).filter((each) => each.enabled))
  if (enabled.some(({ id }) => /^T\d{4}(?:\.\d{3})?$/.test(id))) return { layers, scoreRule }
  const names = [...new Set(files.map(({ name }) => name))].join(', ')
  throw new Failure(
    `The scope of ${names} enables no technique of ATT&CK.`,
    'Name a layer in which techniques are annotated and enabled, or leave --scope out.',
    { exitCode: exitCodes.usage },
  )
}
