import type { Departure } from '../../model/repositories.js'
import { GitError } from '../git.js'
import type { LocalGit } from './local-git.js'

/** A file's last going, before anybody asked for renames. */
export type Deletion = Omit<Departure, 'renamedTo'>

/** What a history says of files that went. */
export interface Deletions {
  /** The newest deletion of each path. */
  newest: ReadonlyMap<string, Deletion>
  /** Paths that were made again since then: if one is not there, a merge left it out. */
  remade: ReadonlySet<string>
}

/** Which commits are looked at: those of one parent, all merges, or the merges of the main line against what it had. */
export type Which = 'commits' | 'merges' | 'main-merges'

const choices: Readonly<Record<Which, readonly string[]>> = {
  commits: ['--no-merges'],
  merges: ['--merges', '-m'],
  'main-merges': ['--merges', '-m', '--first-parent'],
}

const submodule = ':160000'

/**
 * The newest deletion of every path in the history of a commit, in one pass of git-log: asking for each path by
 * itself would walk the history once for each. `merges` looks at what merges themselves left out, against each of
 * their parents, which also shows what a merged branch deleted; so that pass is only for paths the other knows not.
 * A history that is not all at hand tells what it has, back to where it ends.
 */
export async function readDeletions(git: LocalGit, commit: string, which: Which): Promise<Deletions> {
  const format = [
    '-z',
    '--raw',
    '--root',
    '--no-renames',
    '--no-abbrev',
    which === 'commits' ? '--diff-filter=AD' : '--diff-filter=D',
    '--format=commit %H %ct',
  ]
  const found = { newest: new Map<string, Deletion>(), remade: new Set<string>() }
  try {
    await note(found, git.parts(['log', ...choices[which], ...format, commit, '--'], '\0'))
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause
  }
  return found
}

interface Found {
  newest: Map<string, Deletion>
  remade: Set<string>
}

async function note({ newest, remade }: Found, log: AsyncGenerator<string>): Promise<void> {
  let at = ''
  let by = ''
  let objectId: string | null | undefined
  let isAdded = false
  for await (const part of log) {
    if (objectId !== undefined) {
      // The log goes back in time: what comes first is newer.
      if (isAdded && !newest.has(part)) remade.add(part)
      if (!isAdded && !newest.has(part)) newest.set(part, { path: part, commit: by, at, objectId })
      objectId = undefined
      continue
    }
    const header = /^\n*commit ([0-9a-f]+) (\d+)/.exec(part)
    if (header !== null) {
      by = header[1] ?? ''
      at = new Date(Number(header[2]) * 1000).toISOString()
    }
    // `:OLD-MODE SP NEW-MODE SP OLD-ID SP NEW-ID SP D` (or A), then the path (git-diff-tree, raw output).
    const raw = part.slice(part.indexOf(':'))
    isAdded = raw.endsWith('A')
    if (raw.startsWith(':')) objectId = raw.startsWith(submodule) ? null : (raw.split(' ')[2] ?? null)
  }
}
