import { truncateSync } from 'node:fs'
import { openDatabase } from './database.js'
import { codeOf, isDamage } from './store/damage.js'

/**
 * Takes the lock of that file, and gives what lets go of it; null where somebody else holds it, alone or with others,
 * and goes on to for `patienceMs`.
 *
 * An exclusive SQLite transaction: two holders are impossible, and the kernel frees it the moment its holder dies, so that
 * there is no stale lock to clean up. Local disks only. Throws where the file cannot be used.
 */
export function tryLock(file: string, patienceMs = 0): (() => void) | null {
  return held(file, patienceMs, ['BEGIN EXCLUSIVE'])
}

/** Holds the same lock together with others who do so; null where somebody holds it alone, for that long. */
export function tryShare(file: string, patienceMs = 0): (() => void) | null {
  return held(file, patienceMs, ['BEGIN', 'SELECT COUNT(*) FROM sqlite_master'])
}

function held(file: string, patienceMs: number, statements: readonly string[]): (() => void) | null {
  try {
    return begun(file, patienceMs, statements)
  } catch (cause) {
    if (!isDamage(cause)) throw cause
    // Nothing is ever in it. It stays the same file, so that whoever has it locked has it still.
    truncateSync(file)
    return begun(file, patienceMs, statements)
  }
}

function begun(file: string, patienceMs: number, statements: readonly string[]): (() => void) | null {
  const database = openDatabase(file, patienceMs)
  try {
    for (const statement of statements) database.exec(statement)
  } catch (cause) {
    database.close()
    if (codeOf(cause).startsWith('SQLITE_BUSY')) return null
    throw cause
  }
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
