import { errorCode } from '../../model/error-text.js'

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
  const code = errorCode(error) ?? ''
  const [, number] = /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code) ?? []
  return number === undefined ? code : (primaryCodes[Number(number) & 0xff] ?? code)
}

/** The driver has no names for some extended codes; the last byte of each is its primary one (sqlite.org/rescode.html). */
const primaryCodes: Record<number, string> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
}
