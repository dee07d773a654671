import type { RepositoryTree, TreeEntry } from '../../model/repositories.js'
import { readAnswer, TreeAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'

const kinds = { blob: 'file', tree: 'folder', commit: 'submodule' } as const

/**
 * Everything a commit holds, with one request where GitHub's answer is whole.
 *
 * A `truncated` answer (over 100,000 entries or 7 MB) is completed: the folder's own level, then each folder in it by
 * its id, itself completed in the same way. Throws where a part cannot be had.
 */
export async function wholeTree(
  api: ApiConversation,
  repository: string,
  commit: string,
): Promise<RepositoryTree> {
  const entries = new Map<string, TreeEntry>()
  for (const entry of await entriesBelow(api, repository, encodeURIComponent(commit), ''))
    entries.set(entry.path, entry)
  return { commit, entries }
}

async function entriesBelow(
  api: ApiConversation,
  repository: string,
  id: string,
  prefix: string,
): Promise<TreeEntry[]> {
  const all = await treeAnswer(api, repository, `${id}?recursive=1`, prefix)
  if (!all.truncated) return all.entries
  if (!api.maySpendFreely())
    throw new Error(`the tree of ${repository} is too large for the quota that is left`)
  const level = await treeAnswer(api, repository, id, prefix)
  if (level.truncated) throw new Error(`GitHub's API lists a folder of ${repository} only in part`)
  const parts = await Promise.all(
    level.entries.map(async (entry) => {
      if (entry.kind !== 'folder') return [entry]
      return [entry, ...(await entriesBelow(api, repository, entry.objectId, `${entry.path}/`))]
    }),
  )
  return parts.flat()
}

async function treeAnswer(api: ApiConversation, repository: string, id: string, prefix: string) {
  const read = await readAnswer(api, `/repos/${repository}/git/trees/${id}`, TreeAnswer)
  if (read.kind !== 'read') {
    const reason = read.kind === 'absent' ? 'api-absent' : read.reason
    throw new Error(`the tree of ${repository} could not be read: ${reason}`)
  }
  const entries = read.value.tree.map(
    ({ path, type, sha }): TreeEntry => ({ path: prefix + path, kind: kinds[type], objectId: sha }),
  )
  return { entries, truncated: read.value.truncated }
}
