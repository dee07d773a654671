import { addAll } from '../model/add-all.js'
import { type Finding, withUniqueIds } from '../model/finding.js'
import type { Model } from '../model/model.js'
import { comparePlaces, compareText } from '../model/place.js'
import type { Records } from '../model/records.js'
import { schemaVersion } from '../model/version.js'
import { sectionCategories } from './categories.js'
import { checkConsistency } from './consistency.js'
import { normalizePage } from './technique.js'

export interface NormalizeSettings {
  /** `HEADING=CATEGORY`, one a section that goes by another name than on the seed site's pages. */
  sections: readonly string[]
}

/**
 * `model.json`: what the records mean. Techniques by id, then file; all below in the page's order.
 *
 * Nothing is corrected in silence: what was repaired, left out or not understood, and every number that the
 * page's own rows contradict, is a finding with its place.
 */
export function normalize(records: Records, settings: NormalizeSettings = { sections: [] }): Model {
  const findings: Finding[] = []
  const mapped = sectionCategories(settings.sections)
  const techniques = records.pages
    .map((page) => normalizePage(page, findings, mapped))
    .sort((a, b) => compareText(a.id, b.id) || comparePlaces(a.place, b.place))
  addAll(findings, checkConsistency(techniques))
  return { schemaVersion, corpus: records.corpus, techniques, findings: withUniqueIds(findings) }
}
