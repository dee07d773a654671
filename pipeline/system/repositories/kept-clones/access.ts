import type { Log } from '../../../model/ports.js'
import type { RepositoryAccess } from '../../../model/repositories.js'
import { GitError } from '../../git.js'
import { localRepository } from '../local-repository.js'
import type { CloneName } from './clone-name.js'
import { forget } from './disk.js'
import { NoRoom, type Room, withinRoom } from './room.js'
import { signalled, type Transfer } from './transfer.js'
import { fetchContents } from './transferring.js'
import { withoutGit, wordsOf } from './trouble.js'

/** A kept clone that may answer. */
export interface KeptClone {
  path: string
  /** When it was last fetched, ISO 8601 in UTC; null where that was in this run. */
  asOf: string | null
  /** Where contents that it lacks come from; null where nobody may be asked. */
  transfer: Transfer | null
}

/** What the fetching of contents needs to know. */
export interface Fetching {
  room: Room
  log: Log
  /** Waits for a turn to talk to a server. */
  inTurn(work: () => Promise<void>): Promise<void>
}

/** Contents that are fetched for one question; more is no matter of seconds. */
const maxContents = 50_000

/**
 * Looks into a kept clone. Contents that it lacks are fetched, all of a question at once; those that the server does
 * not give are left out. A tree that cannot be read makes the clone anew in the next run.
 */
export async function accessTo(
  name: CloneName,
  { path, asOf, transfer }: KeptClone,
  fetching: Fetching,
  signal: AbortSignal | undefined,
): Promise<RepositoryAccess> {
  const obtain = transfer === null ? {} : { obtain: obtaining(name, transfer, fetching) }
  const access = await localRepository(path, 'clone', { signal, withoutGit, ...obtain }, name.path)
  return {
    ...access,
    ...(asOf !== null && { asOf }),
    tree: async (commit) => {
      try {
        return await access.tree(commit)
      } catch (cause) {
        if (cause instanceof GitError && !cause.timedOut) await forget(path)
        throw cause
      }
    },
  }
}

function obtaining(
  name: CloneName,
  transfer: Transfer,
  { room, log, inTurn }: Fetching,
): (objectIds: readonly string[]) => Promise<void> {
  const { signal } = transfer.options
  const refused = new Set<string>()
  let isSilent = false
  return async (objectIds) => {
    const ids = objectIds.filter((id) => !refused.has(id))
    if (isSilent || ids.length === 0 || ids.length > maxContents) return
    const work = (either: AbortSignal) => fetchContents(signalled(transfer, either), ids, refused)
    try {
      await inTurn(() => withinRoom(room, work, signal))
    } catch (cause) {
      if (signal?.aborted || !(cause instanceof GitError || cause instanceof NoRoom)) throw cause
      isSilent = true
      const why = cause instanceof GitError ? wordsOf(cause) : cause.message
      log.warn('clone-contents', `Contents of files in ${name.title} could not be fetched: ${why}.`)
    }
  }
}
