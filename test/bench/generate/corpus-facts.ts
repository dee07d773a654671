import type { D3fendTechnique } from '../../../pipeline/model/reference.js'
import type { PlannedBlock } from './plan.js'
import type { PageTechnique } from './techniques.js'

/** What all pages of a corpus share. */
export interface Corpus {
  seed: number
  pages: number
  techniques: readonly PageTechnique[]
  countermeasures: readonly D3fendTechnique[]
  /** Total that a source declares, by {@link totalKey}. */
  totals: ReadonlyMap<string, number>
}

/** Source and family as the key of {@link Corpus.totals}. */
export function totalKey({ source, family }: Pick<PlannedBlock, 'source' | 'family'>): string {
  return `${source.section}/${source.name}/${family}`
}
