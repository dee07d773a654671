import { renameSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import { Failure } from '../../model/failure.js'
import type { BegunRun, RememberedLink } from '../../model/ports.js'
import { checksumOf, DamagedRow, decodeRow } from './link-row.js'

/** Version of the table, kept in the file's `user_version`; a newer one belongs to a newer program. */
const storeVersion = 2

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
 * Opens the file and reads it whole.
 *
 * A damaged file (not a database, broken pages, a row whose checksum is wrong) is renamed aside and begun anew: what is
 * lost is a convenience, never a report. A file of a newer version or one that cannot be opened is a {@link Failure}.
 * WAL, so for local disks only.
 */
export function openLinkStore(path: string): OpenedLinkStore {
  try {
    return { ...open(path), warnings: [] }
  } catch (error) {
    if (error instanceof Failure) throw error
    if (!isDamage(error)) throw cannotOpen(path, error)
    const aside = setAside(path)
    const warning = `The link memory ${basename(path)} was damaged: it was kept as ${basename(aside)} and begun anew.`
    return { ...open(path), warnings: [warning] }
  }
}

function open(path: string): Omit<OpenedLinkStore, 'warnings'> {
  const database = new Database(path)
  try {
    prepare(database, path)
    return { store: linkStore(database), links: readAll(database) }
  } catch (error) {
    database.close()
    throw error
  }
}

function prepare(database: Database.Database, path: string): void {
  database.exec('PRAGMA busy_timeout = 5000')
  const health = database.prepare('PRAGMA quick_check(1)').get()
  if (column(health, 'quick_check') !== 'ok') throw new DamagedRow('quick_check failed')
  const version = column(database.prepare('PRAGMA user_version').get(), 'user_version')
  if (typeof version === 'number' && version > storeVersion) throw tooNew(path, version)
  database.exec('PRAGMA journal_mode = WAL')
  // A killed process loses nothing that was committed; after a power cut the last commits may be gone, never the rest.
  database.exec('PRAGMA synchronous = NORMAL')
  database.exec(
    'CREATE TABLE IF NOT EXISTS link (url TEXT PRIMARY KEY, knowledge TEXT NOT NULL, checksum TEXT NOT NULL) WITHOUT ROWID',
  )
  database.exec(
    'CREATE TABLE IF NOT EXISTS begun_run (only INTEGER PRIMARY KEY CHECK (only = 1), run_id TEXT NOT NULL, since TEXT NOT NULL)',
  )
  database.exec(`PRAGMA user_version = ${storeVersion}`)
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
    close() {
      // The driver leaves the journal as it is; emptied, the file can be copied alone.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
    },
  }
}

function column(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null
    ? Object.entries(row).find(([key]) => key === name)?.[1]
    : undefined
}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedRow) return true
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^SQLITE_(NOTADB|CORRUPT)/.test(code)
}

/** The file and its journal go together: a journal without its file would be replayed into the new one. */
function setAside(path: string): string {
  const aside = `${path}.corrupt-${new Date().toISOString().replace(/[:.]/g, '-')}`
  renameSync(path, aside)
  for (const suffix of ['-wal', '-shm']) {
    try {
      renameSync(path + suffix, aside + suffix)
    } catch {
      // Most of the time there is none.
    }
  }
  return aside
}

function tooNew(path: string, version: number): Failure {
  return new Failure(
    `The link memory ${basename(path)} was written by a newer version of this program (its version ${version}, here ${storeVersion}).`,
    'Use the newer version, or name another folder with --out.',
  )
}

function cannotOpen(path: string, cause: unknown): Failure {
  return new Failure(
    `The link memory ${basename(path)} cannot be opened.`,
    'Make the folder .state under --out readable and writable, or name another folder with --out.',
    { cause },
  )
}
