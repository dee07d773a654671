import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../../model/ports.js'
import { GitError, type GitOptions } from '../../git.js'
import { type CloneName, expectedSize, megabytes } from './clone-name.js'
import {
  bytesIn,
  fetchedAt,
  lockFile,
  noteFetched,
  partialFolder,
  remove,
  removeGitLocks,
  removeLeftoversOf,
} from './disk.js'
import { withLock } from './lock.js'
import { type Room, withinRoom } from './room.js'
import { signalled, type Transfer } from './transfer.js'
import { clone, fetchRefs, tidy } from './transferring.js'
import { isOfServer, NoClone, wordsOf } from './trouble.js'

/** What bringing clones up to date needs to know. */
export interface Keeping {
  room: Room
  /** How git is run that talks to a server. */
  options: GitOptions
  log: Log
}

/**
 * Makes the clone hold what its server has now: cloned where there is none, fetched otherwise, once for all runs that
 * wait for it. Throws a {@link NoClone} where that cannot be done; an older state would tell of files that are gone.
 */
export async function bringUpToDate(name: CloneName, transfer: Transfer, keeping: Keeping): Promise<void> {
  const asked = Date.now()
  const work = async () => {
    const at = await fetchedAt(transfer.path)
    if (at !== null && at >= asked) return
    if (at === null || !(await refresh(name, transfer, keeping))) await cloneAnew(name, transfer, keeping)
  }
  const waits = () =>
    keeping.log.info('clone-waits', `Another run is fetching ${name.title}; waiting for it.`)
  await withLock(lockFile(keeping.room.folder, name.folder), work, waits, keeping.options.signal)
}

/** Fetches into an existing clone; false where that is damaged. */
async function refresh(
  name: CloneName,
  transfer: Transfer,
  { room, log, options }: Keeping,
): Promise<boolean> {
  try {
    await removeGitLocks(transfer.path)
    await withinRoom(room, (signal) => fetchRefs(signalled(transfer, signal)), options.signal)
  } catch (cause) {
    if (!(cause instanceof GitError) || isOfServer(cause)) throw new NoClone('clone-not-fetched', cause)
    log.warn('clone-damaged', `The clone of ${name.title} is damaged (${wordsOf(cause)}); it is made anew.`)
    return false
  }
  await noteFetched(transfer.path)
  await tidy(transfer).catch(() => undefined)
  log.info('clone-fetched', `Fetched what is new in ${name.title}.`)
  return true
}

/** Clones beside the final place, so that a clone with its final name is whole; whatever stands there gives way. */
async function cloneAnew(
  name: CloneName,
  transfer: Transfer,
  { room, log, options }: Keeping,
): Promise<void> {
  log.info('clone-begins', `Cloning ${name.title} without file contents, ${expectedSize(name)}.`)
  const begun = performance.now()
  await removeLeftoversOf(room.folder, name.folder)
  const partial = await partialFolder(room.folder, name.folder)
  try {
    const path = join(partial, 'repository.git')
    await withinRoom(room, (signal) => clone(signalled({ ...transfer, path }, signal)), options.signal)
    await noteFetched(path)
    await remove(room.folder, transfer.path)
    await rename(path, transfer.path)
  } catch (cause) {
    throw new NoClone('clone-failed', cause)
  } finally {
    await rm(partial, { recursive: true, force: true, maxRetries: 3 })
  }
  const bytes = await bytesIn(transfer.path)
  const seconds = (performance.now() - begun) / 1000
  log.info('clone-done', `Cloned ${name.title}: ${megabytes(bytes)} in ${seconds.toFixed(1)} s.`, { bytes })
}
