/**
 * The value that a dotted path leads to, or undefined where it leads nowhere.
 *
 * Own properties only, so that no path reaches a prototype.
 */
export function fieldOf(row: unknown, path: string): unknown {
  if (!path.includes('.')) return own(row, path)
  return path.split('.').reduce(own, row)
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

/** The rows that a dotted path names in a report; none where it names no list. */
export function rowsOf(report: unknown, path: string): readonly unknown[] {
  const rows = fieldOf(report, path)
  return Array.isArray(rows) ? rows : []
}

/** What stands between the items of a list in one cell, in every format. */
export const listSeparator = '; '

/** How a list stands in one cell, in every format: its items in a row, a place as `file:line`. */
export function listText(items: readonly unknown[]): string {
  return items.map((item) => (isPlace(item) ? `${item.file}:${item.line}` : String(item))).join(listSeparator)
}

function isPlace(item: unknown): item is { file: string; line: number } {
  return typeof item === 'object' && item !== null && 'file' in item && 'line' in item
}
