import type { Departure, RepositoryAccess, RepositoryTree } from '../../model/repositories.js'
import { type Fate, lost } from './fate.js'
import { fileTracing } from './file-tracing.js'
import { folderFate } from './folder-fate.js'

/** What became of these paths, which the tree lacks. */
export async function fatesOf(
  access: RepositoryAccess,
  tree: RepositoryTree,
  missing: readonly string[],
): Promise<Map<string, Fate>> {
  const paths = [...new Set(missing)]
  const tracing = fileTracing(access, tree)
  const departures = await access.departures(tree.commit, paths)
  const unknown = paths.filter((path) => !departures.has(path))
  const below = await access.departuresUnder(tree.commit, unknown)
  const folders = new Set(unknown.filter((path) => (below.get(path) ?? []).length > 0))
  const files = paths.filter((path) => !folders.has(path))

  const inFolders = new Map<string, Departure>([...below.values()].flat().map((each) => [each.path, each]))
  const traced = new Map([...inFolders, ...departures])
  const gone = [...inFolders.keys()].filter((path) => !tree.entries.has(path))
  const fates = await tracing.trace([...new Set([...files, ...gone])], traced)
  for (const folder of folders)
    fates.set(folder, folderFate(folder, below.get(folder) ?? [], fates, access.readsContents))

  return new Map(
    paths.map((path) => {
      const others = tracing.index.inOtherCase(path)
      const fate = fates.get(path) ?? lost(null)
      return [path, others.length === 0 ? fate : inOtherCase(others, fate)]
    }),
  )
}

/**
 * A path that is there in another letter case is what was meant, unless the file's identifier or its very bytes are
 * elsewhere: those go before any name.
 */
function inOtherCase(others: readonly string[], fate: Fate): Fate {
  const [target, ...more] = others
  const isElsewhere = fate.evidence === 'identity' || fate.evidence === 'content'
  if (isElsewhere && !others.includes(fate.target ?? '')) return fate
  const meant = isElsewhere ? fate.target : more.length === 0 ? (target ?? null) : null
  if (meant === null) return lost(fate.departure, others)
  return { target: meant, evidence: 'name', certainty: 'high', candidates: [], departure: fate.departure }
}
