import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'libsql'
import { Failure } from '../../model/failure.js'
import { openDatabase } from '../database.js'
import { codeOf, DamagedStore, isDamage } from './damage.js'
import { migrate } from './schema.js'
import { nameOf, setAside, storePath } from './store-names.js'
import { beside, earlierSources, retire, type Source, type TakenOver, worthReading } from './take-over.js'

/** A store file as it was opened. */
export interface StoreFile {
  path: string
  database: Database.Database
}

/**
 * Opens the store of a folder, made if it is not there, and looks whether it is whole; `check` may look closer.
 *
 * A damaged one is set aside and begun anew with what could still be read of runs and slots, and `warn` is told. Throws a
 * {@link Failure} where it is of a newer version or cannot be opened.
 */
export function openFile(
  folder: string,
  warn: (sentence: string) => void,
  check: (database: Database.Database) => void,
): StoreFile {
  const path = storePath(folder)
  try {
    mkdirSync(dirname(path), { recursive: true })
    return open(path, check, fromEarlier(folder, warn))
  } catch (error) {
    if (error instanceof Failure) throw error
    if (!isDamage(error)) throw cannotOpen(path, error)
    return replaceFile(folder, path, warn)
  }
}

/** Sets the damaged store aside and begins anew, unless another process has done so: then its new one is opened. */
export function replaceFile(folder: string, path: string, warn: (sentence: string) => void): StoreFile {
  try {
    const aside = setAside(path)
    if (aside === null) return open(storePath(folder), noCheck, nowhere)
    return openAfter(aside, folder, (taken) => warn(damaged(path, aside, taken)))
  } catch (error) {
    throw error instanceof Failure ? error : cannotOpen(path, error)
  }
}

/** Begins anew with what the damaged file still tells; where even asking it fails, without. */
function openAfter(aside: string, folder: string, tell: (taken: TakenOver | undefined) => void): StoreFile {
  const sources = [{ path: aside, tables: worthReading }]
  try {
    return open(storePath(folder), noCheck, { sources, done: ([taken]) => tell(taken) })
  } catch (error) {
    if (!isDamage(error)) throw error
    tell(undefined)
    return open(storePath(folder), noCheck, nowhere)
  }
}

/** Lets go of the file. The driver leaves the journal as it is; emptied, the file can be copied alone. */
export function closeFile({ database }: StoreFile): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // What was committed is in the journal, which is read the next time: no reason to fail what was done.
  }
  database.close()
}

/** What a store that is new takes its first rows from, and what is to be done when it has them. */
interface Origin {
  sources: readonly Source[]
  done(taken: readonly TakenOver[]): void
}

const noCheck = () => undefined
const nowhere: Origin = { sources: [], done: noCheck }

function fromEarlier(folder: string, warn: (sentence: string) => void): Origin {
  const sources = earlierSources(folder)
  return {
    sources,
    done(taken) {
      for (const aside of retire(sources, taken))
        warn(
          `A file of an earlier version was damaged: it was kept as ${nameOf(aside)}, and what it held is lost.`,
        )
    },
  }
}

function damaged(path: string, aside: string, taken: TakenOver | undefined): string {
  const what = `The store ${nameOf(path)} was damaged: it was kept as ${nameOf(aside)} and begun anew.`
  const runs = kept(taken?.get('run') ?? null, 'runs', 'the list of runs')
  const slots = kept(taken?.get('slot') ?? null, 'slots', 'the state of the schedule')
  return `${what} What was known of links is lost; ${runs}, ${slots}.`
}

function kept(count: number | null, what: string, whole: string): string {
  return count === null ? `${whole} is lost` : `${what} taken over: ${count}`
}

function open(path: string, check: (database: Database.Database) => void, origin: Origin): StoreFile {
  const database = openDatabase(path)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    assertWhole(database)
    database.exec('PRAGMA journal_mode = WAL')
    // A power cut may take the last commits, never more; what must not be taken is written by `durably`.
    database.exec('PRAGMA synchronous = NORMAL')
    const taken: TakenOver[] = []
    beside(database, origin.sources, (copy) => migrate(database, nameOf(path), () => taken.push(...copy())))
    if (taken.length > 0) origin.done(taken)
    check(database)
    return { path, database }
  } catch (error) {
    database.close()
    throw error
  }
}

function assertWhole(database: Database.Database): void {
  const row: unknown = database.prepare('PRAGMA quick_check(1)').get()
  if (!Object.values(row ?? {}).includes('ok')) throw new DamagedStore('quick_check failed')
}

function cannotOpen(path: string, cause: unknown): Failure {
  if (codeOf(cause).startsWith('SQLITE_FULL') || codeOf(cause) === 'ENOSPC') {
    return new Failure(
      `There is no space left for the store ${nameOf(path)}.`,
      'Free some space, or name another folder with --out.',
      { cause },
    )
  }
  return new Failure(
    `The store ${nameOf(path)} cannot be opened.`,
    'Make the folder .state under --out readable and writable, or name another folder with --out.',
    { cause },
  )
}
