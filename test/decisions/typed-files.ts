import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { readDecisions } from '../../pipeline/decisions/index.js'
import type { Decision, Decisions, Report } from '../../pipeline/model/report.js'
import { csvPieces } from '../../pipeline/render/csv/csv-text.js'
import { readWorkbookDefinition } from '../../pipeline/render/xlsx/read-definition.js'
import { bookBytes, tables } from '../render/xlsx-book.js'
import { exampleReport } from '../support/report-fixture.js'

/** The id of a gap that no run has, made of a number. */
export const gapId = (number: number) => `gap-${number.toString(16).padStart(12, '0')}`

/** The decisions in a text, or in bytes. */
export function read(content: string | Uint8Array, name = 'typed'): Decisions {
  return readDecisions({
    name,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  })
}

/** What somebody typed, without where it stood. */
export function typed({ sheet: _, row: __, ...rest }: Decision) {
  return rest
}

/** A report with these rows of decisions, and its gaps as they are. */
export function reportWith(rows: Decision[], change: (report: Report) => void = () => undefined): Report {
  const report = exampleReport()
  report.decisions = { file: null, rows }
  change(report)
  return report
}

/** `decisions.csv` as a run would write it. */
export function decisionsCsv(rows: Decision[], delimiter = ',', bom = false): Uint8Array {
  return new Uint8Array(
    Buffer.concat([...csvPieces(rows, tables.tables.decisions?.columns ?? [], { delimiter, bom })]),
  )
}

const gapColumns = ['rank', 'techniqueId', 'category', 'kind', 'why', 'gapId']
const decisionColumns = ['status', 'owner', 'due', 'expiry', 'reason']

/** The sheets of a report's workbook that people type decisions into. */
const definition = () => {
  const whole = JSON.parse(readFileSync('templates/coverage/workbook.json', 'utf8'))
  const sheet = { kind: 'table', about: 'A sentence above the header.', frozenColumns: 1 }
  whole.sheets = [
    {
      ...sheet,
      name: 'Gaps',
      table: 'gaps',
      columns: [...gapColumns, ...decisionColumns.map((field) => `decision.${field}`), 'decision.standing'],
    },
    {
      ...sheet,
      name: 'Decisions',
      table: 'decisions',
      columns: [
        'gapId',
        'techniqueId',
        'category',
        'kind',
        ...decisionColumns,
        'standing',
        'problem',
        'moreText',
        'mark',
      ],
    },
  ]
  return readWorkbookDefinition(JSON.stringify(whole), 'workbook.json', tables)
}

/** The workbook of a report, of those sheets alone. */
export function decisionsBook(report: Report): Promise<Uint8Array> {
  return bookBytes(report, { workbook: definition() })
}

/** A workbook as a person left it, made with exceljs. */
export async function madeBook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  fill(book)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** A workbook changed as a person would, and saved. */
export async function changedBook(
  bytes: Uint8Array,
  change: (
    cell: (sheet: string, heading: string, id: string) => ExcelJS.Cell,
    book: ExcelJS.Workbook,
  ) => void,
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(new Uint8Array(bytes).buffer)
  change((name, heading, id) => {
    const sheet = book.getWorksheet(name)
    const values = (row: number) => (sheet?.getRow(row).values ?? []) as unknown[]
    const column = values(3).indexOf(heading)
    const idColumn = values(3).indexOf('Gap ID')
    for (let row = 4; row <= (sheet?.rowCount ?? 0); row += 1) {
      if (values(row)[idColumn] === id && sheet !== undefined && column > 0) return sheet.getCell(row, column)
    }
    throw new Error(`there is no ${heading} of ${id} on ${name}`)
  }, book)
  return new Uint8Array(await book.xlsx.writeBuffer())
}
