import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tryLock } from '../../file-lock.js'

/** Folders of this prefix are work in progress, or the rest of it. */
const partial = '.partial-'

/** A rest older than this is nobody's work in progress. */
const leftoverMs = 24 * 60 * 60_000

/** A clone that was fetched this recently may be in use by another run. */
const inUseMs = 60 * 60_000

/** In a clone: its time of change is when the server last told what it has. */
const fetchedMark = 'control-coverage-fetched'

/** A new folder for work in progress on something of this name. */
export async function partialFolder(clones: string, name: string): Promise<string> {
  const path = join(clones, partialName(name))
  await mkdir(path, { mode: 0o700 })
  return path
}

function partialName(name: string): string {
  return `${partial}${name}-${randomBytes(6).toString('hex')}`
}

/** Where a clone's lock is; the file stays when the clone goes, since a lock that is removed locks nobody out. */
export function lockFile(clones: string, folder: string): string {
  return join(clones, `${folder}.lock`)
}

/** When a clone was last fetched, in milliseconds since 1970; null where it never was whole. */
export async function fetchedAt(path: string): Promise<number | null> {
  const state = await stat(join(path, fetchedMark)).catch(() => null)
  return state === null ? null : state.mtimeMs
}

/** Notes that a clone holds what its server has now. */
export async function noteFetched(path: string): Promise<void> {
  const mark = join(path, fetchedMark)
  await writeFile(mark, '')
  await utimes(mark, new Date(), new Date())
}

/** Lets a clone be made anew the next time. */
export async function forget(path: string): Promise<void> {
  await rm(join(path, fetchedMark), { force: true })
}

/** Removes a folder so that, whenever it is cut short, nothing is left that looks whole. */
export async function remove(clones: string, path: string): Promise<void> {
  const rest = join(clones, partialName('removed'))
  await rename(path, rest).catch(() => undefined)
  await removeAll(rest)
  await removeAll(path)
}

/** Removes what killed runs have left behind, once it is surely theirs. */
export async function removeLeftovers(clones: string): Promise<void> {
  for (const name of await namesIn(clones)) {
    const path = join(clones, name)
    const state = name.startsWith(partial) ? await stat(path).catch(() => null) : null
    if (state !== null && Date.now() - state.mtimeMs > leftoverMs) await removeAll(path)
  }
}

/** Removes what killed runs have left of cloning this; only for who holds the clone's own lock. */
export async function removeLeftoversOf(clones: string, folder: string): Promise<void> {
  const names = await namesIn(clones)
  for (const name of names.filter((each) => each.startsWith(`${partial}${folder}-`)))
    await removeAll(join(clones, name))
}

async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
}

/** Removes the locks and half-written packs that a killed git has left; only for who holds the clone's own lock. */
export async function removeGitLocks(path: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const isRest = entry.name.endsWith('.lock') || /^tmp_(pack|idx|rev|obj)_/.test(entry.name)
    if (entry.isFile() && isRest) await rm(join(entry.parentPath, entry.name), { force: true })
  }
}

/** What the files below a folder take, in bytes. */
export async function bytesIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  let bytes = 0
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const state = await stat(join(entry.parentPath, entry.name)).catch(() => null)
    bytes += state?.size ?? 0
  }
  return bytes
}

/**
 * Removes whole clones, the longest unused first, until all take at most this many bytes; none of those `kept`, and
 * none that another run is at. Gives the bytes that are then taken.
 */
export async function trim(clones: string, maxBytes: number, kept: ReadonlySet<string>): Promise<number> {
  let taken = await bytesIn(clones)
  if (taken <= maxBytes) return taken
  const found = (await namesIn(clones)).filter((name) => name.endsWith('.git') && !kept.has(name))
  const dated = await Promise.all(
    found.map(async (name) => ({ name, at: (await fetchedAt(join(clones, name))) ?? 0 })),
  )
  dated.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
  for (const { name, at } of dated) {
    if (taken <= maxBytes || Date.now() - at < inUseMs) break
    const release = tryLock(lockFile(clones, name))
    if (release === null) continue
    try {
      const path = join(clones, name)
      const bytes = await bytesIn(path)
      await remove(clones, path)
      taken -= bytes
    } finally {
      release()
    }
  }
  return taken
}

async function namesIn(path: string): Promise<string[]> {
  return readdir(path).catch(() => [])
}
