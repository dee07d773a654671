import type { AddressColumn, PageRecord } from '../model/records.js'

/** The parts of a page that hold its links. */
type LinksOfPage = Pick<PageRecord, 'technique' | 'description' | 'sections'>

/**
 * Where the addresses of a page's links begin on their lines, for those that stand there once as `](address`: whoever is
 * to replace one must not touch anything else. In order of line; none of a line of more than 10,000 characters.
 */
export function addressColumns(lines: readonly string[], page: LinksOfPage): AddressColumn[] {
  const found = new Map<string, AddressColumn>()
  for (const { url, line } of linksOf(page)) {
    const column = columnOf(lines[line - 1] ?? '', url)
    if (column !== null) found.set(`${line} ${url}`, { line, column, length: url.length })
  }
  return [...found.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Longer lines are not written by people, and to look through one for each of its links takes time with its square. */
const charactersAtMost = 10_000

function columnOf(line: string, url: string): number | null {
  if (line.length > charactersAtMost) return null
  const written = `](${url}`
  const at = line.indexOf(written)
  if (url === '' || at === -1 || line.indexOf(url) !== at + 2 || line.lastIndexOf(url) !== at + 2) return null
  return /^[)\s]/.test(line.slice(at + written.length)) ? at + 3 : null
}

function linksOf({ technique, description, sections }: LinksOfPage) {
  const mappings = sections.flatMap((section) => section.mappings)
  return [
    ...(technique === null ? [] : [technique]),
    ...(description?.links ?? []),
    ...mappings.flatMap(({ source, locator, rows }) => [
      ...(source === null ? [] : [source]),
      ...(locator?.links ?? []),
      ...rows.flatMap(({ url, line, trail }) => [...(url === null ? [] : [{ url, line }]), ...trail]),
    ]),
  ]
}
