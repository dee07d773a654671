import type Database from 'libsql'
import { Failure } from '../../model/failure.js'

/** What makes each version of the store of the one before. New ones go to the end, and those that stand are never changed. */
const migrations: readonly (readonly string[])[] = [
  [
    // What is known of a URL, as JSON, and a checksum of both.
    'CREATE TABLE link (url TEXT PRIMARY KEY, knowledge TEXT NOT NULL, checksum TEXT NOT NULL) WITHOUT ROWID',
    'CREATE TABLE begun_run (only INTEGER PRIMARY KEY CHECK (only = 1), run_id TEXT NOT NULL, since TEXT NOT NULL)',
    // `outcome` and what follows it are null while a run is under way, and stay so when it is killed.
    'CREATE TABLE run (number INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, command TEXT NOT NULL, process INTEGER NOT NULL, started TEXT NOT NULL, keep_runs INTEGER NOT NULL, keep_monthly INTEGER NOT NULL, ended TEXT, outcome TEXT, exit_code INTEGER, reason TEXT)',
    // Moments are milliseconds since 1970: they are compared. `number` is the order of taking, which a clock does not turn.
    'CREATE TABLE watch (only INTEGER PRIMARY KEY CHECK (only = 1), schedule TEXT NOT NULL, since INTEGER NOT NULL)',
    'CREATE TABLE slot (slot INTEGER PRIMARY KEY, number INTEGER NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, exit_code INTEGER, ended_by TEXT, run_id TEXT)',
  ],
]

/** Version of the tables, kept in the file's `user_version`. */
export const storeVersion = migrations.length

/**
 * Brings the tables to the version of this program, all steps or none; `fill` puts the first rows into a store that is
 * new, or rows that it owes where it stands already (`isOwing`). A {@link Failure} where the store is of a newer version: it is left as it is.
 */
export function migrate(
  database: Database.Database,
  name: string,
  { fill, isOwing }: { fill: () => unknown; isOwing: boolean },
): void {
  if (versionOf(database, name) === storeVersion && !isOwing) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Somebody else may have done it just now.
    const version = versionOf(database, name)
    for (const step of migrations.slice(version).flat()) database.exec(step)
    if (version === 0 || isOwing) fill()
    database.exec(`PRAGMA user_version = ${storeVersion}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: Database.Database, name: string): number {
  const row: unknown = database.prepare('PRAGMA user_version').get()
  const version = Number(Object.entries(row ?? {}).find(([key]) => key === 'user_version')?.[1])
  if (version <= storeVersion) return version
  throw new Failure(
    `The store ${name} was written by a newer version of this program (its version ${version}, here ${storeVersion}).`,
    'Use the newer version, or name another folder with --out.',
  )
}
