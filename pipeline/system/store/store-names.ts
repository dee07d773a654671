import { existsSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { compareText } from '../../model/place.js'
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
  const found = storesIn(folder)
  const newest = (aside: boolean) =>
    Math.max(0, ...found.flatMap((each) => (each.aside === aside ? [each.number] : [])))
  const number = newest(false) || newest(true) + 1
  return join(folder, number === 1 ? 'store.db' : `store-${number}.db`)
}

/** The path of the damaged store whose place the one at `path` takes; null where there is none. */
export function predecessorOf(path: string): string | null {
  const number = Number(storeName.exec(basename(path))?.[1] ?? 1) - 1
  const asides = storesIn(dirname(path)).filter((each) => each.aside && each.number === number)
  const newest = asides.map(({ name }) => name).sort(compareText)
  return newest.length === 0 ? null : join(dirname(path), newest.at(-1) ?? '')
}

/** The name that a damaged file had before it was set aside. */
export const nameBefore = (aside: string): string => basename(aside).replace(/\.corrupt-.*$/, '')

function storesIn(folder: string): { name: string; number: number; aside: boolean }[] {
  return namesIn(folder).flatMap((name) => {
    const match = storeName.exec(name)
    return match === null ? [] : [{ name, number: Number(match[1] ?? 1), aside: match[2] !== undefined }]
  })
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
  setJournalAside(aside)
  return aside
}

/** Lets the journal of a file that was set aside follow it, unless it has: a kill may have come between. */
export function setJournalAside(aside: string): void {
  const path = join(dirname(aside), nameBefore(aside))
  for (const suffix of ['-wal', '-shm']) {
    try {
      renameSync(path + suffix, aside + suffix)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}

/** The name of a file for people. */
export const nameOf = (path: string): string => basename(path)
