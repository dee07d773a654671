import Papa from 'papaparse'
import { unfit } from './source-file.js'

/**
 * The rows of a CSV text with a header (RFC 4180), by column name.
 *
 * @throws {Failure} (exit 3) where a column that is needed is missing or a row has more or fewer fields
 */
export function csvRows(file: string, text: string, needed: readonly string[]): Record<string, string>[] {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim(),
    transform: (value) => value.trim(),
  })
  const missing = needed.filter((name) => !(meta.fields ?? []).includes(name))
  if (missing.length > 0)
    throw unfit(file, `it has no column ${missing.map((each) => `"${each}"`).join(', ')}`)
  const [error] = errors
  if (error !== undefined) throw unfit(file, `row ${(error.row ?? 0) + 2}: ${error.message.toLowerCase()}`)
  return data
}

/** The cell of a row, or an empty text where the table has no such column. */
export function cell(row: Record<string, string>, column: string): string {
  return row[column] ?? ''
}

/** The cell of a row, or null where it is empty. */
export function cellOrNull(row: Record<string, string>, column: string): string | null {
  const value = cell(row, column)
  return value === '' ? null : value
}
