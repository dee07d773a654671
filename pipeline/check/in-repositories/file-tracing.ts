import type { Departure, RepositoryAccess, RepositoryTree } from '../../model/repositories.js'
import { type Fate, fateOf } from './fate.js'
import { type IdentifierIndex, readIdentifiers } from './identifier-index.js'
import { identifierFormat } from './identifiers.js'
import { nameAffinity } from './name-affinity.js'
import { type RenameChain, renameChains } from './rename-chains.js'
import { type TreeIndex, treeIndex } from './tree-index.js'

/** Finds out what became of files that a commit's tree lacks, many at once: each look into the history costs a walk. */
export interface FileTracing {
  index: TreeIndex
  /** Fates by path; `departures` is how they went, where that is known. */
  trace(paths: readonly string[], departures: ReadonlyMap<string, Departure>): Promise<Map<string, Fate>>
}

export function fileTracing(access: RepositoryAccess, tree: RepositoryTree): FileTracing {
  const index = treeIndex(tree)
  return {
    index,
    async trace(paths, departures) {
      const affinity = nameAffinity(index.files.map(({ path }) => path))
      const chains = await renameChains(access, tree, departures, affinity)
      const identifiers = await identifiersFor([...departures.values()], access, index)
      return new Map(
        paths.map((path) => {
          const departure = departures.get(path) ?? null
          const fate = fateOf(clues(path, departure, chains.get(path) ?? null, { index, identifiers }))
          return [path, { ...fate, candidates: fate.candidates.filter(index.hasFile) }]
        }),
      )
    },
  }
}

function clues(
  path: string,
  departure: Departure | null,
  chain: RenameChain | null,
  { index, identifiers }: { index: TreeIndex; identifiers: IdentifierIndex | null },
) {
  const own = departure === null ? null : (identifiers?.ofContent(departure, path) ?? null)
  return {
    departure,
    renamedTo: chain !== null && index.hasFile(chain.last) ? chain.last : null,
    rivals: chain?.rivals ?? [],
    identifiers: own,
    heldBy: (own ?? []).flatMap((identifier) => identifiers?.holders(identifier, path) ?? []),
    sameContent: departure?.objectId ? index.filesOfContent(departure.objectId) : [],
    sameName: [
      ...new Set([...index.filesNamed(path), ...(chain === null ? [] : index.filesNamed(chain.last))]),
    ],
    identifiersOf: (other: string) => identifiers?.ofFile(other) ?? [],
  }
}

/** Reads the identifiers of the files that went, and of today's files of their formats if any had one. */
async function identifiersFor(
  departures: readonly Departure[],
  access: RepositoryAccess,
  index: TreeIndex,
): Promise<IdentifierIndex | null> {
  if (!access.readsContents) return null
  const known = departures.filter(({ path }) => identifierFormat(path) !== null)
  return known.length === 0 ? null : readIdentifiers(access, known, index)
}
