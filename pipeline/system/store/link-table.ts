import type Database from 'libsql'
import { z } from 'zod'
import type { BegunRun, RememberedLink } from '../../model/link-memory.js'
import type { Connection, Session } from './connection.js'
import { assertUntouched, checksumOf, decodeRow } from './link-row.js'

const BegunRow = z.object({ run_id: z.string(), since: z.string() })

/** What is remembered of links, and of the run that learnt it last. A killed process loses nothing of what was written. */
export interface LinkTable {
  /** All of them, by URL. */
  readAll(): Map<string, RememberedLink>
  /** Writes them all or none. */
  write(links: readonly RememberedLink[]): void
  lastBegun(): BegunRun | null
  begin(run: BegunRun): void
}

const select = 'SELECT url, knowledge, checksum FROM link'

/** Looks into each row, which SQLite's own check does not; throws DamagedStore where one is not as it was written. */
export function checkLinks(database: Database.Database): void {
  for (const row of database.prepare(select).iterate()) assertUntouched(row)
}

/** The table of links in a store. */
export function linkTable({ use }: Connection): LinkTable {
  return {
    readAll: () =>
      use(
        (session) =>
          new Map(
            session
              .prepare(select)
              .all()
              .map(decodeRow)
              .map((link) => [link.url, link]),
          ),
      ),
    write: (links) => use((session) => writeAll(session, links)),
    lastBegun: () =>
      use((session) => {
        const row = BegunRow.safeParse(session.prepare('SELECT run_id, since FROM begun_run').get())
        return row.success ? { runId: row.data.run_id, since: row.data.since } : null
      }),
    begin: ({ runId, since }) =>
      use((session) => {
        const sql = 'INSERT OR REPLACE INTO begun_run (only, run_id, since) VALUES (1, ?, ?)'
        session.prepare(sql).run(runId, since)
      }),
  }
}

function writeAll(session: Session, links: readonly RememberedLink[]): void {
  const insert = session.prepare('INSERT OR REPLACE INTO link (url, knowledge, checksum) VALUES (?, ?, ?)')
  session.prepare('BEGIN IMMEDIATE').run()
  try {
    for (const link of links) {
      const knowledge = JSON.stringify(link)
      insert.run(link.url, knowledge, checksumOf(link.url, knowledge))
    }
    session.prepare('COMMIT').run()
  } catch (error) {
    if (session.isInTransaction()) session.exec('ROLLBACK')
    throw error
  }
}
