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

/** How the items of a list stand in one cell, in every format. */
export const listSeparator = '; '
