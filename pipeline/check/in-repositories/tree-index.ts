import { groupBy } from '../../model/group-by.js'
import type { RepositoryTree, TreeEntry } from '../../model/repositories.js'
import { baseName } from './file-names.js'

/** A tree, looked up by more than its paths. */
export interface TreeIndex {
  files: readonly TreeEntry[]
  hasFile(path: string): boolean
  /** Paths that differ from this one in letter case alone. */
  inOtherCase(path: string): readonly string[]
  /** Files whose base name is that of this path, letter case aside; none for names that say nothing. */
  filesNamed(path: string): readonly string[]
  filesOfContent(objectId: string): readonly string[]
}

/** Names that nearly every folder may hold. */
const commonNames =
  /^(readme|index|license|changelog|contributing|__init__|main|config|package|template)(\.|$)|^\./i

/** Git's ids of the empty content, in SHA-1 and SHA-256: all empty files are alike. */
const emptyContents = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
])

export function treeIndex({ entries }: RepositoryTree): TreeIndex {
  const all = [...entries.values()]
  const files = all.filter(({ kind }) => kind === 'file')
  const folded = once(() => grouped(all, ({ path }) => path.toLowerCase()))
  const named = once(() => grouped(files, ({ path }) => baseName(path).toLowerCase()))
  const contents = once(() => grouped(files, ({ objectId }) => objectId))
  return {
    files,
    hasFile: (path) => entries.get(path)?.kind === 'file',
    inOtherCase: (path) => (folded().get(path.toLowerCase()) ?? []).filter((other) => other !== path),
    filesNamed: (path) =>
      commonNames.test(baseName(path)) ? [] : (named().get(baseName(path).toLowerCase()) ?? []),
    filesOfContent: (objectId) => (emptyContents.has(objectId) ? [] : (contents().get(objectId) ?? [])),
  }
}

function grouped(entries: readonly TreeEntry[], key: (entry: TreeEntry) => string): Map<string, string[]> {
  return new Map([...groupBy(entries, key)].map(([name, group]) => [name, group.map(({ path }) => path)]))
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
