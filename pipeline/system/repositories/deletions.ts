import type { Departure } from '../../model/repositories.js'
import { GitError } from '../git.js'
import type { LocalGit } from './local-git.js'

/** A file's last going, before anybody asked for renames. */
export type Deletion = Omit<Departure, 'renamedTo'>

/** The newest deletion of each path. */
export type Deletions = ReadonlyMap<string, Deletion>

const submodule = ':160000'

/**
 * The newest deletion of every path in the history of a commit, in one pass of git-log: asking for each path by
 * itself would walk the history once for each. `merges` looks at what merges themselves left out, against each of
 * their parents, which also shows what a merged branch deleted; so that pass is only for paths the other knows not.
 * A history that is not all at hand tells what it has, back to where it ends.
 */
export async function readDeletions(
  git: LocalGit,
  commit: string,
  which: 'commits' | 'merges',
): Promise<Deletions> {
  const choice = which === 'merges' ? ['--merges', '-m'] : ['--no-merges']
  const format = [
    '-z',
    '--raw',
    '--root',
    '--no-renames',
    '--no-abbrev',
    '--diff-filter=D',
    '--format=commit %H %ct',
  ]
  const newest = new Map<string, Deletion>()
  try {
    await note(newest, git.parts(['log', ...choice, ...format, commit, '--'], '\0'))
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause
  }
  return newest
}

async function note(newest: Map<string, Deletion>, log: AsyncGenerator<string>): Promise<void> {
  let at = ''
  let by = ''
  let objectId: string | null | undefined
  for await (const part of log) {
    if (objectId !== undefined) {
      if (!newest.has(part)) newest.set(part, { path: part, commit: by, at, objectId })
      objectId = undefined
      continue
    }
    const header = /^\n*commit ([0-9a-f]+) (\d+)/.exec(part)
    if (header !== null) {
      by = header[1] ?? ''
      at = new Date(Number(header[2]) * 1000).toISOString()
    }
    // `:OLD-MODE SP NEW-MODE SP OLD-ID SP NEW-ID SP D`, then the path (git-diff-tree, raw output).
    const raw = part.slice(part.indexOf(':'))
    if (raw.startsWith(':')) objectId = raw.startsWith(submodule) ? null : (raw.split(' ')[2] ?? null)
  }
}
