import { GitError, git } from '../../git.js'
import type { Transfer } from './transfer.js'

/** Where a fetch leaves the commit that the server's HEAD stands for; no link can name it. */
const serverHead = 'refs/control-coverage/head'

/** Contents that are asked for in one request. */
const contentsAtOnce = 5_000

/** Contents that the server may say it lacks before we stop asking for the others. */
const maxRefusals = 16

/** Settings of whatever talks to a server: no credentials, and nothing that the user's settings would start. */
const quietly = [
  'credential.helper=',
  'core.hooksPath=/dev/null',
  'protocol.version=2',
  'gc.auto=0',
  'maintenance.auto=false',
]

/** The server, named for one command only: nothing that reads the clone later can then ask it by itself. */
function server(url: string): string[] {
  return [
    `remote.origin.url=${url}`,
    'remote.origin.promisor=true',
    'remote.origin.partialCloneFilter=blob:none',
  ]
}

function settings(...all: readonly string[]): string[] {
  return all.flatMap((setting) => ['-c', setting])
}

/**
 * What stands before a command in a clone. The folder is named as a repository: in a damaged one git would else look
 * for one above it, and fetch into whatever the user keeps there.
 */
function within({ path }: Transfer, ...more: readonly string[]): string[] {
  return [`--git-dir=${path}`, ...settings(...quietly, ...more)]
}

/**
 * Clones branches and tags with their whole history, but no file's content. What is left knows of no server.
 * Throws a {@link GitError} where the server gives no such repository.
 */
export async function clone(transfer: Transfer): Promise<void> {
  const { path, url, options } = transfer
  const words = ['clone', '--bare', '--filter=blob:none', '--template=', '--origin', 'origin', '--progress']
  await git([...settings(...quietly), ...words, '--', url, path], options)
  await git([...within(transfer), 'config', '--remove-section', 'remote.origin'], options)
}

/** Brings branches, tags and HEAD to what the server has now. */
export async function fetchRefs(transfer: Transfer): Promise<void> {
  const refs = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']
  const words = ['--prune', '--no-tags', 'origin', ...refs]
  try {
    await fetch(transfer, [...words, `+HEAD:${serverHead}`])
  } catch (cause) {
    // A repository without a commit, or one whose HEAD names a branch that is not there.
    if (!(cause instanceof GitError) || !/couldn't find remote ref HEAD/.test(cause.message)) throw cause
    return fetch(transfer, words)
  }
  await followHead(transfer)
}

/**
 * Lets HEAD name the server's default branch. A fetch tells its commit alone, which is that of one branch as a rule;
 * the server is asked again only where other branches, but not ours, stand there too.
 */
async function followHead(transfer: Transfer): Promise<void> {
  const { url, options } = transfer
  const ask = async (...words: string[]) => (await git([...within(transfer), ...words], options)).trim()
  const format = '--format=%(refname)'
  const there = (await ask('for-each-ref', `--points-at=${serverHead}`, format, 'refs/heads/')).split('\n')
  const now = await ask('symbolic-ref', '--quiet', 'HEAD').catch(() => '')
  if (there.includes(now)) return
  const words = [...within(transfer, ...server(url)), 'ls-remote', '--symref']
  const said =
    there.length === 1 ? there[0] : (await git([...words, 'origin', 'HEAD'], options)).split('\n')[0]
  const branch = /^(?:ref: )?(refs\/heads\/[^\t]+)/.exec(said ?? '')?.[1]
  if (branch !== undefined) await ask('symbolic-ref', 'HEAD', branch)
  else await ask('update-ref', '--no-deref', 'HEAD', serverHead)
}

/**
 * Brings contents, thousands in a request. What the server says it lacks is left out and added to `refused`.
 * Throws a {@link GitError} where it gives no answer, with what came before kept.
 */
export async function fetchContents(
  transfer: Transfer,
  objectIds: readonly string[],
  refused: Set<string>,
): Promise<void> {
  const words = ['--no-tags', '--stdin', 'origin']
  for (let at = 0; at < objectIds.length; at += contentsAtOnce) {
    let ids = objectIds.slice(at, at + contentsAtOnce)
    for (let refusals = 0; ids.length > 0; refusals += 1) {
      const lacking = await fetch(transfer, words, ids).then(() => null, lackingId)
      if (lacking === null) break
      refused.add(lacking)
      ids = refusals < maxRefusals ? ids.filter((id) => id !== lacking) : []
    }
  }
}

/** The id that the server says it lacks; any other failure is thrown on. */
function lackingId(cause: unknown): string {
  const id = cause instanceof GitError ? /not our ref ([0-9a-f]{40,64})/.exec(cause.message)?.[1] : undefined
  if (id === undefined) throw cause
  return id
}

async function fetch(
  transfer: Transfer,
  words: readonly string[],
  ids: readonly string[] = [],
): Promise<void> {
  const { url, options } = transfer
  // Common history is no help in choosing contents, and looking for it takes long.
  const negotiation = ids.length > 0 ? ['fetch.negotiationAlgorithm=noop'] : []
  const always = ['--filter=blob:none', '--progress', '--no-write-fetch-head', '--no-recurse-submodules']
  const input = ids.map((id) => `${id}\n`).join('')
  await git([...within(transfer, ...server(url), ...negotiation), 'fetch', ...always, ...words], {
    ...options,
    input,
  })
}

/** Packs what many fetches have left behind, once there is enough of it. */
export async function tidy(transfer: Transfer): Promise<void> {
  const { url, options } = transfer
  const when = ['gc.auto=5000', 'gc.autoPackLimit=30', 'gc.autoDetach=false']
  const env = { ...options.env, GIT_ALLOW_PROTOCOL: 'none' }
  await git([...within(transfer, ...server(url), ...when), 'gc', '--auto', '--quiet'], { ...options, env })
}
