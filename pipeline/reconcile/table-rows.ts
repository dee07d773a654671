import Papa from 'papaparse'
import { unfit } from './unfit.js'

/** A table as a file has it: names of columns, and cells of any JSON type by column; an absent cell is undefined. */
export interface RawTable {
  columns: string[]
  rows: ReadonlyMap<string, unknown>[]
}

/**
 * The table of a file: a JSON list of objects, or CSV (RFC 4180, a comma, a semicolon or a tab between the fields)
 * with a header row.
 *
 * @throws {Failure} (exit 3) where it is neither
 */
export function readRows(file: string, text: string): RawTable {
  return /^\s*[[{]/.test(text) ? jsonRows(file, text) : csvRows(file, text)
}

function jsonRows(file: string, text: string): RawTable {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unfit(file, 'it begins like JSON and is none', cause)
  }
  if (!Array.isArray(value)) throw unfit(file, 'its JSON is no list of objects')
  const columns = new Set<string>()
  const rows = value.map((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw unfit(file, `entry ${index + 1} of its list is no object`)
    }
    const cells = new Map<string, unknown>(Object.entries(row))
    for (const column of cells.keys()) columns.add(column)
    return cells
  })
  return { columns: [...columns], rows }
}

function csvRows(file: string, text: string): RawTable {
  const { data, errors } = Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';', '\t'],
    skipEmptyLines: 'greedy',
  })
  const error = errors.find(({ code }) => code !== 'UndetectableDelimiter')
  if (error !== undefined) throw unfit(file, `row ${(error.row ?? 0) + 1}: ${error.message.toLowerCase()}`)
  const [header = [], ...lines] = data
  const columns = header.map((name) => name.trim())
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at)
  if (twice !== undefined) throw unfit(file, `it has two columns "${twice}"`)
  const rows = lines.map((cells, index) => {
    if (cells.length > columns.length)
      throw unfit(file, `row ${index + 2} has more fields than the header has`)
    return new Map(cells.map((cell, at) => [columns[at] ?? '', cell.trim()]))
  })
  return { columns: columns.filter((name) => name !== ''), rows }
}
