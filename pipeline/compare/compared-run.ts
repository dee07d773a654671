import type { ComparedReport } from '../model/compared-report.js'
import type { Findings } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Model, ModelSource } from '../model/model.js'

/** What of a run is compared. */
export interface ComparedRun {
  runId: string
  model: ModelSource
  links: Links
  findings: Findings
  /** How the run judged what it found; null where it does not say. */
  report: ComparedReport | null
  /** The program that made the run. */
  tool: { name: string; version: string }
}

/** The run with its techniques as objects that stay the same. */
export interface HeldRun extends ComparedRun {
  model: Model
}
