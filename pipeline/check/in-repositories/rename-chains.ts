import type { Departure, RepositoryAccess, RepositoryTree } from '../../model/repositories.js'
import { extensionOf, wordsOf } from './file-names.js'
import type { NameAffinity } from './name-affinity.js'

/** The names that the history gave to a file after it had left its path. */
export interface RenameChain {
  /** A name of today, or the last one before the history says no more. */
  last: string
  /** Files that one of the commits added under names that are more like the old one, or that could as well be meant. */
  rivals: readonly string[]
}

/** Renamings are followed this far. */
const renamesAtMost = 20

/** Names that are this much more alike (of 2) speak against the history's guess; the guess's own by as much speaks for it. */
const rivalBy = 0.1

/** The chains that begin with these departures, by the path that went; only for those that were renamed. */
export async function renameChains(
  access: RepositoryAccess,
  tree: RepositoryTree,
  departures: ReadonlyMap<string, Departure>,
  affinity: NameAffinity,
): Promise<Map<string, RenameChain>> {
  const chains = new Map<string, RenameChain>()
  const known = new Map(departures)
  const follow = (path: string, departure: Departure | undefined): boolean => {
    const next = departure?.renamedTo ?? null
    if (departure === undefined || next === null) return false
    const before = chains.get(path)?.rivals ?? []
    chains.set(path, { last: next, rivals: [...before, ...rivalsOf(departure, next, affinity)] })
    return true
  }
  let open = [...departures].filter(([path, departure]) => follow(path, departure)).map(([path]) => path)
  for (let round = 0; open.length > 0 && round < renamesAtMost; round++) {
    const lastOf = (path: string) => chains.get(path)?.last ?? ''
    const gone = open.filter((path) => tree.entries.get(lastOf(path))?.kind !== 'file')
    const unknown = [...new Set(gone.map(lastOf))].filter((at) => !known.has(at))
    for (const [at, departure] of await access.departures(tree.commit, unknown)) known.set(at, departure)
    open = gone.filter((path) => follow(path, known.get(lastOf(path))))
  }
  return chains
}

function rivalsOf({ path, addedBeside }: Departure, renamedTo: string, affinity: NameAffinity): string[] {
  if (addedBeside === undefined) return []
  const likeness = affinity(path, renamedTo)
  const isRival = (other: string) => {
    const more = affinity(path, other) - likeness
    return more > rivalBy || (more > -rivalBy && areTwins(path, renamedTo, other))
  }
  return addedBeside.filter((other) => extensionOf(other) === extensionOf(path) && isRival(other))
}

/**
 * Whether two names differ in one word each, and the old name has neither of these words or both: a file that was split
 * in two (`crash_error` and `crash_wer`), of which either may be the old one.
 */
function areTwins(old: string, one: string, other: string): boolean {
  const [words, others, before] = [wordsOf(one), wordsOf(other), wordsOf(old)]
  const [own, ...moreOwn] = [...words].filter((word) => !others.has(word))
  const [theirs, ...moreTheirs] = [...others].filter((word) => !words.has(word))
  if (own === undefined || theirs === undefined || moreOwn.length + moreTheirs.length > 0) return false
  return before.has(own) === before.has(theirs)
}
