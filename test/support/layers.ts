import type { Model } from '../../pipeline/model/model.js'
import type { NamedFile } from '../../pipeline/model/ports.js'
import type { Reference } from '../../pipeline/model/reference.js'
import type { Scope } from '../../pipeline/model/scope.js'
import { scopeOf, scopeRequest } from '../../pipeline/scope/index.js'

/** A layer as somebody writes it, of format 4.5; give only what the test is about. */
export function layer(techniques: unknown[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'a layer',
    versions: { attack: '10', navigator: '5.2.0', layer: '4.5' },
    domain: 'enterprise-attack',
    techniques,
    ...more,
  }
}

/** A file that holds a layer, or whatever is given. */
export function layerFile(value: unknown, name = 'l.json'): NamedFile {
  return { name, bytes: new TextEncoder().encode(JSON.stringify(value)) }
}

/** Entries of a layer: ids with their scores, null for none. */
export function scored(scores: Record<string, number | null>): unknown[] {
  return Object.entries(scores).map(([techniqueID, score]) => ({
    techniqueID,
    ...(score === null ? {} : { score }),
  }))
}

/** What these layers mean for some pages. */
export function scopeOfLayers(
  layers: unknown[],
  model: Model,
  { attack }: Reference,
  rule: 'max' | 'sum' = 'max',
): Scope {
  const files = layers.map((value, at) => layerFile(value, `l${at}.json`))
  return scopeOf(scopeRequest(files, rule), model, attack)
}
