import { join } from 'node:path'
import type { GitOptions } from '../../git.js'
import type { CloneName } from './clone-name.js'
import { withoutGit } from './trouble.js'

/** A kept clone and the server it comes from. */
export interface Transfer {
  /** Path of the bare repository. */
  path: string
  url: string
  options: GitOptions
}

/** What clones and their servers have in common. */
export interface TransferSettings {
  /** Folder that the clones are kept in. */
  folder: string
  timeoutMs: number
  idleMs: number
  signal?: AbortSignal | undefined
  /** What git's environment holds beyond ours. */
  env: Record<string, string>
  /** What stands before a repository's path in its URL, by host; `https://HOST` where it is left out. */
  addressOf?: (host: string) => string
}

/** The clone of a repository, and the server it comes from. */
export function transferOf(
  { host, path, folder: name }: CloneName,
  { folder, timeoutMs, idleMs, signal, env, addressOf = (of) => `https://${of}` }: TransferSettings,
): Transfer {
  const url = new URL(`${addressOf(host)}/${path}.git`)
  // By the transport of the address, or by ssh where the user's own settings rewrite addresses to that.
  const protocols = { GIT_ALLOW_PROTOCOL: `ssh:${url.protocol.slice(0, -1)}` }
  const options = { timeoutMs, idleMs, signal, env: { ...env, ...protocols }, withoutGit }
  return { path: join(folder, name), url: url.href, options }
}

/** The same, stopped by another signal. */
export function signalled(transfer: Transfer, signal: AbortSignal): Transfer {
  return { ...transfer, options: { ...transfer.options, signal } }
}
