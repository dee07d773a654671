import { type Finding, withUniqueIds } from '../model/finding.js'
import type { Model } from '../model/model.js'
import { comparePlaces, compareText } from '../model/place.js'
import type { Records } from '../model/records.js'
import { schemaVersion } from '../model/version.js'
import { checkConsistency } from './consistency.js'
import { normalizePage } from './technique.js'

/**
 * `model.json`: what the records mean. Techniques by id, then file; all below in the page's order.
 *
 * Nothing is corrected in silence: what was repaired, left out or not understood, and every number that the
 * page's own rows contradict, is a finding with its place.
 */
export function normalize(records: Records): Model {
  const findings: Finding[] = []
  const techniques = records.pages
    .map((page) => normalizePage(page, findings))
    .sort((a, b) => compareText(a.id, b.id) || comparePlaces(a.place, b.place))
  findings.push(...checkConsistency(techniques))
  return { schemaVersion, corpus: records.corpus, techniques, findings: withUniqueIds(findings) }
}
