import { setTimeout as wait } from 'node:timers/promises'
import Database from 'libsql'

/** How often a lock that somebody else holds is tried again. */
const retryMs = 250

/**
 * Does work that only one process may do at a time, once the one at it has ended; `waits` is called if there is one.
 *
 * An exclusive SQLite transaction, as the run's lock is: the kernel frees it when its holder dies. Throws the
 * signal's reason where that aborts the waiting.
 */
export async function withLock<Value>(
  file: string,
  work: () => Promise<Value>,
  waits: () => void,
  signal: AbortSignal | undefined,
): Promise<Value> {
  let release = tryLock(file)
  if (release === null) waits()
  while (release === null) {
    await wait(retryMs, undefined, signal === undefined ? {} : { signal })
    release = tryLock(file)
  }
  try {
    return await work()
  } finally {
    release()
  }
}

/** Takes a lock; null where somebody else holds it. */
export function tryLock(file: string): (() => void) | null {
  const database = new Database(file, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY')) return null
    throw cause
  }
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
