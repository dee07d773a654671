import type { LinkRecord } from '../../model/links.js'
import type { Departure } from '../../model/repositories.js'

/** What became of a file or folder that a repository no longer has at its path. */
export interface Fate {
  /** The path where its content is now; null where nobody can tell, or where several could be it. */
  target: string | null
  evidence: LinkRecord['evidence']
  certainty: LinkRecord['certainty']
  /** Paths that its content may have gone to, none of them certain; in order of name. */
  candidates: string[]
  departure: Departure | null
}

/** Where nothing leads to. */
export function lost(departure: Departure | null, candidates: Iterable<string> = []): Fate {
  const some = [...new Set(candidates)].sort().slice(0, candidatesAtMost)
  return { target: null, evidence: null, certainty: null, candidates: some, departure }
}

/** More are no help to anybody who has to choose. */
const candidatesAtMost = 10

/** What there is to know of one file that went. Paths are of files that the repository has today. */
export interface Clues {
  departure: Departure | null
  /** The identifiers in its last content; null where that could not be read. */
  identifiers: readonly string[] | null
  /** Where each of its identifiers stands today. */
  heldBy: readonly string[]
  /** Where its very bytes stand today. */
  sameContent: readonly string[]
  /** Where the chain of renamings in the history ends, if it ends at a file of today. */
  renamedTo: string | null
  /** Files whose names speak against that chain. */
  rivals: readonly string[]
  /** Files of its name, letter case aside. */
  sameName: readonly string[]
  /** The identifiers of a file of today; empty where it states none, or could not be read. */
  identifiersOf(path: string): readonly string[]
}

/**
 * Where a file went, by the surest clue that there is: its own identifier, then its very bytes, then the history's
 * renamings, then its name. Two places that a clue names equally are both candidates: nothing is decided by chance.
 *
 * A file that has an identifier is never taken to have been renamed to one that has another: git's similarity takes
 * siblings for one another. The only file of its name is its successor even so, with low certainty.
 */
export function fateOf(clues: Clues): Fate {
  const { departure, identifiers, heldBy, sameContent, renamedTo, rivals, sameName } = clues
  if (heldBy.length > 0) return only(mostOf(heldBy), 'identity', 'high', departure)
  if (sameContent.length > 0) return only([...new Set(sameContent)], 'content', 'high', departure)
  const isOther = (path: string) => {
    const theirs = clues.identifiersOf(path)
    return (identifiers ?? []).length > 0 && theirs.length > 0
  }
  if (renamedTo !== null && !isOther(renamedTo) && rivals.length === 0)
    return only([renamedTo], 'rename', 'medium', departure)
  if (renamedTo === null && rivals.length === 0 && sameName.length > 0) {
    return only(sameName, 'name', sameName.some(isOther) ? 'low' : 'medium', departure)
  }
  return lost(departure, [...sameName, ...rivals, ...(renamedTo === null ? [] : [renamedTo])])
}

function only(
  paths: readonly string[],
  evidence: Fate['evidence'],
  certainty: Fate['certainty'],
  departure: Fate['departure'],
): Fate {
  const [target, ...others] = paths
  if (target === undefined || others.length > 0) return lost(departure, paths)
  return { target, evidence, certainty, candidates: [], departure }
}

/** Of files that hold some of many identifiers (a file of tests) the one that holds more than half; else all. */
function mostOf(held: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const path of held) counts.set(path, (counts.get(path) ?? 0) + 1)
  const main = [...counts].filter(([, count]) => count * 2 > held.length).map(([path]) => path)
  return main.length === 1 ? main : [...counts.keys()]
}
