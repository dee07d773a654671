import type { Findings } from '../../model/finding.js'
import type { Links } from '../../model/links.js'
import type { ModelSource } from '../../model/model.js'
import type { RecordsSummary } from '../../model/records.js'
import type { Reference } from '../../model/reference.js'
import type { Decisions, Report } from '../../model/report.js'
import type { RunManifest, StageName } from '../../model/run-manifest.js'
import type { DraftRun, SavedRun } from '../../model/run-store.js'
import type { ScopeRequest } from '../../scope/index.js'
import type { Outputs } from '../outputs.js'
import type { RunNeeds, RunPlan } from '../run-plan.js'

/** The values that the stages hand on, as far as they are there. */
export interface Values {
  /** Which pages were read, here or by the saved run. */
  pages?: Pick<RunManifest, 'corpus' | 'inputs'>
  records?: RecordsSummary
  model?: ModelSource
  links?: Links
  findings?: Findings
  report?: Report
  /** The tables that were judged by here. */
  reference?: Reference
}

/** What identifies the run and its moment in every artifact. */
export interface RunIdentity {
  runId: string
  startedAt: string
  asOf: string
}

/** Where the stages put what they make, and who takes their times. */
export interface StageEnds {
  draft: Pick<DraftRun, 'folder'>
  outputs: Outputs
  timed<Value>(stage: StageName, work: () => Promise<Value>): Promise<Value>
  /** Notes the times of stages that took turns, or of one. */
  took(...stages: { stage: StageName; ms: number }[]): void
}

/** What the stages of one run are handed, beside the values before them. */
export interface StageWork {
  plan: RunPlan & { scope: ScopeRequest | null; decisions: Decisions | null }
  identity: RunIdentity
  /** Gives the values of the stages that are not run here; null where all of them are. */
  saved: SavedRun | null
  ends: StageEnds
  needs: RunNeeds
}

/** A stage without the value it starts from is a bug of ours: the plan's stages are neighbours. */
export function present<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the ${name} are missing`)
  return value
}
