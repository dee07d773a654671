import type { Finding } from './finding.js'
import type { ReportScope } from './report-scope.js'

/** A technique that the report is about. */
export interface ScopedTechnique {
  id: string
  /** Null where no layer scores it, which is not zero. */
  score: number | null
  /** What ATT&CK says of it, where no page of the corpus is about it; else null. */
  withoutPage: WithoutPage | null
}

/** A technique without a page, as the ATT&CK reference has it. */
export interface WithoutPage {
  name: string
  /** Names, as the version of ATT&CK has them that the pages speak of; today's for a technique newer than that. */
  tactics: string[]
  /** Revoked ids that it took the place of and that the corpus has pages of. */
  predecessors: string[]
}

/** What of a corpus is reported, as ATT&CK Navigator layers say. */
export interface Scope {
  summary: ReportScope
  /** By id, in its order. */
  techniques: ReadonlyMap<string, ScopedTechnique>
  /** Ids of the layers that ATT&CK has revoked or does not have. */
  findings: Finding[]
}
