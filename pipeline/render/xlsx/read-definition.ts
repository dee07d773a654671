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
  const { anchor, links = [], inputs = [], columns } = sheet
  const shown = [
    ...links.map(({ field }) => ({ field, does: 'links' })),
    ...inputs.map(({ field }) => ({ field, does: 'has typed' })),
  ]
  return [
    ...columnFaults(sheet.table, columns, tables),
    ...(anchor === undefined ? [] : columnFaults(sheet.table, [anchor], tables)),
    ...shown
      .filter(({ field }) => !columns.includes(field))
      .map(({ field, does }) => `${does} the field "${field}", which it does not show`),
    ...links.flatMap((link) => [
      ...columnFaults(sheet.table, link.by === undefined ? [] : [link.by], tables),
      ...targetFaults(link.sheet, link.to, workbook, tables),
    ]),
    ...(sheet.frozenColumns > columns.length ? ['freezes more columns than it has'] : []),
  ]
}

/** What keeps a sheet from being linked to: it must have rows, and a field to find them by. */
function targetFaults(
  name: string,
  field: string | undefined,
  workbook: WorkbookDefinition,
  tables: TableDefinitions,
): string[] {
  const target = workbook.sheets.find((sheet) => sheet.kind === 'table' && sheet.name === name)
  if (target?.kind !== 'table' || (field ?? target.anchor) === undefined)
    return [`links to "${name}", no sheet with an anchor`]
  return columnFaults(target.table, field === undefined ? [] : [field], tables)
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
      return block.pairs.flatMap(({ palette }) => unknownPalette(palette, workbook))
    case 'heat-map':
      return [
        ...(rowSchema(block.rows) === null ? [`the report has no list "${block.rows}"`] : []),
        ...unknownPalette(block.palette, workbook),
        ...(block.sheet === undefined ? [] : targetFaults(block.sheet, 'id', workbook, tables)),
      ]
    default:
      return []
  }
}

function unknownPalette(palette: string | undefined, workbook: WorkbookDefinition): string[] {
  const isKnown = palette === undefined || Object.hasOwn(workbook.palettes, palette)
  return isKnown ? [] : [`there is no palette "${palette}"`]
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
