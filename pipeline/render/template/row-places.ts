import { z } from 'zod'
import type { MadeBeside, RowPlaces } from '../../model/row-places.js'
import { TableDefinitions } from '../table/definitions.js'
import { parseTemplateJson } from '../table/template-json.js'
import { type ReportTemplate, templateText } from './report-template.js'

/** What is read of `workbook.json` here: which sheet shows which table. */
const Sheets = z.object({
  sheets: z.array(
    z.object({
      name: z.string(),
      table: z.string().optional(),
      blocks: z.array(z.object({ table: z.string().optional() })).optional(),
    }),
  ),
})
type Sheet = z.infer<typeof Sheets>['sheets'][number]

/**
 * Where all rows of each table of a report stand, in files that the run holds: the CSV file, the sheet of the workbook,
 * and where neither is made the field of `report.json`, which every run has.
 *
 * @throws {Failure} (exit 3) when `tables.json` or `workbook.json` is missing or wrong
 */
export function rowPlaces(template: ReportTemplate, made: MadeBeside): RowPlaces {
  const file = (name: string) => `template ${template.name}/${name}`
  const read = (name: string) => templateText(template, name)
  const { tables } = parseTemplateJson(TableDefinitions, read('tables.json'), file('tables.json'))
  const { sheets } = parseTemplateJson(Sheets, read('workbook.json'), file('workbook.json'))
  return Object.fromEntries(
    Object.entries(tables).map(([table, { rows }]) => {
      const sheet = made.workbook ? sheetOf(table, sheets) : undefined
      const csv = made.csvTables.includes(table) ? [`csv/${table}.csv`] : []
      const workbook = sheet === undefined ? [] : [`${template.name}.xlsx (sheet ${sheet.name})`]
      const json = `report.json (field ${rows})`
      return [table, { first: [...csv, ...workbook, json][0] ?? json, all: together(workbook, csv, json) }]
    }),
  )
}

function together(workbook: readonly string[], csv: readonly string[], json: string): string {
  const places = [...workbook, ...csv]
  return places.length === 0 ? json : places.join(' and ')
}

/** The sheet that is the table, else the first page with it on. */
function sheetOf(table: string, sheets: readonly Sheet[]): Sheet | undefined {
  return (
    sheets.find((sheet) => sheet.table === table) ??
    sheets.find(({ blocks = [] }) => blocks.some((block) => block.table === table))
  )
}
