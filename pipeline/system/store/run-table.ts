import type Database from 'libsql'
import { z } from 'zod'
import type { Connection } from './connection.js'

/** Runs that are remembered: those of nearly three years of nights. */
const keptRows = 1_000

const Row = z.object({
  run_id: z.string(),
  command: z.string(),
  process: z.int(),
  started: z.string(),
  keep_runs: z.int(),
  keep_monthly: z.int(),
  ended: z.string().nullable(),
  outcome: z.enum(['published', 'interrupted', 'failed', 'killed']).nullable().catch(null),
  exit_code: z.int().nullable(),
  reason: z.string().nullable(),
})

/** A run as it begins. */
export interface JournalledStart {
  runId: string
  command: string
  process: number
  /** ISO 8601, UTC, by the real clock: the journal is no artifact. */
  started: string
  keepRuns: number
  keepMonthly: number
}

/** How a run ended. */
export interface JournalledEnd {
  outcome: 'published' | 'interrupted' | 'failed' | 'killed'
  ended: string
  /** Null where nobody was there to hear it. */
  exitCode: number | null
  /** One sentence; null where there is nothing to say. */
  reason: string | null
}

export interface JournalledRun extends JournalledStart {
  /** Null while it is under way, and where it was killed until the next run begins. */
  end: JournalledEnd | null
}

/** What became of every run that began, published or not. */
export interface RunTable {
  begin(run: JournalledStart): void
  /** Ends the run that began last. */
  end(end: JournalledEnd): void
  /** Marks runs that began, never ended and hold no lock any more; `wasPublished` tells those killed in the last moment. */
  concludeKilled(ended: string, wasPublished: (runId: string) => boolean): void
  /** Newest first. */
  newestFirst(): JournalledRun[]
}

const selectAll = 'SELECT * FROM run ORDER BY number DESC'
const setEnd = 'UPDATE run SET ended = ?, outcome = ?, exit_code = ?, reason = ? WHERE'
const endLast = `${setEnd} number = (SELECT MAX(number) FROM run)`
const endOpen = `${setEnd} outcome IS NULL AND run_id = ?`

/** The runs in a database that holds the table, newest first. */
export function runsIn(database: Pick<Database.Database, 'prepare'>): JournalledRun[] {
  return database.prepare(selectAll).all().map(journalled)
}

/** The table of runs in a store. */
export function runTable({ use, durably }: Connection): RunTable {
  const newestFirst = () => use((session) => session.prepare(selectAll).all().map(journalled))
  return {
    begin: ({ runId, command, process, started, keepRuns, keepMonthly }) =>
      durably((session) => {
        const columns = 'run_id, command, process, started, keep_runs, keep_monthly'
        session
          .prepare(`INSERT INTO run (${columns}) VALUES (?, ?, ?, ?, ?, ?)`)
          .run(runId, command, process, started, keepRuns, keepMonthly)
        session.prepare('DELETE FROM run WHERE number <= (SELECT MAX(number) FROM run) - ?').run(keptRows)
      }),
    end: ({ ended, outcome, exitCode, reason }) =>
      durably((session) => void session.prepare(endLast).run(ended, outcome, exitCode, reason)),
    concludeKilled(ended, wasPublished) {
      for (const { runId, end } of newestFirst()) {
        if (end !== null) continue
        const outcome = wasPublished(runId) ? 'published' : 'killed'
        durably((session) => void session.prepare(endOpen).run(ended, outcome, null, null, runId))
      }
    },
    newestFirst,
  }
}

function journalled(row: unknown): JournalledRun {
  const { run_id, command, process, started, keep_runs, keep_monthly, ...end } = Row.parse(row)
  const { ended, outcome, exit_code, reason } = end
  return {
    runId: run_id,
    command,
    process,
    started,
    keepRuns: keep_runs,
    keepMonthly: keep_monthly,
    end: outcome === null || ended === null ? null : { ended, outcome, exitCode: exit_code, reason },
  }
}
