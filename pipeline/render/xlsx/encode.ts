import ExcelJS from 'exceljs'
import { cellStyles } from './cell-style.js'
import { linkWithinWorkbook } from './inner-links.js'
import { pageSetup, printHeaderFooter } from './page-setup.js'
import type { CellPlan, SheetPlan, WorkbookPlan } from './plan.js'
import { pinZipTimes } from './zip-times.js'

/**
 * The bytes of a planned workbook. The same plan gives the same bytes: creation time and ZIP times are pinned, and
 * nothing that draws random numbers (data bars, protection) is used.
 */
export async function encodeWorkbook(plan: WorkbookPlan): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  Object.assign(workbook, plan.properties, {
    created: plan.at,
    modified: plan.at,
    lastModifiedBy: plan.properties.creator,
    company: '',
  })
  const styleOf = cellStyles()
  for (const sheet of plan.sheets) addSheet(workbook, sheet, plan, styleOf)
  for (const { name, sheet, row, column } of plan.names) {
    const cell = workbook.getWorksheet(sheet)?.getCell(row, column)
    if (cell !== undefined) cell.name = name
  }
  linkWithinWorkbook(workbook)
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
  pinZipTimes(bytes)
  return bytes
}

type StyleOf = (cell: CellPlan) => Partial<ExcelJS.Style>

function addSheet(workbook: ExcelJS.Workbook, sheet: SheetPlan, plan: WorkbookPlan, styleOf: StyleOf): void {
  const headerRow = sheet.table?.headerRow ?? 0
  const added = workbook.addWorksheet(sheet.name, {
    pageSetup: pageSetup(sheet, plan.paper),
    headerFooter: printHeaderFooter(sheet, plan),
    views: [
      sheet.table === null
        ? { state: 'normal', showGridLines: false }
        : { state: 'frozen', xSplit: sheet.table.frozenColumns, ySplit: headerRow, showGridLines: false },
    ],
  })
  added.columns = sheet.widths.map((width) => ({ width }))
  for (const [at, { cells, height, merged }] of sheet.rows.entries()) {
    const row = added.getRow(at + 1)
    if (height !== undefined) row.height = height
    for (const [column, cell] of cells.entries()) {
      if (cell !== undefined) writeCell(row.getCell(column + 1), cell, styleOf)
    }
    for (const [first, last] of merged ?? []) added.mergeCells(at + 1, first, at + 1, last)
  }
  if (sheet.table === null) return
  added.autoFilter = {
    from: { row: headerRow, column: 1 },
    to: { row: Math.max(headerRow, sheet.rows.length), column: sheet.widths.length },
  }
}

function writeCell(target: ExcelJS.Cell, cell: CellPlan, styleOf: StyleOf): void {
  const { value, link } = cell
  target.style = styleOf(cell)
  if (value === null) return
  target.value =
    link === undefined || value === '' ? value : { text: String(value), hyperlink: addressOf(link) }
}

function addressOf(link: NonNullable<CellPlan['link']>): string {
  if ('url' in link) return link.url
  return `'${link.sheet.replaceAll("'", "''")}'!${columnLetters(link.column)}${link.row}`
}

/** 1 as A, 27 as AA. */
function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}
