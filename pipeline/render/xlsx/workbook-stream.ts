import { type EventEmitter, once } from 'node:events'
import { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import type { ByteSink } from '../../model/run-files.js'

/**
 * The library's stream writer (exceljs 4.4.0), and what it does not do by itself: wait for a slow reader, stamp its ZIP
 * entries with a fixed time, link within the workbook, and keep the order of a sheet's parts that the standard asks for.
 *
 * All of it needs members that its types do not mention; they are named here and nowhere else. The package is pinned,
 * and tests hold each of them.
 */
export interface WorkbookStream {
  writer: ExcelJS.stream.xlsx.WorkbookWriter
  /**
   * How the texts of a sheet's next row are written: in the workbook's table of texts while that is small, since every
   * reader knows it best, and then within the cell, since the table stays in memory to the end.
   */
  texts(sheet: SheetWriter): (text: string) => ExcelJS.CellValue
  /** What to wait for until most of what was written to a sheet has gone on; the library itself never waits. */
  drained(sheet: SheetWriter): Promise<unknown> | null
}

/** A sheet being written, with the members of it that are used here. */
export type SheetWriter = ExcelJS.Worksheet & {
  commit(): void
  useSharedStrings: boolean
  dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void }
  /** Pipes of an older stream library, which tells how much waits in them in no other way. */
  stream: { pipes: (EventEmitter & { _writableState: { length: number } })[] }
  _sheetRelsWriter: {
    addHyperlink(link: { address: string; target: string }): void
    _hyperlinks: { address: string; target: string }[]
  }
  _writeHyperlinks(): void
  _writeDataValidations(): void
}

interface Zip {
  append(source: unknown, data: { name: string; date?: Date }): unknown
  abort(): void
}

/** 1 January 1980: the earliest that a ZIP can say, and what Excel itself writes. */
const zipTime = new Date(Date.UTC(1980, 0, 1))

/** Bytes of a sheet that may wait to be compressed. */
const mostWaiting = 1 << 20

/** The first parts are put in by the constructor itself, so that the time must be pinned from within it. */
class PinnedWriter extends ExcelJS.stream.xlsx.WorkbookWriter {
  declare zip: Zip
  declare sharedStrings: { count: number }

  override addThemes(): Promise<void> {
    const { zip } = this
    const append = zip.append.bind(zip)
    zip.append = (source, data) => append(source, { ...data, date: zipTime })
    return super.addThemes()
  }
}

/**
 * Writes a workbook to a sink while `fill` puts its sheets in.
 *
 * @throws what the sink or `fill` throws; the library would wait for ever for a sink that has failed
 */
export async function openWorkbook(
  sink: ByteSink,
  { at, by, sharedTexts }: { at: Date; by: string; sharedTexts: number },
  fill: (book: WorkbookStream) => Promise<void>,
): Promise<void> {
  const stream = new Writable({
    write: (piece: Uint8Array, _encoding, done) => {
      sink.write(piece).then(() => done(), done)
    },
  })
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  const writer = new PinnedWriter({ stream, useStyles: true, useSharedStrings: false })
  Object.assign(writer, { creator: by, lastModifiedBy: by, created: at, modified: at })
  const drained = (sheet: SheetWriter) => {
    const [pipe] = sheet.stream.pipes
    return pipe !== undefined && pipe._writableState.length > mostWaiting ? once(pipe, 'drain') : null
  }
  const texts = (sheet: SheetWriter) => {
    sheet.useSharedStrings = writer.sharedStrings.count < sharedTexts
    // As a run of rich text: a plain text in a cell is taken for a formula's, and loses its blanks and escapes.
    return sheet.useSharedStrings
      ? (text: string) => text
      : (text: string) => (text === '' ? null : { richText: [{ text }] })
  }
  const written = fill({ writer, texts, drained }).then(() => writer.commit())
  try {
    await Promise.race([written, failed])
  } catch (error) {
    writer.zip.abort()
    throw error
  }
}

/** Links a cell to an address, or to a place of the workbook itself, which needs no relationship. */
export function addLink(
  sheet: SheetWriter,
  address: string,
  to: { url: string } | { location: string },
): void {
  const links = sheet._sheetRelsWriter
  if ('url' in to) links.addHyperlink({ address, target: to.url })
  else links._hyperlinks.push({ address, target: to.location })
}

/**
 * Lets a sheet write its links behind its validations (ECMA-376 part 1, 18.3.1.99): Excel calls a file damaged whose
 * parts stand in another order.
 */
export function orderParts(sheet: SheetWriter): void {
  const writeLinks = sheet._writeHyperlinks.bind(sheet)
  const writeValidations = sheet._writeDataValidations.bind(sheet)
  sheet._writeHyperlinks = () => undefined
  sheet._writeDataValidations = () => {
    writeValidations()
    writeLinks()
  }
}
