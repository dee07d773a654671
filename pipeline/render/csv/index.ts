import type { Report } from '../../model/report.js'
import type { PutFile } from '../../model/run-files.js'
import type { TableDefinitions } from '../table/definitions.js'
import { rowsOf } from '../table/field.js'
import { shownColumns } from '../table/shown-columns.js'
import { type CsvOptions, csvPieces } from './csv-text.js'
import { dataPackage, type PackagedTable } from './data-package.js'

export type { CsvOptions } from './csv-text.js'

/**
 * Puts the CSV files of a report, one for each table that asks for it, and the `datapackage.json` that describes them.
 *
 * No file is ever held as a whole. The same report and definitions give the same bytes.
 */
export async function renderCsv(
  report: Report,
  definitions: TableDefinitions,
  options: CsvOptions,
  put: PutFile,
): Promise<void> {
  const files: PackagedTable[] = []
  for (const [name, table] of Object.entries(definitions.tables)) {
    if (!table.csv) continue
    const rows = rowsOf(report, table.rows)
    const columns = shownColumns(table.columns, rows)
    const { bytes, sha256 } = await put(`csv/${name}.csv`, async (sink) => {
      for (const piece of csvPieces(rows, columns, options)) await sink.write(piece)
    })
    files.push({ name, table, columns, bytes, sha256 })
  }
  const description = new TextEncoder().encode(dataPackage(report, files, definitions, options))
  await put('csv/datapackage.json', (sink) => sink.write(description))
}
