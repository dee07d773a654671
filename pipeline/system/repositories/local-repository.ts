import type { RepositoryAccess } from '../../model/repositories.js'
import { locationOf } from '../corpus-name.js'
import { GitError, NoGit } from '../git.js'
import { readContents } from './local-contents.js'
import { type LocalGit, type LocalOptions, localGit } from './local-git.js'
import { localHistory } from './local-history.js'
import { defaultBranchOf, hasCommits, refResolving } from './local-refs.js'
import { readTree } from './local-tree.js'

/** There is no repository that git would read at a path; the message says why not, without naming the path. */
export class NoRepository extends Error {
  override readonly name = 'NoRepository'
  /** Whether it is there, but belongs to somebody else. */
  readonly isForeign: boolean

  constructor(isForeign: boolean, cause: unknown) {
    const words = isForeign
      ? 'git does not read this repository, since it belongs to another user'
      : 'there is no git repository at this path'
    super(words, { cause })
    this.isForeign = isForeign
  }
}

/** A repository on this machine, and what else than links may want to know of it. */
export interface LocalRepository extends RepositoryAccess {
  hasCommits(): Promise<boolean>
}

/**
 * A repository on this machine: bare, a work tree, or a bare folder without its `config`. Nothing is fetched for it,
 * and no work tree is read. `name` is what links call it (`owner/name`); the folder's own where nobody says.
 * Throws a {@link NoRepository} where git reads none at this path.
 */
export async function localRepository(
  path: string,
  by: 'mirror' | 'clone',
  options: LocalOptions = {},
  name: string = locationOf(path),
): Promise<LocalRepository> {
  const { git, isShallow } = await openGit(path, options)
  return {
    by,
    path: name,
    ...(isShallow && { isShallow: true }),
    hasCommits: () => hasCommits(git),
    defaultBranch: await defaultBranchOf(git),
    resolve: refResolving(git),
    tree: (commit) => readTree(git, commit),
    ...localHistory(git, isShallow),
    readsContents: true,
    read: (objectIds, take) => readContents(git, objectIds, take),
  }
}

async function openGit(path: string, options: LocalOptions): Promise<{ git: LocalGit; isShallow: boolean }> {
  try {
    const git = await localGit(path, options)
    const said = await git.ask('rev-parse', '--git-dir', '--is-shallow-repository')
    return { git, isShallow: said.endsWith('\ntrue') }
  } catch (cause) {
    if (cause instanceof NoGit || options.signal?.aborted) throw cause
    throw new NoRepository(cause instanceof GitError && cause.message.includes('dubious ownership'), cause)
  }
}
