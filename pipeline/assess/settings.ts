/** What the assessment is asked for, beside the facts. */
export interface AssessSettings {
  tool: { name: string; version: string }
  runId: string
  /** ISO 8601, UTC. */
  generatedAt: string
  /** YYYY-MM-DD: the day that ages are judged at. */
  asOf: string
  staleAfterDays: number
  classification: string | null
  /** What the run was asked for, for the reader. */
  settings: { name: string; value: string }[]
}

/**
 * From how many usable resources on a technique counts as covered or deeply covered. A single rule is thin
 * evidence; three are a start; ten from two independent sources no longer hang on one author.
 */
export const levelThresholds = { covered: 3, deep: 10, deepSources: 2 } as const
