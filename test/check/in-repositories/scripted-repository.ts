import { createHash } from 'node:crypto'
import type {
  Departure,
  Repositories,
  RepositoryAccess,
  TreeEntry,
} from '../../../pipeline/model/repositories.js'

/** A repository in memory: what is there, and how files went. */
export interface ScriptedRepository {
  by?: RepositoryAccess['by']
  path?: string
  /** Contents by path, on the branch `main`. */
  files: Record<string, string>
  /** Files that went: their last content, and what the history says that they became. */
  gone?: Record<string, { content?: string; renamedTo?: string }>
  renamedBranches?: Record<string, string>
  readsContents?: boolean
  /** Whether the tree was cut off. */
  isCutOff?: boolean
  /** Refs that cannot be looked up just now. */
  troubledRefs?: string[]
}

export const commit = 'c'.repeat(40)
export const departedBy = 'd'.repeat(40)
export const departedAt = '2025-01-02T03:04:05.000Z'

const idOf = (content: string) => createHash('sha1').update(content).digest('hex')

/** Repositories by `host/owner/name` in lower case; null is one that is not there, any other is unknown. */
export function scriptedRepositories(known: Record<string, ScriptedRepository | null>): Repositories {
  return {
    async open({ host, path }) {
      const found = known[`${host}/${path}`.toLowerCase()]
      if (found === undefined) return { kind: 'unknown', reason: 'not-scripted' }
      return found === null ? { kind: 'missing' } : { kind: 'found', access: accessTo(found, path) }
    },
  }
}

function accessTo(repository: ScriptedRepository, path: string): RepositoryAccess {
  const { files, gone = {}, renamedBranches = {} } = repository
  const contents = new Map<string, string>()
  for (const content of [...Object.values(files), ...Object.values(gone).map((each) => each.content ?? '')])
    contents.set(idOf(content), content)
  const departure = (at: string): Departure[] => {
    const went = gone[at]
    if (went === undefined) return []
    const objectId = went.content === undefined ? null : idOf(went.content)
    return [{ path: at, commit: departedBy, at: departedAt, objectId, renamedTo: went.renamedTo ?? null }]
  }
  return {
    by: repository.by ?? 'mirror',
    path: repository.path ?? path,
    defaultBranch: 'main',
    async resolve([first = '', ...rest]) {
      if (repository.troubledRefs?.includes(first)) throw new Error('the API did not tell')
      const renamedTo = renamedBranches[first] ?? null
      return first === 'main' || renamedTo !== null ? { ref: first, commit, rest, renamedTo } : null
    },
    tree: async () => ({ commit, entries: entriesOf(files), ...(repository.isCutOff && { isWhole: false }) }),
    departures: async (_, paths) =>
      new Map(paths.flatMap(departure).map((each) => [each.path, each] as const)),
    departuresUnder: async (_, folders) =>
      new Map(
        folders.map((folder) => {
          const below = Object.keys(gone).filter((each) => each.startsWith(`${folder}/`))
          return [folder, below.flatMap(departure)] as const
        }),
      ),
    readsContents: repository.readsContents ?? true,
    async read(ids, take) {
      for (const id of ids) {
        const content = contents.get(id)
        if (content !== undefined) take(id, new TextEncoder().encode(content))
      }
    },
  }
}

function entriesOf(files: Record<string, string>): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>()
  for (const [path, content] of Object.entries(files)) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      entries.set(folder, { path: folder, kind: 'folder', objectId: idOf(folder) })
    }
    entries.set(path, { path, kind: 'file', objectId: idOf(content) })
  }
  return entries
}
