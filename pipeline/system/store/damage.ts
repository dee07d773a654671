/** What is in a file is not what was written: a check failed that is finer than SQLite's own. */
export class DamagedStore extends Error {
  override readonly name = 'DamagedStore'
}

/** Whether an error says that a file is damaged, rather than out of reach. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedStore) return true
  return /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))
}

/** The code that SQLite or the system gave an error; empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
