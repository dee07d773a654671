import { exitCodes, Failure } from '../../model/failure.js'
import { Report } from '../../model/report.js'
import type { TableDefinitions } from '../table/definitions.js'
import { isReportValue, rowSchema, schemaAt } from '../table/report-schema.js'
import { parseTemplateJson } from '../table/template-json.js'
import { type Block, type TableSheet, WorkbookDefinition } from './definition.js'

/**
 * The workbook that `workbook.json` defines, checked against the tables and the shape of the report.
 *
 * All faults are told at once, before any rendering, so that no sheet comes out with a column that is empty
 * because a name is misspelt.
 *
 * @param file name of the file as users know it, for the failure
 * @throws Failure with exit code 3 naming file, sheet, and what it names wrongly
 */
export function readWorkbookDefinition(
  text: string,
  file: string,
  tables: TableDefinitions,
): WorkbookDefinition {
  const workbook = parseTemplateJson(WorkbookDefinition, text, file)
  const faults = [
    ...workbook.sheets.flatMap((sheet) =>
      (sheet.kind === 'table'
        ? sheetFaults(sheet, workbook, tables)
        : sheet.blocks.flatMap((block) => blockFaults(block, workbook, tables))
      ).map((fault) => `sheet "${sheet.name}": ${fault}`),
    ),
    ...nameFaults(workbook),
    ...paletteFaults(workbook, tables),
  ]
  if (faults.length === 0) return workbook
  throw new Failure(
    `${file}: ${faults.join('; ')}.`,
    'Mend the names; tables and fields are those of tables.json.',
    {
      exitCode: exitCodes.usage,
    },
  )
}

function sheetFaults(sheet: TableSheet, workbook: WorkbookDefinition, tables: TableDefinitions): string[] {
  const anchored = workbook.sheets.filter((each) => each.kind === 'table' && each.anchor !== undefined)
  const { anchor, links = [], columns } = sheet
  return [
    ...columnFaults(sheet.table, columns, tables),
    ...(anchor === undefined ? [] : columnFaults(sheet.table, [anchor], tables)),
    ...links.flatMap((link) => [
      ...(columns.includes(link.field) ? [] : [`links the field "${link.field}", which it does not show`]),
      ...(anchored.some(({ name }) => name === link.sheet)
        ? []
        : [`links to "${link.sheet}", no sheet with an anchor`]),
    ]),
    ...(sheet.frozenColumns > columns.length ? ['freezes more columns than it has'] : []),
  ]
}

function columnFaults(name: string, fields: readonly string[], tables: TableDefinitions): string[] {
  const table = tables.tables[name]
  if (table === undefined) return [`there is no table "${name}"`]
  return fields
    .filter((field) => !table.columns.some((column) => column.field === field))
    .map((field) => `table "${name}" has no column for "${field}"`)
}

function blockFaults(block: Block, workbook: WorkbookDefinition, tables: TableDefinitions): string[] {
  switch (block.kind) {
    case 'each':
      return rowSchema(block.rows) === null ? [`the report has no list "${block.rows}"`] : []
    case 'figures':
      return block.figures.filter(({ value }) => !isReportValue(value)).map(({ value }) => noValue(value))
    case 'matrix':
      return block.rows.flatMap(({ at }) =>
        block.columns
          .filter((column) => schemaAt(Report, `${at}.${column.at}`) === null)
          .map((column) => noValue(`${at}.${column.at}`)),
      )
    case 'table':
      return columnFaults(block.table, block.columns, tables)
    case 'pairs':
      return block.pairs.flatMap(({ palette }) =>
        palette === undefined || Object.hasOwn(workbook.palettes, palette)
          ? []
          : [`there is no palette "${palette}"`],
      )
    default:
      return []
  }
}

const noValue = (path: string) => `the report has no value "${path}"`

function nameFaults(workbook: WorkbookDefinition): string[] {
  const names = workbook.sheets.map(({ name }) => name.toLowerCase())
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  return twice.map((name) => `two sheets are named "${name}"`)
}

function paletteFaults(workbook: WorkbookDefinition, tables: TableDefinitions): string[] {
  const used = Object.values(tables.tables).flatMap((table) =>
    table.columns.flatMap(({ palette }) => palette ?? []),
  )
  return [...new Set(used)]
    .filter((palette) => !Object.hasOwn(workbook.palettes, palette))
    .map((palette) => `tables.json paints with "${palette}", which is no palette`)
}
