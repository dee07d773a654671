import Papa from 'papaparse'
import { unescapedText } from '../../pipeline/model/formula-text.js'
import type { Report } from '../../pipeline/model/report.js'
import { renderCsv } from '../../pipeline/render/csv/index.js'
import type { TableDefinitions } from '../../pipeline/render/table/definitions.js'
import { memoryFiles } from './memory-files.js'

/** A row of a CSV file as another program reads it: texts by header. */
export type CsvRow = Record<string, string>

/** The CSV files of a report by name, written and read back. */
export async function csvTables(
  report: Report,
  definitions: TableDefinitions,
): Promise<(name: string) => CsvRow[]> {
  const { put, files } = memoryFiles()
  await renderCsv(report, definitions, { delimiter: ',', bom: false }, put)
  const tables = new Map<string, CsvRow[]>()
  for (const [path, bytes] of [...files].filter(([file]) => file.endsWith('.csv'))) {
    const { data, errors } = Papa.parse<CsvRow>(new TextDecoder().decode(bytes), {
      header: true,
      skipEmptyLines: true,
      transform: unescapedText,
    })
    if (errors.length > 0) throw new Error(`${path}: ${JSON.stringify(errors[0])}`)
    tables.set(path.replace(/^csv\/|\.csv$/g, ''), data)
  }
  return (name) => {
    const rows = tables.get(name)
    if (rows === undefined) throw new Error(`there is no csv/${name}.csv`)
    return rows
  }
}

/** Sum of the whole numbers of a column; empty cells are none. */
export function sumOf(rows: readonly CsvRow[], column: string): number {
  return rows.reduce((sum, row) => {
    const cell = row[column]
    if (cell === undefined) throw new Error(`there is no column ${column}`)
    if (!/^(-?\d+)?$/.test(cell)) throw new Error(`${column} holds ${cell}, no whole number`)
    return sum + Number(cell)
  }, 0)
}

/** How many rows have this in a column. */
export function countOf(rows: readonly CsvRow[], column: string, value: string): number {
  return rows.filter((row) => row[column] === value).length
}
