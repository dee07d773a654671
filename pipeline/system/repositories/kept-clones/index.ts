import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Log } from '../../../model/ports.js'
import type { Repositories } from '../../../model/repositories.js'
import { NoRepository } from '../local-repository.js'
import { accessTo, type KeptClone } from './access.js'
import { type CloneName, cloneName, megabytes } from './clone-name.js'
import { fetchedAt, forget, trim } from './disk.js'
import { type Home, openHome, requireTrusted } from './home.js'
import { bringUpToDate } from './keeping.js'
import { type CloneLimits, cloneLimits } from './limits.js'
import { refusals, type Unknown, unknown } from './refusals.js'
import { type Transfer, transferOf } from './transfer.js'

export interface CloneOptions {
  /** Folder that the clones are kept in; made where it is not there. */
  folder: string
  log: Log
  signal?: AbortSignal | undefined
  /** Asks no server for anything: what earlier runs have left answers as it is. */
  isOffline?: boolean
  limits?: Partial<CloneLimits>
  /** What stands before a repository's path in its URL, by host; `https://HOST` unless said otherwise. */
  addressOf?: (host: string) => string
}

/** Repositories that are cloned when first asked for, and fetched once a run. */
export interface KeptClones extends Repositories {
  /** Offline: says in the log which repositories that were asked for have no clone. */
  conclude(): void
  /** Brings the clones below their limit, and says what they take; nothing where none was asked for. */
  close(): Promise<void>
}

/**
 * Partial clones (branches, tags and all history, without file contents) that this program keeps for itself.
 *
 * Contents are fetched by their ids when they are read, thousands at a time. A repository that cannot be cloned or
 * fetched is `unknown`, whatever the reason: a server says the same of one that is private and one that is gone.
 */
export function keptClones(options: CloneOptions): KeptClones {
  const limits = { ...cloneLimits, ...options.limits }
  const { folder, log, signal, isOffline = false } = options
  const queue = pLimit(limits.atOnce)
  const used = new Set<string>()
  const room = { folder, maxBytes: limits.maxBytes, used }
  const fetching = { room, log, inTurn: (work: () => Promise<void>) => queue(work) }
  const refused = refusals(log, folder)
  const prepared = new Map<string, Promise<KeptClone | Unknown>>()
  let home: Promise<Home> | null = null

  const transferTo = async (name: CloneName): Promise<Transfer> => {
    home ??= openHome(folder)
    const { env } = await home
    return transferOf(name, { ...limits, ...options, env })
  }

  const bringIn = async (name: CloneName): Promise<KeptClone> => {
    used.add(name.folder)
    const transfer = await transferTo(name)
    await bringUpToDate(name, transfer, { room, log, options: transfer.options })
    return { path: transfer.path, asOf: null, transfer }
  }

  const takeAsItIs = async (name: CloneName): Promise<KeptClone | Unknown> => {
    const path = join(folder, name.folder)
    const at = await fetchedAt(path)
    if (at === null) return isOffline ? refused.lacking(name) : unknown('no-clone')
    used.add(name.folder)
    await requireTrusted(folder)
    return { path, asOf: toTheSecond(at), transfer: null }
  }

  const prepare = async (name: CloneName, asItIs: boolean): Promise<KeptClone | Unknown> => {
    if (signal?.aborted) return unknown('stopped')
    const before = refused.before(name, asItIs)
    if (before !== null) return before
    try {
      return await (asItIs ? takeAsItIs(name) : bringIn(name))
    } catch (cause) {
      return signal?.aborted ? unknown('stopped') : refused.because(cause, name)
    }
  }

  return {
    async open(asked, { asItIs } = { asItIs: false }) {
      const name = cloneName(asked)
      if (name === null) return unknown('no-clone')
      const preparing = prepared.get(name.folder) ?? queue(() => prepare(name, asItIs || isOffline))
      prepared.set(name.folder, preparing)
      const clone = await preparing
      if ('kind' in clone) return clone
      try {
        return { kind: 'found', access: await accessTo(name, clone, fetching, signal) }
      } catch (cause) {
        if (signal?.aborted) return unknown('stopped')
        if (cause instanceof NoRepository && !cause.isForeign) await forget(clone.path)
        return refused.because(cause, name)
      }
    },
    conclude: () => refused.conclude(),
    async close() {
      const own = (await home?.catch(() => null))?.own
      if (own === undefined) return
      await rm(own, { recursive: true, force: true, maxRetries: 3 })
      const bytes = await trim(folder, limits.maxBytes, used)
      log.info('clones-kept', `The clones that are kept take ${megabytes(bytes)} in ${folder}.`, { bytes })
    },
  }
}

/** Milliseconds since 1970 as people may read them: ISO 8601 in UTC, without fractions. */
function toTheSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
