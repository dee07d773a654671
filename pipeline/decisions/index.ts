import { sha256 } from '../model/digest.js'
import { exitCodes, Failure } from '../model/failure.js'
import type { NamedFile } from '../model/ports.js'
import type { Decisions } from '../model/report.js'
import { type KnownHeadings, knownHeadings } from './columns.js'
import { csvGrid } from './csv-grid.js'
import { rowsOfGrid } from './grid-rows.js'
import { rowsOfJson } from './json-rows.js'
import { settle } from './settle.js'
import { toDecision } from './to-decision.js'
import { typedRow } from './typed-row.js'
import { Unreadable } from './unreadable.js'
import { workbookGrids } from './workbook/index.js'
import type { WrittenRow } from './written-row.js'

export { knownHeadings, type ReportColumn } from './columns.js'

/**
 * The decisions that people typed into an earlier report: an XLSX workbook, a CSV or a JSON file, told apart by what
 * is in it.
 *
 * Every row with a word in it is kept, in the order of the file; what cannot be read is kept as words and said to be.
 *
 * @throws {Failure} (exit 3) where the file is none of these, or has no column of gap ids
 */
export function readDecisions(file: NamedFile, known: KnownHeadings = knownHeadings()): Decisions {
  const typed = writtenRows(file, known).flatMap((row) => typedRow(row) ?? [])
  return {
    file: { name: file.name, sha256: sha256(file.bytes) },
    rows: settle(typed).map(toDecision),
  }
}

function writtenRows(file: NamedFile, known: KnownHeadings): WrittenRow[] {
  try {
    return rowsOf(file, known)
  } catch (error) {
    if (error instanceof Unreadable) throw unreadable(file.name, error.message, error)
    // Lengths and offsets come from the file: that one of them is out of range is its fault.
    if (error instanceof RangeError) throw unreadable(file.name, 'is damaged', error)
    throw error
  }
}

function rowsOf({ name, bytes }: NamedFile, known: KnownHeadings): WrittenRow[] {
  if (startsWith(bytes, [0x50, 0x4b])) {
    const rows = workbookGrids(bytes, known).map((grid) => rowsOfGrid(grid, known) ?? [])
    return rows.length > 0 ? rows.flat() : withoutGapIds(name, 'has no sheet with a column "Gap ID"')
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new Unreadable('is a workbook in the old form (.xls), or one with a password')
  }
  const text = decoded(bytes)
  const isJson = /^\s*[[{]/.test(text)
  const rows = isJson ? rowsOfJson(parsed(text), known) : csvRows(text, known)
  return rows ?? withoutGapIds(name, isJson ? 'names no gap id' : 'has no column "gap_id"')
}

function csvRows(text: string, known: KnownHeadings): WrittenRow[] | null {
  const grid = csvGrid(text, known)
  return grid === null ? null : rowsOfGrid(grid, known)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Unreadable('begins as JSON does, but is none', { cause })
  }
}

/** The text of a file: UTF-8, or UTF-16 by its byte order mark, as Excel writes "Unicode text". */
function decoded(bytes: Uint8Array): string {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Unreadable('is neither a workbook nor text in UTF-8', { cause })
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

function unreadable(name: string, why: string, cause: unknown): Failure {
  return new Failure(
    `The decisions file ${name} ${why}.`,
    'Open it in Excel or LibreOffice and save it as .xlsx, or save its sheet as "CSV UTF-8".',
    { exitCode: exitCodes.usage, cause },
  )
}

function withoutGapIds(name: string, why: string): never {
  throw new Failure(
    `The decisions file ${name} ${why}.`,
    'Take the workbook or csv/decisions.csv of an earlier run (csv/gaps.csv where there are no decisions yet), and type into its columns Status, Owner, Due, Expiry and Reason.',
    { exitCode: exitCodes.usage },
  )
}
