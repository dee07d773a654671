import { groupBy } from '../../model/group-by.js'
import { extensionOf, wordsOf } from '../in-repositories/file-names.js'

/** Paths that one commit touched. */
export interface CommitPaths {
  removed: readonly string[]
  added: readonly string[]
  /** Old and new paths of what git saw renamed: one of them may be more like a path than its partner is. */
  renamedFrom: readonly string[]
  renamedTo: readonly string[]
}

/** Of ten words in both names four must be shared; within a folder, where files are alike, five. */
const leastLikeness = 0.4
const leastInFolder = 0.5

/** What the next best partner may have of the best one's likeness. */
const nextBest = 3 / 4

/** Commits that add or remove more are no edits of single files: there a file is looked for in its folder alone. */
const mostFiles = 300

/**
 * Files that were rewritten and renamed in one commit, which git takes for a removal and an addition: by old path.
 *
 * Only where the two names are most like each other by far, seen from both sides: those of all files that the commit
 * added, or those of all that came to be in the same folder, be it from elsewhere.
 */
export function namePairs({ removed, added, renamedFrom, renamedTo }: CommitPaths): Map<string, string> {
  const words = remembering(wordsOf)
  const likeness = (one: string, other: string) =>
    extensionOf(one) === extensionOf(other) ? jaccard(words(one), words(other)) : 0
  const isNew = new Set(added)
  const isSmall = removed.length <= mostFiles && added.length <= mostFiles
  const [came, left] = [
    groupBy([...added, ...renamedTo], folderOf),
    groupBy([...removed, ...renamedFrom], folderOf),
  ]
  const partner = (old: string, fresh: readonly string[], gone: readonly string[], least: number) => {
    const best = clearBest(fresh, (path) => likeness(old, path), least)
    return best !== null && clearBest(gone, (path) => likeness(path, best), least) === old ? best : null
  }
  const pairs = new Map<string, string>()
  for (const old of removed) {
    const folder = folderOf(old)
    const anywhere = isSmall
      ? partner(old, [...added, ...renamedTo], [...removed, ...renamedFrom], leastLikeness)
      : null
    const beside = partner(old, came.get(folder) ?? [], left.get(folder) ?? [], leastInFolder)
    const found = anywhere !== null && isNew.has(anywhere) ? anywhere : beside
    if (found !== null) pairs.set(old, found)
  }
  return pairs
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function clearBest(
  paths: readonly string[],
  likenessOf: (path: string) => number,
  least: number,
): string | null {
  let best: string | null = null
  let most = 0
  let next = 0
  for (const path of paths) {
    const likeness = likenessOf(path)
    if (likeness > most) {
      next = most
      most = likeness
      best = path
    } else next = Math.max(next, likeness)
  }
  return most >= least && next <= most * nextBest ? best : null
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length
  return shared === 0 ? 0 : shared / (one.size + other.size - shared)
}

function remembering<Result>(compute: (path: string) => Result): (path: string) => Result {
  const known = new Map<string, Result>()
  return (path) => {
    const result = known.get(path) ?? compute(path)
    known.set(path, result)
    return result
  }
}
