import { setTimeout as wait } from 'node:timers/promises'
import { tryLock } from '../../file-lock.js'

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
