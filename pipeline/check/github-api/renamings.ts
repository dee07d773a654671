import { identifierFormat, identifiersIn } from '../in-repositories/identifiers.js'
import { namePairs } from './name-pairs.js'

/** One file of a commit, as GitHub lists it. */
export interface ChangedFile {
  status: string
  filename: string
  previous_filename?: string | undefined
  /** Lines added and taken out. */
  changes?: number | undefined
  /** The changed lines, of files that are neither binary nor huge. */
  patch?: string | undefined
}

/** Where a file went that left with a commit. */
export interface Renaming {
  renamedTo: string | null
  /** Whether the identifier inside says so, so that no other file comes into question. */
  isSure: boolean
}

/**
 * Where the files that left with a commit went, by old path.
 *
 * Git goes by how much of two files is alike: it takes siblings for one another, and sees no renaming where much was
 * rewritten. So where the changed lines show that the identifier of a file stands in another one now, and in just one,
 * that one is meant. Files whose lines show no identifier are paired by their names, if those leave no choice.
 */
export function renamings(files: readonly ChangedFile[]): Map<string, Renaming> {
  const left = files.flatMap((file) => {
    const old = file.status === 'removed' ? file.filename : file.previous_filename
    return old === undefined || !leaving.has(file.status) ? [] : [{ old, file }]
  })
  const holders = holdersOf(files)
  const pairs = namePairs({
    removed: left.flatMap(({ old, file }) => (isPairable(file, '-') ? [old] : [])),
    added: files.filter((file) => isPairable(file, '+')).map(({ filename }) => filename),
    renamedFrom: left.flatMap(({ old, file }) => (file.status === 'renamed' ? [old] : [])),
    renamedTo: files.filter(({ status }) => status === 'renamed').map(({ filename }) => filename),
  })
  return new Map(
    left.map(({ old, file }) => [
      old,
      byIdentifier(old, file, holders) ?? byGit(file) ?? { renamedTo: pairs.get(old) ?? null, isSure: false },
    ]),
  )
}

function byIdentifier(old: string, file: ChangedFile, holders: Holders): Renaming | null {
  const lost = identifiersOf(old, file.patch, '-')
  const [only, ...others] = new Set(lost.flatMap((identifier) => [...(holders.get(identifier) ?? [])]))
  if (only !== undefined && others.length === 0) return { renamedTo: only, isSure: true }
  // With another identifier it is another one, however much of it is alike.
  const isOther = only === undefined && lost.length > 0 && identifiersOf(old, file.patch, '+').length > 0
  return isOther ? { renamedTo: null, isSure: true } : null
}

/** Git is right where nothing changed, and where the changed lines leave the identifier as it was. */
function byGit({ status, filename, changes, patch }: ChangedFile): Renaming | null {
  if (status !== 'renamed') return null
  const isKept =
    patch !== undefined &&
    identifierFormat(filename) !== null &&
    identifiersOf(filename, patch, '-').length === 0
  return { renamedTo: filename, isSure: changes === 0 || isKept }
}

const leaving: ReadonlySet<string> = new Set(['removed', 'renamed'])

/** Removed or added, and without a line that tells its identifier: with one the identifier decides. */
function isPairable({ status, filename, patch }: ChangedFile, sign: '+' | '-'): boolean {
  return status === (sign === '-' ? 'removed' : 'added') && identifiersOf(filename, patch, sign).length === 0
}

/** The files that got an identifier in this commit, by identifier. */
type Holders = ReadonlyMap<string, ReadonlySet<string>>

function holdersOf(files: readonly ChangedFile[]): Holders {
  const holders = new Map<string, Set<string>>()
  for (const { filename, patch } of files) {
    for (const identifier of identifiersOf(filename, patch, '+'))
      holders.set(identifier, (holders.get(identifier) ?? new Set()).add(filename))
  }
  return holders
}

/** The line that names a file as a whole; lists of identifiers within a file are not its own. */
const ownLine = /^["' ]{0,8}(?:id|rule_id)\b/

/** Identifiers in the lines of a patch that were added (`+`) or taken out (`-`), with their format. */
function identifiersOf(path: string, patch: string | undefined, sign: '+' | '-'): string[] {
  const format = identifierFormat(path)
  if (patch === undefined || format === null) return []
  const lines = patch
    .split('\n')
    .filter((line) => line.startsWith(sign) && ownLine.test(line.slice(1)))
    .map((line) => line.slice(1))
  const stated = identifiersIn(new TextEncoder().encode(lines.join('\n')), format)
  return stated.map((identifier) => `${format} ${identifier}`)
}
