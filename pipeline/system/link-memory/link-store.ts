import type Database from 'libsql'
import { z } from 'zod'
import type { BegunRun, RememberedLink } from '../../model/ports.js'
import { closeStore, openStore, type StoreKind } from '../store-file.js'
import { checksumOf, decodeRow } from './link-row.js'

const linkMemory: StoreKind = {
  name: 'link memory',
  version: 2,
  // A killed process loses nothing that was committed.
  synchronous: 'NORMAL',
  tables: [
    'CREATE TABLE IF NOT EXISTS link (url TEXT PRIMARY KEY, knowledge TEXT NOT NULL, checksum TEXT NOT NULL) WITHOUT ROWID',
    'CREATE TABLE IF NOT EXISTS begun_run (only INTEGER PRIMARY KEY CHECK (only = 1), run_id TEXT NOT NULL, since TEXT NOT NULL)',
  ],
}

const BegunRow = z.object({ run_id: z.string(), since: z.string() })

/** The file that links are remembered in. */
export interface LinkStore {
  /** Writes them all or none. */
  write(links: readonly RememberedLink[]): void
  lastBegun(): BegunRun | null
  begin(run: BegunRun): void
  close(): void
}

export interface OpenedLinkStore {
  store: LinkStore
  /** What the file held, by URL. */
  links: Map<string, RememberedLink>
  warnings: string[]
}

/**
 * Opens the file and reads it whole. What is damaged (a row whose checksum is wrong, too) is set aside and begun anew:
 * what is lost is a convenience, never a report.
 */
export function openLinkStore(path: string): OpenedLinkStore {
  const { value, warnings } = openStore(path, linkMemory, (database) => ({
    store: linkStore(database),
    links: readAll(database),
  }))
  return { ...value, warnings }
}

function readAll(database: Database.Database): Map<string, RememberedLink> {
  const rows = database.prepare('SELECT url, knowledge, checksum FROM link').all()
  return new Map(rows.map(decodeRow).map((link) => [link.url, link]))
}

function linkStore(database: Database.Database): LinkStore {
  const insert = database.prepare('INSERT OR REPLACE INTO link (url, knowledge, checksum) VALUES (?, ?, ?)')
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
  return {
    write(links) {
      begin.run()
      try {
        for (const link of links) {
          const knowledge = JSON.stringify(link)
          insert.run(link.url, knowledge, checksumOf(link.url, knowledge))
        }
        commit.run()
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    lastBegun() {
      const row = BegunRow.safeParse(database.prepare('SELECT run_id, since FROM begun_run').get())
      return row.success ? { runId: row.data.run_id, since: row.data.since } : null
    },
    begin({ runId, since }) {
      database
        .prepare('INSERT OR REPLACE INTO begun_run (only, run_id, since) VALUES (1, ?, ?)')
        .run(runId, since)
    },
    close: () => closeStore(database),
  }
}
