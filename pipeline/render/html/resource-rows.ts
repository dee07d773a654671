import { firstWhere } from '../../model/first-where.js'
import { groupBy } from '../../model/group-by.js'
import type { Report, ReportMapping, ReportResource } from '../../model/report.js'
import type { LinkData, ResourceData } from './page-data.js'

/** Looks up the place of the first row of a key; -1 where there is none. */
export function indexOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): (key: string) => number {
  const indices = new Map<string, number>()
  rows.forEach((row, index) => {
    if (!indices.has(keyOf(row))) indices.set(keyOf(row), index)
  })
  return (key) => indices.get(key) ?? -1
}

/** The links that stand behind resources, each once. */
export function linkTable({ resources, links }: Report): {
  rows: LinkData[]
  indexOf: (url: string | null) => number
} {
  const known = new Map(links.map((link) => [link.url, link]))
  const indices = new Map<string, number>()
  const rows: LinkData[] = []
  for (const { evidenceUrl: url, linkState, target, since } of resources) {
    if (url === null || indices.has(url)) continue
    indices.set(url, rows.length)
    const link = known.get(url)
    rows.push([url, linkState ?? 'unchecked', target, since, link?.reason ?? null, link?.method ?? null])
  }
  return { rows, indexOf: (url) => (url === null ? -1 : (indices.get(url) ?? -1)) }
}

/** Each row with the block that it stands in: the last one of its source that begins above it. */
export function resourceRows(
  { mappings, resources }: Report,
  linkOf: (url: string | null) => number,
): ResourceData[] {
  const keyOf = ({ file, category, source }: ReportMapping | ReportResource) =>
    `${category} ${source} ${file}`
  const places = mappings.map((mapping, index) => ({ key: keyOf(mapping), line: mapping.line, index }))
  const blocks = groupBy(places, ({ key }) => key)
  return resources.map((row) => {
    const own = blocks.get(keyOf(row)) ?? []
    const block = own[firstWhere(own, ({ line }) => line > row.line) - 1] ?? own[0]
    const isOwn = row.evidencedBy === 'own-link' ? 1 : 0
    return [
      block?.index ?? -1,
      row.label,
      linkOf(row.evidenceUrl),
      isOwn,
      row.tests,
      row.repeat ? 1 : 0,
      row.line,
    ]
  })
}
