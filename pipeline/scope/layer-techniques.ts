import { groupBy } from '../model/group-by.js'
import type { Annotation, Layer } from './layer.js'

/** What a layer says of a technique, its entries under several tactics taken together. */
export interface LayerTechnique {
  id: string
  enabled: boolean
  /** The highest of its enabled entries; null where none of them has any. */
  score: number | null
}

/**
 * The techniques of a layer, each id once, in the order of their first entry. `nameOf` says under which id an entry is
 * to count. What a layer greys out under one tactic and not under another is enabled.
 *
 * `showSubtechniques` and `hideDisabled` say how the Navigator draws the layer: they bring nothing into scope and put
 * nothing out of it.
 */
export function layerTechniques(
  { techniques }: Pick<Layer, 'techniques'>,
  nameOf: (id: string) => string = (id) => id,
): LayerTechnique[] {
  return [...groupBy(techniques, ({ techniqueID }) => nameOf(techniqueID.toUpperCase()))].map(
    ([id, entries]) => {
      const enabled = entries.filter((entry) => entry.enabled)
      return { id, enabled: enabled.length > 0, score: highest(enabled) }
    },
  )
}

function highest(entries: readonly Annotation[]): number | null {
  return entries.reduce<number | null>((most, { score = null }) => {
    if (most === null || score === null) return most ?? score
    return Math.max(most, score)
  }, null)
}
