import type { Artifact } from '../../model/artifact.js'
import type { Report } from '../../model/report.js'
import type { TableDefinitions } from '../table/definitions.js'
import { rowsOf } from '../table/field.js'
import { type CsvOptions, csvBytes } from './csv-text.js'
import { dataPackage } from './data-package.js'

export type { CsvOptions } from './csv-text.js'

/**
 * The CSV files of a report, one for each table that asks for it, and the `datapackage.json` that describes them.
 *
 * The same report and definitions give the same bytes.
 */
export function renderCsv(report: Report, definitions: TableDefinitions, options: CsvOptions): Artifact[] {
  const files = Object.entries(definitions.tables)
    .filter(([, table]) => table.csv)
    .map(([name, table]) => ({
      name,
      table,
      bytes: csvBytes(rowsOf(report, table.rows), table.columns, options),
    }))
  const description = new TextEncoder().encode(dataPackage(report, files, definitions, options))
  return [
    ...files.map((file) => ({ path: `csv/${file.name}.csv`, bytes: file.bytes })),
    { path: 'csv/datapackage.json', bytes: description },
  ]
}
