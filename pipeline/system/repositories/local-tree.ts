import type { RepositoryTree, TreeEntry } from '../../model/repositories.js'
import type { LocalGit } from './local-git.js'

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  blob: 'file',
  tree: 'folder',
  commit: 'submodule',
}

/** All that a commit holds; throws where git cannot read every folder of it. */
export async function readTree(git: LocalGit, commit: string): Promise<RepositoryTree> {
  const entries = new Map<string, TreeEntry>()
  for await (const part of git.parts(['ls-tree', '-r', '-t', '-z', '--full-tree', commit], '\0')) {
    // `MODE SP TYPE SP ID TAB PATH` (git-ls-tree).
    const tab = part.indexOf('\t')
    const [, type = '', objectId = ''] = part.slice(0, tab).split(' ')
    const path = part.slice(tab + 1)
    const kind = kinds[type]
    if (kind !== undefined) entries.set(path, { path, kind, objectId })
  }
  return { commit, entries }
}
