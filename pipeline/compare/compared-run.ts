import type { Findings } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Model } from '../model/model.js'

/** What of a run is compared. */
export interface ComparedRun {
  runId: string
  model: Model
  links: Links
  findings: Findings
  /** Techniques that its report and findings are about; left out where these are about all pages. */
  scope?: readonly string[] | null
  /** The program that made the run. */
  tool: { name: string; version: string }
}
