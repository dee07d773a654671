import { existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { codeOf } from './damage.js'

/** `store.db`, and after each one that was damaged `store-2.db`, `store-3.db` … */
const storeName = /^store(?:-(\d+))?\.db(\.corrupt-.+Z)?$/

/**
 * The path of the store in a folder, there or yet to be made.
 *
 * A store that takes the place of a damaged one gets a name of its own: whoever has the damaged one open sees by it that there
 * is a successor, and no journal of the one can be taken for the other's.
 */
export function storePath(folder: string): string {
  const found = namesIn(folder).map((name) => storeName.exec(name))
  const numbers = (aside: boolean) =>
    found.flatMap((match) => (match && (match[2] !== undefined) === aside ? [Number(match[1] ?? 1)] : []))
  const [newest, newestAside] = [Math.max(0, ...numbers(false)), Math.max(0, ...numbers(true))]
  const number = newest > 0 ? newest : newestAside + 1
  return join(folder, number === 1 ? 'store.db' : `store-${number}.db`)
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/**
 * Renames a damaged file out of the way, and gives its new path; null where another process has just done so. The file and its
 * journal go together: what is still readable may be in the journal.
 */
export function setAside(path: string): string | null {
  const aside = `${path}.corrupt-${new Date().toISOString().replace(/[:.]/g, '-')}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}

/** The name of a file for people. */
export const nameOf = (path: string): string => basename(path)
