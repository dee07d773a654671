import type { KnownHeadings } from '../columns.js'
import { headerWithin, isHeader } from '../grid-rows.js'
import type { Grid } from '../written-row.js'
import { dateStyles } from './dates.js'
import { textOf, workbookParts } from './parts.js'
import { type CellContext, sheetRows } from './sheet.js'
import { sharedStrings } from './strings.js'
import { openZip, type UnpackLimits } from './zip.js'

const mebibyte = 1024 * 1024
const defaultLimits: UnpackLimits = { part: 256 * mebibyte, all: 512 * mebibyte }

/**
 * The sheets of a workbook that have a column of gap ids, as cells of text, hidden ones too (ECMA-376).
 *
 * Of the other sheets only the beginning is looked at, so that the size of the evidence beside the decisions does not
 * matter. Nothing outside the file is opened, no formula is worked out.
 *
 * @throws {Unreadable} where the bytes are no workbook, or one beyond the limits
 */
export function workbookGrids(
  bytes: Uint8Array,
  known: KnownHeadings,
  limits: UnpackLimits = defaultLimits,
): Grid[] {
  const zip = openZip(bytes, limits)
  const { sheets, sharedStrings: strings, styles, from1904 } = workbookParts(zip)
  const context: CellContext = {
    strings: strings === null || !zip.has(strings) ? [] : sharedStrings(textOf(zip, strings)),
    dateStyles: styles === null || !zip.has(styles) ? new Set() : dateStyles(textOf(zip, styles)),
    from1904,
  }
  return sheets.flatMap(({ name, part }) => {
    const head = new TextDecoder().decode(zip.unpackHead(part))
    if (!sheetRows(head, context, headerWithin).some((row) => isHeader(row, known))) return []
    return [{ sheet: name, rows: sheetRows(textOf(zip, part), context) }]
  })
}
