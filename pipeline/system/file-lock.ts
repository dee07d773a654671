import Database from 'libsql'

/**
 * Takes the lock of that file, and gives what lets go of it; null where somebody else holds it.
 *
 * An exclusive SQLite transaction: two holders are impossible, and the kernel frees it the moment its holder dies, so that
 * there is no stale lock to clean up. Local disks only. Throws where the file cannot be used.
 */
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
