import { closeSync, constants, existsSync, mkdirSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { exitCodes, Failure } from '../model/failure.js'
import { refuseLink } from './database.js'
import { tryLock, tryShare } from './file-lock.js'
import { openPlainFile, readPlainFile } from './plain-file.js'
import { codeOf } from './store/damage.js'

/** Whoever only looks whether a run is under way holds the lock for no longer than this. */
const patienceMs = 250

const maxNameBytes = 1_000

/** A lock that is held until `release`, or until this process ends in whatever way. */
export interface RunLock {
  /** Says anew who holds it, for the sentence that a second start is told. */
  name(holder: string): void
  release(): void
}

/**
 * The only lock on an output folder; schedules keep each other off by one of their own, in a folder of its own.
 *
 * An exclusive SQLite transaction: two holders are impossible, and the kernel frees it the moment its holder
 * dies, so there is no stale lock to clean up. Local disks only. A Failure with exit code 5 names the holder.
 */
export function acquireRunLock(
  stateFolder: string,
  holder: string,
  kind: 'run' | 'schedule' = 'run',
): RunLock {
  const holderFile = join(stateFolder, 'lock-holder.txt')
  // A schedule's own folder stands in the one that runs share.
  if (kind === 'schedule') refuseLink(dirname(stateFolder))
  refuseLink(stateFolder)
  const release = lockIn(stateFolder)
  if (release === null) throw heldBy(holderFile, kind)
  nameHolder(holderFile, holder)
  return { name: (anew) => nameHolder(holderFile, anew), release }
}

function lockIn(stateFolder: string): (() => void) | null {
  try {
    mkdirSync(stateFolder, { recursive: true })
    return tryLock(join(stateFolder, 'lock.db'), patienceMs)
  } catch (cause) {
    throw cause instanceof Failure ? cause : unusable(cause)
  }
}

/** Who holds the lock now, in words; null where nobody does. It is never in the way of a run. */
export function lockHolder(stateFolder: string): string | null {
  try {
    const release = existsSync(join(stateFolder, 'lock.db'))
      ? tryShare(join(stateFolder, 'lock.db'))
      : () => undefined
    release?.()
    return release === null ? readHolder(join(stateFolder, 'lock-holder.txt')) : null
  } catch {
    return null
  }
}

/** For the sentence that a second start is told; a lock without a name is a lock all the same. Never through a link. */
function nameHolder(file: string, holder: string): void {
  try {
    const handle = openPlainFile(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC)
    writeSync(handle, `${holder}\n`)
    closeSync(handle)
  } catch {
    // Nothing is lost but the name.
  }
}

function unusable(cause: unknown): Failure {
  const code = codeOf(cause)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new Failure(
      'There is no space left in the output folder.',
      'Free some space, or name another folder with --out.',
      { cause },
    )
  }
  const reason = code === '' ? 'unknown error' : code
  return new Failure(
    `The output folder's state could not be written to (${reason}).`,
    'Check the rights and the space of the output folder, or name another with --out.',
    { cause },
  )
}

function heldBy(holderFile: string, kind: string): Failure {
  return new Failure(
    `Another ${kind} holds this output folder: ${readHolder(holderFile)}.`,
    'Wait for it to end, or use another --out.',
    { exitCode: exitCodes.locked },
  )
}

function readHolder(file: string): string {
  try {
    const name = readPlainFile(file, maxNameBytes).trim()
    if (name !== '') return name
  } catch {
    // Whoever holds it could not leave its name.
  }
  return 'one that has just started'
}
