import { groupBy } from '../../model/group-by.js'
import type { Departure, RepositoryAccess } from '../../model/repositories.js'
import { identifierFormat, identifiersIn } from './identifiers.js'
import type { TreeIndex } from './tree-index.js'

/** Identifiers inside files, of those that went and of those that are there. */
export interface IdentifierIndex {
  /** Of the last content of a file that went, in its file's format; null where that content is not at hand. */
  ofContent(departure: Departure, path: string): readonly string[] | null
  ofFile(path: string): readonly string[]
  /** Files of today, of the format of `like`, that hold an identifier. */
  holders(identifier: string, like: string): readonly string[]
}

/**
 * Reads the last contents of files that went; and, for each format in which any of them stated an identifier, all files
 * of today.
 */
export async function readIdentifiers(
  access: Pick<RepositoryAccess, 'read'>,
  departures: readonly Departure[],
  index: TreeIndex,
): Promise<IdentifierIndex> {
  const contents = await readContents(
    access,
    departures.flatMap(({ objectId, path }) => (objectId === null ? [] : [{ objectId, path }])),
  )
  const stating = new Set(
    departures.flatMap(({ objectId, path }) => {
      const format = identifierFormat(path)
      return format !== null && (contents.get(keyOf(objectId, format)) ?? []).length > 0 ? [format] : []
    }),
  )
  const files = index.files.filter(({ path }) => stating.has(identifierFormat(path) ?? ''))
  const today = await readContents(access, files)
  const ofFile = new Map<string, readonly string[]>()
  const held: { key: string; path: string }[] = []
  for (const { path, objectId } of files) {
    const format = identifierFormat(path) ?? ''
    const identifiers = today.get(keyOf(objectId, format)) ?? []
    ofFile.set(path, identifiers)
    for (const identifier of identifiers) held.push({ key: keyOf(identifier, format), path })
  }
  const holders = groupBy(held, ({ key }) => key)
  return {
    ofContent: ({ objectId }, path) => contents.get(keyOf(objectId, identifierFormat(path) ?? '')) ?? null,
    ofFile: (path) => ofFile.get(path) ?? [],
    holders: (identifier, like) =>
      (holders.get(keyOf(identifier, identifierFormat(like) ?? '')) ?? []).map(({ path }) => path),
  }
}

/** The identifiers of contents, by content and format: one content may stand in files of two. */
async function readContents(
  access: Pick<RepositoryAccess, 'read'>,
  wanted: readonly { objectId: string; path: string }[],
): Promise<Map<string, readonly string[]>> {
  const formats = new Map<string, Set<string>>()
  for (const { objectId, path } of wanted) {
    const format = identifierFormat(path)
    if (format !== null) formats.set(objectId, (formats.get(objectId) ?? new Set()).add(format))
  }
  const found = new Map<string, readonly string[]>()
  await access.read([...formats.keys()], (objectId, bytes) => {
    for (const format of formats.get(objectId) ?? [])
      found.set(keyOf(objectId, format), identifiersIn(bytes, format))
  })
  return found
}

function keyOf(name: string | null, format: string): string {
  return `${format} ${name}`
}
