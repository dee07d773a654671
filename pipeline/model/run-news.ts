import type { RunEnd } from './schedule.js'

/** What is told of a run once it has ended: to whoever is mailed, to webhooks as it stands, to metrics. */
export interface RunNews {
  schemaVersion: string
  tool: { name: string; version: string }
  outcome: RunEnd
  exitCode: number
  /** Null where the run failed before it had one. */
  runId: string | null
  corpus: string
  /** Commit of the corpus, or null. */
  revision: string | null
  /** Label that the reports carry, or null. */
  classification: string | null
  /** ISO 8601, UTC. */
  startedAt: string
  endedAt: string
  durationSeconds: number
  /** Where the run's files are: an address, or a path on the machine that made them; null where there are none. */
  where: string | null
  figures: NewsFigures | null
  /** Against which run, and what became of rows and links; null where there is none to tell against. */
  changes: {
    runId: string
    startedAt: string
    rowsGained: number
    rowsLost: number
    linksDied: number
    linksBack: number
  } | null
  /** What should have been made and was not. */
  notMade: { file: string; reason: string; remedy: string }[]
  /** Findings of the kinds that `--fail-on` names. */
  failOnCount: number
  /** Why nothing was published; null where something was. */
  failure: { sentence: string; remedy: string } | null
  /** The newest complete run, which `latest` points at: this one, or the one that stands where this one failed. */
  lastGood: { runId: string; startedAt: string; where: string } | null
}

export interface NewsFigures {
  techniques: number
  subTechniques: number
  mappings: number
  resources: number
  gaps: number
  links: Record<string, number>
  findings: { error: number; warning: number; note: number }
  /** Why links were not asked, or null. */
  network: string | null
}
