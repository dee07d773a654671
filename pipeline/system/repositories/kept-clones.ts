import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { Log } from '../../model/ports.js'
import type { OpenedRepository, Repositories } from '../../model/repositories.js'
import { accessTo } from './clone-access.js'
import { bytesIn, fetchedAt, forget, trim } from './clone-disk.js'
import { type Home, openHome } from './clone-home.js'
import { bringUpToDate } from './clone-keeping.js'
import { type CloneName, cloneName, megabytes } from './clone-name.js'
import type { Transfer } from './clone-transfer.js'
import { NoClone } from './clone-trouble.js'

/** What clones may take. */
export interface CloneLimits {
  /** Bytes on disk of all clones together; the longest unused go first. */
  maxBytes: number
  /** Clones or fetches under way at once. */
  atOnce: number
  /** Time for one clone or fetch. */
  timeoutMs: number
  /** Time for which it may show no progress. */
  idleMs: number
}

export const cloneLimits: CloneLimits = {
  maxBytes: 4 * 1024 ** 3,
  atOnce: 2,
  timeoutMs: 30 * 60_000,
  idleMs: 60_000,
}

export interface CloneOptions {
  /** Folder that the clones are kept in; made where it is not there. */
  folder: string
  log: Log
  signal?: AbortSignal | undefined
  limits?: Partial<CloneLimits>
  /** What stands before a repository's path in its URL, by host; `https://HOST` unless said otherwise. */
  addressOf?: (host: string) => string
}

/** Repositories that are cloned when first asked for, and fetched once a run. */
export interface KeptClones extends Repositories {
  /** What all clones take on disk. */
  diskBytes(): Promise<number>
  /** Brings the clones below their limit, and says what they take; nothing where none was asked for. */
  close(): Promise<void>
}

/** Failures of a host to answer at all, after which it is asked for no further repository. */
const maxSilences = 2

/**
 * Partial clones (branches, tags and all history, without file contents) that this program keeps for itself.
 *
 * Contents are fetched by their ids when they are read, thousands at a time. A repository that cannot be cloned or
 * fetched is `unknown`, whatever the reason: a server says the same of one that is private and one that is gone.
 */
export function keptClones(options: CloneOptions): KeptClones {
  const limits = { ...cloneLimits, ...options.limits }
  const { folder, log, signal, addressOf = (host: string) => `https://${host}` } = options
  const queue = pLimit(limits.atOnce)
  const used = new Set<string>()
  const silences = new Map<string, number>()
  const room = { folder, maxBytes: limits.maxBytes, used }
  const fetching = { room, log, inTurn: (work: () => Promise<void>) => queue(work) }
  const prepared = new Map<string, Promise<Transfer | Unknown>>()
  let home: Promise<Home> | null = null

  const transferOf = async ({ host, path, folder: name }: CloneName): Promise<Transfer> => {
    home ??= openHome(folder)
    const { env } = await home
    const url = new URL(`${addressOf(host)}/${path}.git`)
    // By the transport of the address, or by ssh where the user's own settings rewrite addresses to that.
    const protocols = { GIT_ALLOW_PROTOCOL: `ssh:${url.protocol.slice(0, -1)}` }
    const { timeoutMs, idleMs } = limits
    const running = { timeoutMs, idleMs, signal, env: { ...env, ...protocols } }
    return { path: join(folder, name), url: url.href, options: running }
  }

  const noteSilence = (host: string) => {
    const count = (silences.get(host) ?? 0) + 1
    silences.set(host, count)
    if (count === maxSilences)
      log.warn('clone-host', `No further repository of ${host} is cloned in this run.`)
  }

  const prepare = async (name: CloneName): Promise<Transfer | Unknown> => {
    if (signal?.aborted) return unknown('stopped')
    if ((silences.get(name.host) ?? 0) >= maxSilences) return unknown('clone-failed')
    used.add(name.folder)
    try {
      const transfer = await transferOf(name)
      await bringUpToDate(name, transfer, { room, log, options: transfer.options })
      return transfer
    } catch (cause) {
      if (signal?.aborted) return unknown('stopped')
      if (cause instanceof NoClone && cause.isSilence) noteSilence(name.host)
      return told(cause, name, log)
    }
  }

  const takeAsItIs = async (name: CloneName): Promise<Transfer | Unknown> => {
    if ((await fetchedAt(join(folder, name.folder))) === null) return unknown('no-clone')
    used.add(name.folder)
    return transferOf(name)
  }

  return {
    async open(asked, { asItIs } = { asItIs: false }) {
      const name = cloneName(asked)
      if (name === null) return unknown('no-clone')
      const preparing = prepared.get(name.folder) ?? queue(() => (asItIs ? takeAsItIs(name) : prepare(name)))
      prepared.set(name.folder, preparing)
      const transfer = await preparing
      if ('kind' in transfer) return transfer
      try {
        return { kind: 'found', access: await accessTo(name, transfer, fetching) }
      } catch (cause) {
        if (signal?.aborted) return unknown('stopped')
        await forget(transfer.path)
        return told(cause, name, log)
      }
    },
    diskBytes: () => bytesIn(folder),
    async close() {
      const own = (await home?.catch(() => null))?.own
      if (own === undefined) return
      await rm(own, { recursive: true, force: true, maxRetries: 3 })
      const bytes = await trim(folder, limits.maxBytes, used)
      log.info('clones-kept', `The clones that are kept take ${megabytes(bytes)} in ${folder}.`, { bytes })
    },
  }
}

type Unknown = Extract<OpenedRepository, { kind: 'unknown' }>

function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason }
}

/** Says why a clone cannot answer. */
function told(cause: unknown, { title }: CloneName, log: Log): Unknown {
  const reason = cause instanceof NoClone ? cause.reason : 'clone-failed'
  const what =
    reason === 'clone-failed'
      ? 'could not be cloned'
      : 'could not be fetched, so that its old clone does not answer'
  log.warn(reason, `${title} ${what}: ${cause instanceof Error ? cause.message : String(cause)}.`)
  return unknown(reason)
}
