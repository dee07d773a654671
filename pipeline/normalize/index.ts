import { addAll } from '../model/add-all.js'
import type { Corpus } from '../model/corpus.js'
import { type Finding, withUniqueIds } from '../model/finding.js'
import { heldModel, type Model, type ModelSource, type Technique } from '../model/model.js'
import { comparePlaces, compareText } from '../model/place.js'
import type { PageRecord, Records } from '../model/records.js'
import { PackedSeries } from '../model/series.js'
import { schemaVersion } from '../model/version.js'
import { sectionCategories } from './categories.js'
import { checkConsistency } from './consistency.js'
import { normalizePage } from './technique.js'

export interface NormalizeSettings {
  /** `HEADING=CATEGORY`, one a section that goes by another name than on the seed site's pages. */
  sections: readonly string[]
}

/** A normalization under way: pages go in one at a time, in any order; only what they mean is held. */
export interface Normalization {
  add(page: PageRecord): void
  conclude(corpus: Corpus): ModelSource
}

/**
 * Begins to make `model.json`: what the records mean. Techniques by id, then file; all below in the page's order.
 *
 * Nothing is corrected in silence: what was repaired, left out or not understood, and every number that the
 * page's own rows contradict, is a finding with its place.
 */
export function beginNormalization(settings: NormalizeSettings = { sections: [] }): Normalization {
  const findings: Finding[] = []
  const inOrderOfPages = PackedSeries.empty<Technique>()
  const heads: Pick<Technique, 'id' | 'place'>[] = []
  const mapped = sectionCategories(settings.sections)
  return {
    add(page) {
      const found: Finding[] = []
      const technique = normalizePage(page, found, mapped)
      // Texts cut out of a page hold the whole page; those made anew hold nothing but themselves.
      addAll(findings, JSON.parse(JSON.stringify(found)) as Finding[])
      inOrderOfPages.add(technique)
      heads.push({ id: technique.id, place: technique.place })
    },
    conclude(corpus) {
      const order = [...heads.entries()]
        .sort(([, a], [, b]) => compareText(a.id, b.id) || comparePlaces(a.place, b.place))
        .map(([at]) => at)
      const techniques = inOrderOfPages.inOrder(order)
      addAll(findings, checkConsistency(techniques))
      return { schemaVersion, corpus, techniques, findings: withUniqueIds(findings) }
    },
  }
}

/** The same for records that are all at hand. */
export function normalize(records: Records, settings?: NormalizeSettings): Model {
  const normalization = beginNormalization(settings)
  for (const page of records.pages) normalization.add(page)
  return heldModel(normalization.conclude(records.corpus))
}
