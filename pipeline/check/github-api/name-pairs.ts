/** Paths that one commit touched. */
export interface CommitPaths {
  removed: readonly string[]
  added: readonly string[]
  /** Old and new paths of what git saw renamed: one of them may be more like a path than its partner is. */
  renamedFrom: readonly string[]
  renamedTo: readonly string[]
}

/** Of ten words in both names four must be shared. */
const leastLikeness = 0.4

/** What the next best partner may have of the best one's likeness. */
const nextBest = 3 / 4

/** Commits that add or remove more are no edits of single files, and every pair of them is compared. */
const mostFiles = 300

/**
 * Files that were rewritten and renamed in one commit, which git takes for a removal and an addition: by old path.
 *
 * Only where the two names are most like each other by far, seen from both sides.
 */
export function namePairs({ removed, added, renamedFrom, renamedTo }: CommitPaths): Map<string, string> {
  const pairs = new Map<string, string>()
  if (removed.length > mostFiles || added.length > mostFiles) return pairs
  const wordsOf = remembering(words)
  const likeness = (one: string, other: string) =>
    extension(one) === extension(other) ? jaccard(wordsOf(one), wordsOf(other)) : 0
  const isNew = new Set(added)
  for (const old of removed) {
    const fresh = clearBest([...added, ...renamedTo], (path) => likeness(old, path))
    if (fresh === null || !isNew.has(fresh)) continue
    if (clearBest([...removed, ...renamedFrom], (path) => likeness(path, fresh)) === old)
      pairs.set(old, fresh)
  }
  return pairs
}

function clearBest(paths: readonly string[], likenessOf: (path: string) => number): string | null {
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
  return most >= leastLikeness && next <= most * nextBest ? best : null
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

function extension(path: string): string {
  return /\.[^.]*$/.exec(baseName(path))?.[0] ?? ''
}

function words(path: string): ReadonlySet<string> {
  const stem = baseName(path).replace(/\.[^.]*$/, '')
  return new Set(stem.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))
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
