import { sha256 } from '../model/digest.js'
import type { OutsideCells, OutsideColumn, OutsideCounts, OutsideRow } from '../model/outside-table.js'
import type { NamedFile } from '../model/ports.js'
import { knownColumn, namedColumns, techniqueColumn } from './columns.js'
import { type RawTable, readRows } from './table-rows.js'
import { unfit } from './unfit.js'

/**
 * Somebody else's counts for each technique and source: `cvc.json`, its CSV, or another table of that form.
 *
 * An empty or absent cell is no figure and stays null; it is never taken for zero. Columns of text are left out.
 *
 * @param columns `COLUMN=CATEGORY/SOURCE`, for columns whose names do not say whose counts they hold
 * @throws {Failure} (exit 3) where the file is no table, has no technique column, names a technique twice, or a
 *   column that is to be compared holds anything but whole numbers
 */
export function readOutside({ name, bytes }: NamedFile, columns: readonly string[]): OutsideCounts {
  const table = readRows(name, textOf(name, bytes))
  const idColumn = techniqueColumn(table.columns)
  if (idColumn === null) throw unfit(name, 'none of its columns is named as one of technique ids')
  const named = namedColumns(columns, table.columns, name)
  const counted = table.columns.flatMap((column): OutsideColumn[] => {
    if (column === idColumn) return []
    const meaning = named.get(column) ?? knownColumn(column)
    if (meaning === 'scores') return []
    if (meaning !== null) return [{ column, meaning }]
    return holdsCounts(table, column) ? [{ column, meaning: null }] : []
  })
  if (counted.every(({ meaning }) => meaning === null)) {
    throw unfit(name, 'it is not known whose counts its columns hold; say so with --reconcile-column')
  }
  const rows = rowsOf(name, table, idColumn, counted)
  return { name, sha256: sha256(bytes), columns: counted, rows, cells: cellsOf(table, rows) }
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unfit(name, 'it is no UTF-8 text', cause)
  }
}

function rowsOf(
  name: string,
  table: RawTable,
  idColumn: string,
  columns: readonly OutsideColumn[],
): OutsideRow[] {
  const firstRow = new Map<string, number>()
  return table.rows.map((cells, index) => {
    const written = cells.get(idColumn)
    const techniqueId = techniqueIdOf(written)
    if (techniqueId === null) {
      throw unfit(name, `row ${index + 1} has no ATT&CK id in "${idColumn}" but "${shown(written)}"`)
    }
    const first = firstRow.get(techniqueId)
    if (first !== undefined) throw unfit(name, `rows ${first} and ${index + 1} are both of ${techniqueId}`)
    firstRow.set(techniqueId, index + 1)
    const counts = columns.map(({ column }) => {
      const count = countOf(cells.get(column))
      if (count !== undefined) return count
      throw unfit(
        name,
        `"${shown(cells.get(column))}" in column "${column}", row ${index + 1}, is no whole number`,
      )
    })
    return { techniqueId, counts }
  })
}

/** Whatever the table has whole numbers for, by technique and column. */
function cellsOf(table: RawTable, rows: readonly OutsideRow[]): OutsideCells {
  return new Map(
    table.rows.map((cells, index) => [
      rows[index]?.techniqueId ?? '',
      Object.fromEntries([...cells].map(([column, cell]) => [column, countOf(cell) ?? null])),
    ]),
  )
}

/** `T1001.002`, also before a name: `T1001.002: Steganography`. */
function techniqueIdOf(value: unknown): string | null {
  const match = typeof value === 'string' ? /^\s*(T\d{4}(?:\.\d{3})?)(?![\w.])/i.exec(value) : null
  return match?.[1]?.toUpperCase() ?? null
}

/** The whole number of a cell, null where there is no figure, undefined where it is something else. */
function countOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^(|-|–|n\/a)$/i.test(text)) return null
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** Whether a column holds whole numbers and nothing else. */
function holdsCounts({ rows }: RawTable, column: string): boolean {
  const counts = rows.map((cells) => countOf(cells.get(column)))
  return counts.some((count) => typeof count === 'number') && !counts.includes(undefined)
}

function shown(value: unknown): string {
  return String(value ?? '').slice(0, 40)
}
