/**
 * The value that a dotted path leads to, or undefined where it leads nowhere.
 *
 * Own properties only, so that no path reaches a prototype.
 */
export function fieldOf(row: unknown, path: string): unknown {
  let at: unknown = row
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}

/** The rows that a dotted path names in a report; none where it names no list. */
export function rowsOf(report: unknown, path: string): readonly unknown[] {
  const rows = fieldOf(report, path)
  return Array.isArray(rows) ? rows : []
}

/** How a list stands in one cell, in every format: its items in a row, a place as `file:line`. */
export function listText(items: readonly unknown[]): string {
  return items.map((item) => (isPlace(item) ? `${item.file}:${item.line}` : String(item))).join('; ')
}

function isPlace(item: unknown): item is { file: string; line: number } {
  return typeof item === 'object' && item !== null && 'file' in item && 'line' in item
}
