import { GitError } from '../git.js'
import { atHand } from './local-contents.js'
import type { LocalGit } from './local-git.js'

/** What commits renamed, by commit, then by the old path. */
export type Renames = ReadonlyMap<string, ReadonlyMap<string, string>>

/** One commit held against one of its parents. */
interface Comparison {
  commit: string
  /** Old path to new. */
  renames: Map<string, string>
  /** Contents of the files that went and of those that came, and were no renames. */
  gone: Set<string>
  came: Set<string>
}

/** Pairs of files beyond the square of this are not compared, which is git's own measure: only equal ones are found. */
const limit = '-l1000'

/**
 * What these commits renamed by git's reckoning (half of the lines alike).
 *
 * Files that moved unchanged are told by their ids. Only where a commit has files left over on both sides are their
 * contents compared, and only where all of these are at hand: one that is missing would end git's work.
 */
export async function readRenames(git: LocalGit, commits: readonly string[]): Promise<Renames> {
  if (commits.length === 0) return new Map()
  const exact = await compare(git, commits, '-M100%')
  const unclear = exact.filter(({ gone, came }) => gone.size > 0 && came.size > 0)
  const contents = (each: Comparison) => [...each.gone, ...each.came]
  const present = await atHand(git, new Set(unclear.flatMap(contents)))
  const untold = new Set(
    unclear.filter((each) => !contents(each).every((id) => present.has(id))).map(({ commit }) => commit),
  )
  const comparable = [...new Set(unclear.map(({ commit }) => commit))].filter((commit) => !untold.has(commit))
  const similar = comparable.length === 0 ? [] : await compare(git, comparable, '-M50%').catch(nothingFound)
  return byCommit([...similar, ...exact])
}

/** The first word on a path stands: what git reckons goes before the equal ids that are part of it. */
function byCommit(comparisons: readonly Comparison[]): Renames {
  const all = new Map<string, Map<string, string>>()
  for (const { commit, renames } of comparisons) {
    const known = all.get(commit) ?? new Map<string, string>()
    for (const [from, to] of renames) if (!known.has(from)) known.set(from, to)
    all.set(commit, known)
  }
  return all
}

function nothingFound(cause: unknown): Comparison[] {
  if (cause instanceof GitError) return []
  throw cause
}

async function compare(git: LocalGit, commits: readonly string[], similarity: string): Promise<Comparison[]> {
  const words = [
    'diff-tree',
    '--stdin',
    '-r',
    '-m',
    '-z',
    '--no-abbrev',
    similarity,
    limit,
    '--diff-filter=ADR',
  ]
  const found: Comparison[] = []
  const paths: string[] = []
  let raw: string[] | null = null
  for await (const part of git.parts(words, '\0', commits.map((commit) => `${commit}\n`).join(''))) {
    const last = found.at(-1)
    if (raw !== null && last !== undefined) {
      paths.push(part)
      if (raw[4]?.startsWith('R') && paths.length < 2) continue
      note(last, raw, paths.splice(0))
      raw = null
    } else if (part.startsWith(':')) raw = part.slice(1).split(' ')
    else
      found.push({
        commit: part.trim().split(' ')[0] ?? '',
        renames: new Map(),
        gone: new Set(),
        came: new Set(),
      })
  }
  return found
}

/** `OLD-MODE SP NEW-MODE SP OLD-ID SP NEW-ID SP STATUS` (git-diff-tree, raw output), and the paths behind it. */
function note(comparison: Comparison, raw: readonly string[], [from = '', to = '']: readonly string[]): void {
  const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = raw
  if (status.startsWith('R')) comparison.renames.set(from, to)
  // Links and submodules are never compared.
  if (status === 'D' && oldMode.startsWith('100')) comparison.gone.add(oldId)
  if (status === 'A' && newMode.startsWith('100')) comparison.came.add(newId)
}
