import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import type { Report } from '../../pipeline/model/report.js'
import type { TableDefinitions } from '../../pipeline/render/table/definitions.js'
import { readTableDefinitions } from '../../pipeline/render/table/read-definitions.js'
import { plainTextFiller } from '../../pipeline/render/template/fill-text.js'
import type { WorkbookDefinition } from '../../pipeline/render/xlsx/definition.js'
import { renderXlsx, type XlsxOptions } from '../../pipeline/render/xlsx/index.js'
import { readWorkbookDefinition } from '../../pipeline/render/xlsx/read-definition.js'
import { memoryFiles } from '../support/memory-files.js'
import { coverageTemplate } from '../support/report-template.js'

export const workbookText = readFileSync('templates/coverage/workbook.json', 'utf8')
export const tables = readTableDefinitions(
  readFileSync('templates/coverage/tables.json', 'utf8'),
  'tables.json',
)
export const workbook = readWorkbookDefinition(workbookText, 'workbook.json', tables)
export const fillText = plainTextFiller(await coverageTemplate())

/** The bytes of a report's workbook, by the default definitions unless others are given. */
export async function bookBytes(
  report: Report,
  options: XlsxOptions & { tables?: TableDefinitions; workbook?: WorkbookDefinition } = {},
): Promise<Uint8Array> {
  const { tables: ownTables = tables, workbook: ownWorkbook = workbook, ...rest } = options
  const { put, files } = memoryFiles()
  await renderXlsx(report, { tables: ownTables, workbook: ownWorkbook }, fillText, rest, put)
  return files.get(`${rest.name ?? 'coverage'}.xlsx`) ?? new Uint8Array()
}

/** A workbook as exceljs reads it back. */
export async function readBook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer)
  return book
}

/** A sheet of a workbook; an error where there is none. */
export function sheetOf(book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = book.getWorksheet(name)
  if (sheet === undefined) throw new Error(`there is no sheet ${name}`)
  return sheet
}

/** All text of a sheet. */
export function textOf(sheet: ExcelJS.Worksheet): string {
  const texts: string[] = []
  sheet.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)))
  return texts.join('\n')
}

/** The parts of a ZIP file by name, as text. */
export function partsOf(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes)
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const parts = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20))
    parts.set(name, (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8'))
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0)
  }
  return parts
}
