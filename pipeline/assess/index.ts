import type { Findings } from '../model/finding.js'
import type { Report } from '../model/report.js'
import { schemaVersion } from '../model/version.js'
import type { Facts } from './facts.js'
import { judge } from './judge.js'
import { reportOf } from './report-of.js'
import type { AssessSettings } from './settings.js'

export { changesSince, noChanges } from './changes.js'
export type { Facts } from './facts.js'
export type { AssessSettings } from './settings.js'
export { type Judgement, keyFiguresOf, trendOf } from './trend.js'

/**
 * `report.json` and `findings.json`: everything a report may show, each figure countable in the rows below it.
 *
 * A resource counts as verified only where its link is alive or moved to a known place, as lost where it is
 * dead; the rest is unknown and said to be. Nothing here asks the world: same facts, same report.
 *
 * With a scope every figure is of the pages and techniques in it, but for those that say how the corpus was read.
 */
export function assess(facts: Facts, settings: AssessSettings): { report: Report; findings: Findings } {
  const judged = judge(facts, settings)
  const report = reportOf(judged, facts, settings)
  return { report, findings: { schemaVersion, findings: judged.findings } }
}
