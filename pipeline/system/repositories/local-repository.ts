import { exitCodes, Failure } from '../../model/failure.js'
import type { RepositoryAccess } from '../../model/repositories.js'
import { locationOf } from '../corpus-name.js'
import { GitError } from '../git.js'
import { readContents } from './local-contents.js'
import { type LocalGit, type LocalOptions, localGit } from './local-git.js'
import { localHistory } from './local-history.js'
import { defaultBranchOf, refResolving } from './local-refs.js'
import { readTree } from './local-tree.js'

/**
 * A repository on this machine: bare, a work tree, or a bare folder without its `config`. Nothing is fetched for it,
 * and no work tree is read. `name` is what links call it (`owner/name`); the folder's own where nobody says.
 * A Failure where there is no repository at this path.
 */
export async function localRepository(
  path: string,
  by: 'mirror' | 'clone',
  options: LocalOptions = {},
  name: string = locationOf(path),
): Promise<RepositoryAccess> {
  const git = await openGit(path, options)
  return {
    by,
    path: name,
    defaultBranch: await defaultBranchOf(git),
    resolve: refResolving(git),
    tree: (commit) => readTree(git, commit),
    ...localHistory(git),
    readsContents: true,
    read: (objectIds, take) => readContents(git, objectIds, take),
  }
}

async function openGit(path: string, options: LocalOptions): Promise<LocalGit> {
  try {
    const git = await localGit(path, options)
    await git.ask('rev-parse', '--git-dir')
    return git
  } catch (cause) {
    if (cause instanceof Failure || options.signal?.aborted) throw cause
    throw cause instanceof GitError && cause.message.includes('dubious ownership')
      ? new Failure(
          `git does not read the repository ${locationOf(path)}, since it belongs to another user.`,
          'Allow it with: git config --global --add safe.directory PATH-OF-THE-REPOSITORY',
          { cause, exitCode: exitCodes.usage },
        )
      : new Failure(
          `There is no git repository at ${locationOf(path)}.`,
          'Name a clone, bare or not, with: --mirror OWNER/NAME=PATH',
          { cause, exitCode: exitCodes.usage },
        )
  }
}
