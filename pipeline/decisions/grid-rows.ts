import { type ColumnUse, type KnownHeadings, squeezed } from './columns.js'
import { type Grid, type GridRow, isBlank, type OtherWords, type WrittenRow } from './written-row.js'

/** Rows among which the header is looked for: a title and a sentence or two may stand above it. */
export const headerWithin = 50

interface Column {
  heading: string
  use: ColumnUse | null
}

/** Whether a row is the header: one of its cells names the column of gap ids. */
export function isHeader({ cells }: GridRow, known: KnownHeadings): boolean {
  return [...cells.values()].some((text) => known.get(squeezed(text)) === 'gapId')
}

/**
 * The rows below the header of a grid, each cell under its heading; null where no row names the gap ids.
 *
 * Columns are told by their headings alone, wherever they stand. Of two columns for one field the first is the
 * field; the second, like any column that this program does not write, is somebody's own.
 */
export function rowsOfGrid({ sheet, rows }: Grid, known: KnownHeadings): WrittenRow[] | null {
  const at = rows.slice(0, headerWithin).findIndex((row) => isHeader(row, known))
  const header = rows[at]
  if (header === undefined) return null
  const columns = columnsOf(header, known)
  return rows.slice(at + 1).map((row) => writtenRow(sheet, row, columns))
}

function columnsOf({ cells }: GridRow, known: KnownHeadings): Map<number, Column> {
  const taken = new Set<ColumnUse>()
  const columns = new Map<number, Column>()
  for (const [at, heading] of [...cells].sort(([a], [b]) => a - b)) {
    const use = known.get(squeezed(heading)) ?? null
    const isField = use !== null && use !== 'ours' && use !== 'made'
    columns.set(at, { heading, use: isField && taken.has(use) ? null : use })
    if (isField) taken.add(use)
  }
  return columns
}

function writtenRow(sheet: string | null, { row, cells }: GridRow, columns: Map<number, Column>): WrittenRow {
  const written: WrittenRow = { sheet, row, words: {}, more: [], ours: [] }
  for (const [at, text] of [...cells].sort(([a], [b]) => a - b)) {
    const { heading, use } = columns.get(at) ?? { heading: `Column ${at + 1}`, use: null }
    addWords(written, use, { heading: isBlank(heading) ? `Column ${at + 1}` : heading, text })
  }
  return written
}

/** Puts the words of one cell where they belong; blank ones nowhere. */
export function addWords(written: WrittenRow, use: ColumnUse | null, words: OtherWords): void {
  if (isBlank(words.text) || use === 'made') return
  if (use === null || (use !== 'ours' && written.words[use] !== undefined)) written.more.push(words)
  else if (use === 'ours') written.ours.push(words)
  else written.words[use] = words.text
}
