import Papa from 'papaparse'
import { formulaText } from '../../model/formula-text.js'
import { csvHeader } from '../table/definitions.js'
import { listText } from '../table/field.js'
import { type ShownColumn, valueIn } from '../table/shown-columns.js'

/** How CSV files are written. */
export interface CsvOptions {
  /** One character between two fields. */
  delimiter: string
  /** Whether the files begin with a byte order mark, which some spreadsheets need to read UTF-8. */
  bom: boolean
}

/** Rows that are turned into text at one time: enough to be fast, few enough that memory stays flat. */
const rowsAtOnce = 2_000

/**
 * The bytes of a CSV file, piece by piece: RFC 4180, UTF-8, every line ended by CRLF, the last one too.
 *
 * Texts that a spreadsheet could take for a formula have an apostrophe put before them, headers included;
 * numbers and booleans stay as they are. The unescaped truth stands in `report.json`.
 */
export function* csvPieces(
  rows: readonly unknown[],
  columns: readonly ShownColumn[],
  options: CsvOptions,
): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode((options.bom ? Papa.BYTE_ORDER_MARK : '') + lines([columns.map(csvHeader)], options))
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const cells = rows.slice(at, at + rowsAtOnce).map((row) => columns.map((column) => cellOf(row, column)))
    yield encoder.encode(lines(cells, options))
  }
}

type CsvCell = string | number | boolean | null

function lines(cells: readonly CsvCell[][], options: CsvOptions): string {
  const text = Papa.unparse([...cells], {
    delimiter: options.delimiter,
    newline: '\r\n',
    escapeFormulae: formulaText,
    // An empty field that is alone on its line would read as no line at all.
    quotes: cells[0]?.length === 1,
  })
  return `${text}\r\n`
}

/** What a row shows in a column: nothing for null, a list as one text, and whatever else JSON has as JSON. */
function cellOf(row: unknown, column: ShownColumn): CsvCell {
  const value = valueIn(row, column)
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) ? listText(value) : JSON.stringify(value)
}
