import { TableDefinitions } from '../table/definitions.js'
import { type ReportTemplate, templateFailure, templateText } from './report-template.js'

/** The heading of a table's column, or undefined where `tables.json` has no such column. */
export type Headings = (table: string, field: string) => string | undefined

/**
 * The column headings of a template's `tables.json`, the one place that CSV, XLSX and PDF take them from.
 *
 * @throws {Failure} (exit 3) when the file is missing, is no JSON, or does not define tables
 */
export function tableHeadings(template: ReportTemplate): Headings {
  const { tables } = readTables(template)
  const headings = new Map<string, string>()
  for (const [table, { columns }] of Object.entries(tables)) {
    for (const { field, heading } of columns) headings.set(`${table} ${field}`, heading)
  }
  return (table, field) => headings.get(`${table} ${field}`)
}

function readTables(template: ReportTemplate): TableDefinitions {
  const parsed = TableDefinitions.safeParse(parseJson(template, 'tables.json'))
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  const what = first === undefined ? 'no table definitions' : `${first.path.join('.')}: ${first.message}`
  throw templateFailure(template, 'tables.json', null, what)
}

/**
 * The value of a JSON file of the template folder.
 *
 * @throws {Failure} (exit 3) when it is missing or no JSON
 */
export function parseJson(template: ReportTemplate, path: string): unknown {
  const text = templateText(template, path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw templateFailure(template, path, null, error instanceof Error ? error.message : 'no JSON', error)
  }
}
