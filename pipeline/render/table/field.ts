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

/** How the items of a list stand in one cell, in every format. */
export const listSeparator = '; '
