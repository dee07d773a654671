import { type Column, csvHeader } from './definitions.js'
import { fieldOf, listSeparator } from './field.js'

/** A column as it is shown; one that was made of what people typed besides has the heading that they gave it. */
export type ShownColumn = Column & { extra?: string }

/**
 * The columns of a table for certain rows: each column of type `extra` gives way to a column for every heading that
 * its lists hold, in the order in which they occur. A heading that the table has already gets a number behind it.
 */
export function shownColumns(columns: readonly Column[], rows: readonly unknown[]): ShownColumn[] {
  const taken = new Set(columns.flatMap((column) => [column.heading, csvHeader(column)]))
  return columns.flatMap((column): ShownColumn[] => {
    if (column.type !== 'extra') return [column]
    const headings = new Set(rows.flatMap((row) => itemsOf(row, column).map(({ heading }) => heading)))
    return [...headings].map((extra) => {
      const heading = free(extra, taken)
      return { ...column, type: 'text', heading, csv: heading, extra }
    })
  })
}

/** The value that a row shows in a column. */
export function valueIn(row: unknown, column: ShownColumn): unknown {
  if (column.extra === undefined) return labelled(fieldOf(row, column.field), column)
  const texts = itemsOf(row, column).filter(({ heading }) => heading === column.extra)
  return texts.length === 0 ? null : texts.map(({ text }) => text).join(listSeparator)
}

function labelled(value: unknown, { labels }: Column): unknown {
  if (labels === undefined || typeof value !== 'string' || !Object.hasOwn(labels, value)) return value
  return labels[value]
}

function itemsOf(row: unknown, column: Column): { heading: string; text: string }[] {
  const items = fieldOf(row, column.field)
  return Array.isArray(items) ? items : []
}

function free(wanted: string, taken: Set<string>): string {
  const base = wanted.trim() === '' ? 'More' : wanted
  let heading = base
  for (let count = 2; taken.has(heading); count += 1) heading = `${base} (${count})`
  taken.add(heading)
  return heading
}
