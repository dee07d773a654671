import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256 } from '../../model/digest.js'
import type { SavedRun } from '../../model/run-store.js'
import { Undeliverable } from '../../model/undeliverable.js'
import { isThere } from '../is-there.js'
import { syncFolder } from '../sync-folder.js'

const draftPrefix = '.control-coverage-copy-'
const draftName = /^\.control-coverage-copy-[0-9a-f]{8}$/
/** A copy that has not come to its end by now was killed. */
const leftOverAfterMs = 24 * 60 * 60_000

/** A file of the run, with the hash that it must have. */
export interface CopiedFile {
  path: string
  sha256: string
}

/**
 * Copies a run into `folder`, under its id: built beside its place and renamed, so that it is there whole or not at all.
 *
 * Every file is held to its hash, written anew and never through a link. A run that is there already, byte for byte the
 * same manifest, is left alone; anything else of that name is not touched. The folder itself must exist: one that is missing
 * may be a share that is not mounted.
 */
export async function copyRun(run: SavedRun, files: readonly CopiedFile[], folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new Error('the folder is not there')
  await sweepLeftOvers(folder)
  const final = join(folder, run.runId)
  if (await isThere(final)) return assertSame(run, final)
  const draft = join(folder, `${draftPrefix}${randomBytes(4).toString('hex')}`)
  await mkdir(draft, { mode: 0o755 })
  try {
    for (const file of files) await copyFile(run, file, draft)
    await syncFolder(draft)
    await rename(draft, final)
    await syncFolder(folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function copyFile(run: SavedRun, { path, sha256: expected }: CopiedFile, draft: string): Promise<void> {
  const bytes = await run.read(path)
  if (sha256(bytes) !== expected) throw new Undeliverable(`${path} is no longer what the run published`)
  const target = join(draft, path)
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function assertSame(run: SavedRun, final: string): Promise<void> {
  const theirs = await readPlain(join(final, 'run.json'))
  if (theirs !== null && sha256(theirs) === sha256(await run.read('run.json'))) return
  throw new Undeliverable(`something else of the name ${run.runId} is there`)
}

/** The bytes of a regular file that no link leads to; null where there is none. */
async function readPlain(path: string): Promise<Uint8Array | null> {
  const folder = await lstat(dirname(path))
  if (!folder.isDirectory()) return null
  // A pipe that nobody writes to would keep us for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch(() => null)
  if (file === null) return null
  try {
    return (await file.stat()).isFile() ? await file.readFile() : null
  } finally {
    await file.close()
  }
}

async function sweepLeftOvers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!draftName.test(name)) continue
    const found = await lstat(join(folder, name)).catch(() => null)
    if (found?.isDirectory() && Date.now() - found.mtimeMs > leftOverAfterMs)
      await rm(join(folder, name), { recursive: true, force: true })
  }
}
