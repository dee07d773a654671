import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { putInto } from './put-file.js'
import { linksAtMost, type ResourceRow, reportOf, resourceTable, resourceWorkbook } from './rows.js'

/** Writes rows to a file in `folder`; `module` is that of the peer. */
export type TableWork = (rows: ResourceRow[], folder: string, module: string) => Promise<void>

/** What is measured, each in a process of its own that holds the same rows before it begins. */
export const tableWorks: Readonly<Record<string, TableWork>> = {
  /** What a process takes that only holds the rows. */
  nothing: async () => undefined,
  'our-xlsx': async (rows, folder) => {
    const { renderXlsx } = await import('../../../pipeline/render/xlsx/index.js')
    const definitions = { ...resourceTable(), workbook: resourceWorkbook() }
    const plain = (text: string) => text
    await renderXlsx(
      reportOf(rows),
      { tables: definitions, workbook: definitions.workbook },
      plain,
      {},
      putInto(folder),
    )
  },
  sheetjs: (rows, folder, module) => sheetJs(rows, folder, module, false),
  'sheetjs-compressed': (rows, folder, module) => sheetJs(rows, folder, module, true),
  'our-csv': async (rows, folder) => {
    const { renderCsv } = await import('../../../pipeline/render/csv/index.js')
    await renderCsv(reportOf(rows), resourceTable(), { delimiter: ',', bom: false }, putInto(folder))
  },
  'csv-stringify': async (rows, folder, module) => {
    const { stringify } = (await import(pathToFileURL(module).href)) as CsvStringify
    const fields = resourceTable().tables.resources?.columns.map(({ field }) => field) ?? []
    const cast = { boolean: String }
    const options = {
      record_delimiter: 'windows',
      escape_formulas: true,
      header: true,
      columns: fields,
      cast,
    }
    const stringifier = stringify(options)
    const cells = function* () {
      for (const row of rows) yield fields.map((field) => row[field as keyof ResourceRow])
    }
    await pipeline(cells, stringifier, createWriteStream(join(folder, 'peer.csv')))
  },
  bytes: async (rows, folder) => {
    // As many bytes as the CSV has, in pieces of the same size; what they say is all the same to a disk.
    const piece = Buffer.alloc(2_000 * 464, 'x')
    const file = await open(join(folder, 'bytes.csv'), 'w')
    for (let at = 0; at < rows.length; at += 2_000) await file.write(piece)
    await file.close()
  },
}

interface CsvStringify {
  stringify(options: object): NodeJS.ReadWriteStream
}

interface SheetCell {
  l?: { Target: string }
}

interface SheetJs {
  utils: {
    book_new(): object
    book_append_sheet(book: object, sheet: object, name: string): void
    aoa_to_sheet(rows: unknown[][], options: object): (SheetCell | undefined)[][]
  }
  writeFile(book: object, file: string, options: object): void
}

/**
 * The same cells and links in the form that its manual advises for large tables, a list of rows (`dense`). Everything is
 * in memory until the file is written.
 */
async function sheetJs(
  rows: ResourceRow[],
  folder: string,
  module: string,
  compression: boolean,
): Promise<void> {
  const imported = (await import(pathToFileURL(module).href)) as { default?: SheetJs } & SheetJs
  const { utils, writeFile } = imported.default ?? imported
  const columns = columnsOf()
  const sheet = utils.aoa_to_sheet([columns, ...rows.map(valuesOf)], { dense: true })
  const addresses = columns.flatMap((field, at) => (addressFields.has(field) ? [at] : []))
  let links = 0
  for (const [at, row] of rows.entries()) {
    for (const c of addresses) {
      const target = row[columns[c] as keyof ResourceRow]
      const cell = sheet[at + 1]?.[c]
      if (typeof target !== 'string' || cell === undefined || links === linksAtMost) continue
      links += 1
      cell.l = { Target: target }
    }
  }
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, 'Resources')
  writeFile(book, join(folder, 'peer.xlsx'), { compression })
}

const addressFields: ReadonlySet<string> = new Set(['url', 'target', 'evidenceUrl'])

function columnsOf(): string[] {
  const [sheet] = resourceWorkbook().sheets
  return sheet?.kind === 'table' ? sheet.columns : []
}

const columns = columnsOf()

function valuesOf(row: ResourceRow): unknown[] {
  return columns.map((field) => row[field as keyof ResourceRow])
}
