import { compareText } from '../../model/place.js'
import type { RepositoryTree, TreeEntry } from '../../model/repositories.js'
import { readAnswer, TreeAnswer } from './answers.js'
import type { ApiConversation } from './conversation.js'

const kinds = { blob: 'file', tree: 'folder', commit: 'submodule' } as const

/** What a folder takes that is not yet known to be listed whole, by guess: a large one takes some more. */
const requestsPerFolder = 2

interface Folder {
  id: string
  /** Its path with a slash, '' for the root. */
  prefix: string
}

/**
 * Everything a commit holds, with one request where GitHub's answer is whole.
 *
 * A `truncated` answer (over 100,000 entries or 7 MB) is completed: the folder's own level, then each folder in it by
 * its id, itself completed in the same way. Before each step it is reckoned whether the quota allows it. Where it does
 * not, or a part cannot be had, the tree is not whole, and holds what is known. Throws where nothing is.
 */
export async function wholeTree(
  api: ApiConversation,
  repository: string,
  commit: string,
): Promise<RepositoryTree> {
  const entries = new Map<string, TreeEntry>()
  const root = { id: commit, prefix: '' }
  const first = await listing(api, repository, root, true)
  if (typeof first === 'string') throw new Error(`the tree of ${repository} could not be read: ${first}`)
  for (const entry of first.entries) entries.set(entry.path, entry)
  if (!first.truncated) return { commit, entries }
  const isWhole = await complete(api, repository, [root], entries)
  const sorted = new Map([...entries].sort(([one], [other]) => compareText(one, other)))
  return isWhole ? { commit, entries: sorted } : { commit, entries: sorted, isWhole }
}

/** Adds what is in these folders, whose listings were cut off; whether that is all. */
async function complete(
  api: ApiConversation,
  repository: string,
  cutOff: readonly Folder[],
  entries: Map<string, TreeEntry>,
): Promise<boolean> {
  const listAll = async (folders: readonly Folder[], recursive: boolean) => {
    const listings = await Promise.all(folders.map((folder) => listing(api, repository, folder, recursive)))
    const told = listings.filter((each) => typeof each !== 'string')
    for (const entry of told.flatMap((each) => each.entries)) entries.set(entry.path, entry)
    return told.length === listings.length ? told : null
  }

  if (!api.affords(cutOff.length)) return false
  const levels = await listAll(cutOff, false)
  if (levels === null || levels.some(({ truncated }) => truncated)) return false
  const folders = levels
    .flatMap((level) => level.entries.filter(({ kind }) => kind === 'folder'))
    .map(({ path, objectId }) => ({ id: objectId, prefix: `${path}/` }))
  if (!api.affords(folders.length * requestsPerFolder)) return false
  const below = await listAll(folders, true)
  if (below === null) return false
  const again = folders.filter((_, index) => below[index]?.truncated === true)
  return again.length === 0 || complete(api, repository, again, entries)
}

/** What GitHub says of a folder, or the reason why it says nothing. */
async function listing(api: ApiConversation, repository: string, { id, prefix }: Folder, recursive: boolean) {
  const query = recursive ? '?recursive=1' : ''
  const read = await readAnswer(
    api,
    `/repos/${repository}/git/trees/${encodeURIComponent(id)}${query}`,
    TreeAnswer,
  )
  if (read.kind === 'absent') return 'api-absent'
  if (read.kind !== 'read') return read.reason
  const entries = read.value.tree.map(
    ({ path, type, sha }): TreeEntry => ({ path: prefix + path, kind: kinds[type], objectId: sha }),
  )
  return { entries, truncated: read.value.truncated }
}
