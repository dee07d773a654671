import Database from 'libsql'
import { z } from 'zod'
import { closeStore, openStore, type StoreKind } from './store-file.js'

/** `outcome` and what follows it are null while a run is under way, and stay so when it is killed. */
const runJournal: StoreKind = {
  name: 'run journal',
  version: 1,
  synchronous: 'FULL',
  tables: [
    'CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, command TEXT NOT NULL, process INTEGER NOT NULL, started TEXT NOT NULL, keep_runs INTEGER NOT NULL, keep_monthly INTEGER NOT NULL, ended TEXT, outcome TEXT, exit_code INTEGER, reason TEXT)',
  ],
}

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
export interface RunJournal {
  begin(run: JournalledStart): void
  /** Ends the run that began last. */
  end(end: JournalledEnd): void
  /** Marks runs that began, never ended and hold no lock any more; `wasPublished` tells those killed in the last moment. */
  concludeKilled(ended: string, wasPublished: (runId: string) => boolean): void
  /** Newest first. */
  newestFirst(): JournalledRun[]
  close(): void
}

/** The journal in the SQLite file at `path`; as {@link openStore} does it, a damaged one is set aside and begun anew. */
export function openRunJournal(path: string): { journal: RunJournal; warnings: string[] } {
  const { value, warnings } = openStore(path, runJournal, journalIn)
  return { journal: value, warnings }
}

/** What the journal holds, newest first; nothing where it cannot be read, which is for the next run to mend and to say. */
export function readRunJournal(path: string): JournalledRun[] {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000 })
    try {
      return database.prepare(selectAll).all().map(journalled)
    } finally {
      database.close()
    }
  } catch {
    return []
  }
}

const selectAll = 'SELECT * FROM run ORDER BY number DESC'

function journalIn(database: Database.Database): RunJournal {
  const insert = database.prepare(
    'INSERT INTO run (run_id, command, process, started, keep_runs, keep_monthly) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const prune = database.prepare('DELETE FROM run WHERE number <= (SELECT MAX(number) FROM run) - ?')
  const setEnd = 'UPDATE run SET ended = ?, outcome = ?, exit_code = ?, reason = ? WHERE'
  const endLast = database.prepare(`${setEnd} number = (SELECT MAX(number) FROM run)`)
  const endOpen = database.prepare(`${setEnd} outcome IS NULL AND run_id = ?`)
  const all = database.prepare(selectAll)
  const newestFirst = () => all.all().map(journalled)
  return {
    begin({ runId, command, process, started, keepRuns, keepMonthly }) {
      insert.run(runId, command, process, started, keepRuns, keepMonthly)
      prune.run(keptRows)
    },
    end: ({ ended, outcome, exitCode, reason }) => void endLast.run(ended, outcome, exitCode, reason),
    concludeKilled(ended, wasPublished) {
      for (const { runId, end } of newestFirst()) {
        if (end === null) endOpen.run(ended, wasPublished(runId) ? 'published' : 'killed', null, null, runId)
      }
    },
    newestFirst,
    close: () => closeStore(database),
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
