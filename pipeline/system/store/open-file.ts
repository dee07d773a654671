import { existsSync, lstatSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'libsql'
import { Failure } from '../../model/failure.js'
import { openDatabase } from '../database.js'
import { codeOf, DamagedStore, isDamage } from './damage.js'
import { migrate } from './schema.js'
import { nameBefore, nameOf, predecessorOf, setAside, setJournalAside, storePath } from './store-names.js'
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
    const damagedBefore = isUnmade(path) ? predecessorOf(path) : null
    if (damagedBefore !== null) return openAfter(damagedBefore, folder, warn)
    const origin = fromEarlier(folder, warn)
    if (origin.sources.length === 0) assertNotEmptied(path)
    return open(path, check, origin)
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
    if (aside === null) return openFile(folder, warn, noCheck)
    return openAfter(aside, folder, warn)
  } catch (error) {
    throw error instanceof Failure ? error : cannotOpen(path, error)
  }
}

/**
 * Begins anew with what the damaged file still tells; where even asking it fails, without. Whoever set it aside may have been
 * killed before this, or be about to do it too: one of all does it, and tells.
 */
function openAfter(aside: string, folder: string, warn: (sentence: string) => void): StoreFile {
  const tell = (taken: TakenOver | undefined) => warn(damaged(aside, taken))
  setJournalAside(aside)
  const sources = [{ path: aside, tables: worthReading }]
  try {
    return open(storePath(folder), noCheck, { sources, isOwed: false, done: ([taken]) => tell(taken) })
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
  /** Whether a store that stands already is to take them over, too. */
  isOwed: boolean
  done(taken: readonly TakenOver[]): void
}

const noCheck = () => undefined
const nowhere: Origin = { sources: [], isOwed: false, done: noCheck }

function fromEarlier(folder: string, warn: (sentence: string) => void): Origin {
  const sources = earlierSources(folder)
  return {
    sources,
    // Whoever took them over may have been killed before they were gone.
    isOwed: sources.length > 0,
    done(taken) {
      for (const aside of retire(sources, taken))
        warn(
          `A file of an earlier version was damaged: it was kept as ${nameOf(aside)}, and what it held is lost.`,
        )
    },
  }
}

function damaged(aside: string, taken: TakenOver | undefined): string {
  const what = `The store ${nameBefore(aside)} was damaged: it was kept as ${nameOf(aside)} and begun anew.`
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
    beside(database, origin.sources, (copy) =>
      migrate(database, nameOf(path), { fill: () => taken.push(...copy()), isOwing: origin.isOwed }),
    )
    if (taken.length > 0) origin.done(taken)
    check(database)
    return { path, database }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Whether there is no store yet: SQLite makes the file before it first writes to it. */
function isUnmade(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found === undefined || (found.isFile() && found.size === 0)
}

/**
 * A file without one byte is a store that was killed in the making, unless there is what only comes after a store was made:
 * then a fault took all of it. These are looked for first, as another process may be making a store right now.
 */
function assertNotEmptied(path: string): void {
  const later = [`${path}-wal`, ...['answers.db', 'reading'].map((name) => join(dirname(path), name))]
  if (later.some(existsSync) && existsSync(path) && isUnmade(path)) throw new DamagedStore('it is empty')
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
