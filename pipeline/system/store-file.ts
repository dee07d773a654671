import { mkdirSync, renameSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Database from 'libsql'
import { Failure } from '../model/failure.js'

/** What is in a file is not what was written: a check failed that is finer than SQLite's own. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore'
}

/** A kind of store: its name for people, the version of its tables, and what makes these. */
export interface StoreKind {
  name: string
  /** Kept in the file's `user_version`; a newer one belongs to a newer program. */
  version: number
  tables: readonly string[]
  /** NORMAL: a power cut may take the last commits, never more; FULL: it takes none. */
  synchronous: 'NORMAL' | 'FULL'
}

/** The store as `read` made it of the opened file, and what the user should know of how it was opened. */
export interface OpenedStore<Value> {
  value: Value
  warnings: string[]
}

/**
 * Opens the SQLite file at `path`, made if it is not there, and hands it to `read`.
 *
 * A damaged file (no database, broken pages, whatever `read` throws {@link DamagedStore} for) is renamed aside and begun
 * anew: no store holds what a report needs. A file of a newer version or one that cannot be opened is a
 * {@link Failure}. WAL, so for local disks only.
 */
export function openStore<Value>(
  path: string,
  kind: StoreKind,
  read: (database: Database.Database) => Value,
): OpenedStore<Value> {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return { value: open(path, kind, read), warnings: [] }
  } catch (error) {
    if (error instanceof Failure) throw error
    if (!isDamage(error)) throw cannotOpen(path, kind, error)
    const aside = setAside(path)
    const warning = `The ${kind.name} ${basename(path)} was damaged: it was kept as ${basename(aside)} and begun anew.`
    return { value: open(path, kind, read), warnings: [warning] }
  }
}

/** Lets go of the file. The driver leaves the journal as it is; emptied, the file can be copied alone. */
export function closeStore(database: Database.Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // What was committed is in the journal, which is read the next time: no reason to fail what was done.
  }
  database.close()
}

function open<Value>(path: string, kind: StoreKind, read: (database: Database.Database) => Value): Value {
  const database = new Database(path)
  try {
    prepare(database, path, kind)
    return read(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function prepare(database: Database.Database, path: string, kind: StoreKind): void {
  database.exec('PRAGMA busy_timeout = 5000')
  const health = database.prepare('PRAGMA quick_check(1)').get()
  if (column(health, 'quick_check') !== 'ok') throw new DamagedStore('quick_check failed')
  const version = column(database.prepare('PRAGMA user_version').get(), 'user_version')
  if (typeof version === 'number' && version > kind.version) throw tooNew(path, kind, version)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(`PRAGMA synchronous = ${kind.synchronous}`)
  for (const table of kind.tables) database.exec(table)
  database.exec(`PRAGMA user_version = ${kind.version}`)
}

function column(row: unknown, name: string): unknown {
  return typeof row === 'object' && row !== null
    ? Object.entries(row).find(([key]) => key === name)?.[1]
    : undefined
}

/** Whether an error says that a file is damaged, rather than out of reach. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedStore) return true
  return /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Renames a store out of the way, and gives its new path. The file and its journal go together: a journal without its file
 * would be replayed into the new one.
 */
export function setAside(path: string): string {
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

function tooNew(path: string, { name, version: ours }: StoreKind, version: number): Failure {
  return new Failure(
    `The ${name} ${basename(path)} was written by a newer version of this program (its version ${version}, here ${ours}).`,
    'Use the newer version, or name another folder with --out.',
  )
}

function cannotOpen(path: string, { name }: StoreKind, cause: unknown): Failure {
  if (codeOf(cause).startsWith('SQLITE_FULL')) {
    return new Failure(
      `There is no space left for the ${name} ${basename(path)}.`,
      'Free some space, or name another folder with --out.',
      { cause },
    )
  }
  return new Failure(
    `The ${name} ${basename(path)} cannot be opened.`,
    'Make the folder .state under --out readable and writable, or name another folder with --out.',
    { cause },
  )
}
