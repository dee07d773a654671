import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { exitCodes, Failure } from '../model/failure.js'

/** A lock that is held until `release`, or until this process ends in whatever way. */
export interface RunLock {
  release(): void
}

/**
 * The only lock on an output folder.
 *
 * An exclusive SQLite transaction: two holders are impossible, and the kernel frees it the moment its holder
 * dies, so there is no stale lock to clean up. Local disks only. A Failure with exit code 5 names the holder.
 */
export function acquireRunLock(stateFolder: string, holder: string): RunLock {
  const holderFile = join(stateFolder, 'lock-holder.txt')
  let database: Database.Database | undefined
  try {
    mkdirSync(stateFolder, { recursive: true })
    database = new Database(join(stateFolder, 'lock.db'), { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database?.close()
    throw lockFailure(cause, holderFile)
  }
  const held = database
  writeFileSync(holderFile, `${holder}\n`)
  return {
    release: () => {
      held.exec('ROLLBACK')
      held.close()
    },
  }
}

function lockFailure(cause: unknown, holderFile: string): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (!code.startsWith('SQLITE_BUSY')) {
    const reason = code === '' ? 'unknown error' : code
    return new Failure(
      `The output folder's state could not be written to (${reason}).`,
      'Check the rights and the space of the output folder, or name another with --out.',
      { cause },
    )
  }
  return new Failure(
    `Another run holds this output folder: ${readHolder(holderFile)}.`,
    'Wait for it to end, or use another --out.',
    {
      exitCode: exitCodes.locked,
      cause,
    },
  )
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'one that has just started'
  }
}
