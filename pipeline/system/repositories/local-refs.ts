import type { ResolvedRef } from '../../model/repositories.js'
import { GitError } from '../git.js'
import type { LocalGit } from './local-git.js'

/** Where refs stand that a link can name, the ones that win first. */
const namespaces = ['refs/heads/', 'refs/remotes/origin/', 'refs/tags/'] as const

/** A commit's id, whole or shortened as far as hosts shorten it. */
const commitId = /^[0-9a-f]{7,64}$/i

/** The name of the branch that HEAD stands for; `HEAD` itself where it stands for a commit. */
export async function defaultBranchOf(git: LocalGit): Promise<string> {
  const ref = await git.ask('symbolic-ref', '--quiet', 'HEAD').catch(nothing)
  return ref === null ? 'HEAD' : ref.replace(/^refs\/heads\//, '')
}

/** Whether a ref or HEAD stands for anything; a repository that was just made has nothing. */
export async function hasCommits(git: LocalGit): Promise<boolean> {
  if ((await git.ask('for-each-ref', '--count=1', '--format=%(refname)')) !== '') return true
  return (await commitOf(git, 'HEAD')) !== null
}

/** Finds the longest ref at the front of path segments; the refs are listed once, when first asked for. */
export function refResolving(git: LocalGit): (segments: readonly string[]) => Promise<ResolvedRef | null> {
  let listed: Promise<Map<string, string>> | null = null
  const commits = new Map<string, Promise<string | null>>()
  const commitOfOnce = (name: string) => {
    const found = commits.get(name) ?? commitOf(git, name)
    commits.set(name, found)
    return found
  }
  return async (segments) => {
    listed ??= listRefs(git)
    const refs = await listed
    for (let count = segments.length; count > 0; count -= 1) {
      const ref = segments.slice(0, count).join('/')
      const name = refs.get(ref) ?? (count === 1 && (ref === 'HEAD' || commitId.test(ref)) ? ref : null)
      const commit = name === null ? null : await commitOfOnce(name)
      if (commit !== null) return { ref, commit, rest: segments.slice(count), renamedTo: null }
    }
    return null
  }
}

/** The ids that branches and tags stand for, by their short names. */
async function listRefs(git: LocalGit): Promise<Map<string, string>> {
  const refs = new Map<string, { rank: number; id: string }>()
  const patterns = namespaces.map((namespace) => namespace.slice(0, -1))
  for await (const line of git.parts(
    ['for-each-ref', '--format=%(objectname) %(refname)', ...patterns],
    '\n',
  )) {
    const space = line.indexOf(' ')
    const full = line.slice(space + 1)
    const rank = namespaces.findIndex((namespace) => full.startsWith(namespace))
    const name = full.slice(namespaces[rank]?.length ?? 0)
    const known = refs.get(name)
    if (rank === -1 || full === 'refs/remotes/origin/HEAD' || (known && known.rank < rank)) continue
    refs.set(name, { rank, id: line.slice(0, space) })
  }
  return new Map([...refs].map(([name, { id }]) => [name, id]))
}

/**
 * The commit that a name stands for, tags followed. git-rev-parse would look for an unknown id in all that a partial
 * clone has been promised, which takes seconds; git-rev-list takes what is missing for an answer.
 */
async function commitOf(git: LocalGit, name: string): Promise<string | null> {
  const words = [
    'rev-list',
    '--no-walk',
    '--ignore-missing',
    '--missing=print',
    '--end-of-options',
    name,
    '--',
  ]
  const commit = await git.ask(...words).catch(nothing)
  return commit !== null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null
}

function nothing(cause: unknown): null {
  if (cause instanceof GitError && !cause.timedOut) return null
  throw cause
}
