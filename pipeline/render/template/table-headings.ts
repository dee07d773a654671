import { TableDefinitions } from '../table/definitions.js'
import { parseTemplateJson } from '../table/template-json.js'
import { type ReportTemplate, templateText } from './report-template.js'

/** The heading of a table's column, or undefined where `tables.json` has no such column. */
export type Headings = (table: string, field: string) => string | undefined

/**
 * The column headings of a template's `tables.json`, the one place that CSV, XLSX and PDF take them from.
 *
 * @throws {Failure} (exit 3) when the file is missing, is no JSON, or does not define tables
 */
export function tableHeadings(template: ReportTemplate): Headings {
  const text = templateText(template, 'tables.json')
  const { tables } = parseTemplateJson(TableDefinitions, text, `template ${template.name}/tables.json`)
  const headings = new Map<string, string>()
  for (const [table, { columns }] of Object.entries(tables)) {
    for (const { field, heading } of columns) headings.set(`${table} ${field}`, heading)
  }
  return (table, field) => headings.get(`${table} ${field}`)
}
