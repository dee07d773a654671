import type { PolicyId } from '../model/report.js'

/** What the assessment is asked for, beside the facts. */
export interface AssessSettings {
  tool: { name: string; version: string }
  runId: string
  /** ISO 8601, UTC. */
  generatedAt: string
  /** YYYY-MM-DD: the day that ages are judged at. */
  asOf: string
  staleAfterDays: number
  /** Limits of the levels. */
  thresholds: LevelThresholds
  /** The rule that is scored by. */
  policy: PolicyId
  classification: string | null
  /** What the run was asked for, for the reader. */
  settings: { name: string; value: string }[]
}

/** From how many usable resources on a technique counts as covered or deeply covered in a category. */
export interface LevelThresholds {
  covered: number
  /** At least as many as `covered`. */
  deep: number
  /** Sources that the resources of a deeply covered technique come from, at least. */
  deepSources: number
}
