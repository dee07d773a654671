import type ExcelJS from 'exceljs'
import type { ByteSink } from '../../model/run-files.js'
import { cellStyles } from './cell-style.js'
import { pageSetup, printHeaderFooter } from './page-setup.js'
import type { CellPlan, InputPlan, SheetPlan, WorkbookPlan } from './plan.js'
import {
  addLink,
  openWorkbook,
  orderParts,
  type SheetWriter,
  type WorkbookStream,
} from './workbook-stream.js'

/**
 * Writes a planned workbook, row by row: no sheet is ever held as a whole, and a sink that is slow is waited for.
 *
 * The same plan gives the same bytes: creation time and ZIP times are pinned, and nothing that draws random numbers
 * (data bars, protection) is used.
 */
export async function encodeWorkbook(plan: WorkbookPlan, sink: ByteSink): Promise<void> {
  const { at, sharedTexts } = plan
  await openWorkbook(sink, { at, by: plan.properties.creator, sharedTexts }, async (book) => {
    Object.assign(book.writer, plan.properties)
    const styleOf = cellStyles()
    for (const sheet of plan.sheets) await addSheet(book, sheet, plan, styleOf)
    for (const { name, sheet, row, column } of plan.names) {
      book.writer.definedNames.add(`${quoted(sheet)}!$${columnLetters(column)}$${row}`, name)
    }
  })
}

type StyleOf = (cell: CellPlan) => Partial<ExcelJS.Style>

async function addSheet(
  book: WorkbookStream,
  sheet: SheetPlan,
  plan: WorkbookPlan,
  styleOf: StyleOf,
): Promise<void> {
  const headerRow = sheet.table?.headerRow ?? 0
  const added = book.writer.addWorksheet(sheet.name, {
    pageSetup: pageSetup(sheet, plan.paper),
    headerFooter: printHeaderFooter(sheet, plan),
    views: [
      sheet.table === null
        ? { state: 'normal', showGridLines: false }
        : { state: 'frozen', xSplit: sheet.table.frozenColumns, ySplit: headerRow, showGridLines: false },
    ],
    ...(sheet.table === null ? {} : { autoFilter: filterOf(sheet, headerRow) }),
  }) as SheetWriter
  orderParts(added)
  added.columns = sheet.widths.map((width) => ({ width }))
  let number = 0
  for (const { cells, height, merged } of sheet.rows) {
    number += 1
    const row = added.getRow(number)
    if (height !== undefined) row.height = height
    const asText = book.texts(added)
    for (const [at, cell] of cells.entries()) {
      if (cell !== undefined) writeCell(added, row.getCell(at + 1), cell, styleOf(cell), asText)
    }
    for (const [first, last] of merged ?? []) added.mergeCells(number, first, number, last)
    row.commit()
    const drained = book.drained(added)
    if (drained !== null) await drained
  }
  for (const input of sheet.inputs) addValidation(added, input)
  added.commit()
}

function filterOf(sheet: SheetPlan, headerRow: number): ExcelJS.AutoFilter {
  return {
    from: { row: headerRow, column: 1 },
    to: { row: Math.max(headerRow, sheet.rowCount), column: sheet.widths.length },
  }
}

/** Values go in as they are typed, and links beside them: the library makes a text of a value that it links itself. */
function writeCell(
  sheet: SheetWriter,
  target: ExcelJS.Cell,
  { value, link }: CellPlan,
  style: Partial<ExcelJS.Style>,
  asText: (text: string) => ExcelJS.CellValue,
): void {
  target.style = style
  // An empty text is nothing to look at, and would be counted as something.
  if (value === null || value === '') return
  target.value = typeof value === 'string' ? asText(value) : value
  if (link === undefined) return
  addLink(
    sheet,
    target.address,
    'url' in link
      ? { url: link.url }
      : { location: `${quoted(link.sheet)}!${columnLetters(link.column)}${link.row}` },
  )
}

function addValidation(sheet: SheetWriter, { column, firstRow, lastRow, values, told }: InputPlan): void {
  if (values === 'text') return
  const letters = columnLetters(column)
  const common = {
    allowBlank: true,
    showErrorMessage: true,
    showInputMessage: true,
    errorTitle: 'Not understood',
    error: told,
    prompt: told,
  }
  const range = `${letters}${firstRow}:${letters}${lastRow}`
  if (values === 'date') {
    const formulae = [new Date(Date.UTC(2000, 0, 1))]
    sheet.dataValidations.add(range, { ...common, type: 'date', operator: 'greaterThan', formulae })
  } else {
    sheet.dataValidations.add(range, { ...common, type: 'list', formulae: [`"${values.join(',')}"`] })
  }
}

function quoted(sheet: string): string {
  return `'${sheet.replaceAll("'", "''")}'`
}

/** 1 as A, 27 as AA. */
function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}
