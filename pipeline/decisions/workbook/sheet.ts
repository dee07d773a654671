import { Unreadable } from '../unreadable.js'
import type { GridRow } from '../written-row.js'
import { momentOf } from './dates.js'
import { textReader, unescapedText } from './strings.js'
import { attribute, xmlPieces } from './xml.js'

/** What the cells of all sheets refer to. */
export interface CellContext {
  strings: readonly string[]
  dateStyles: ReadonlySet<number>
  from1904: boolean
}

/** Cells that merged ranges may fill in all: many more than anybody merges. */
const mostMerged = 20_000_000
const excelColumns = 16_384
const excelRows = 1_048_576

/**
 * The rows of a sheet, each cell as text, as somebody who looks at the sheet would copy it: hidden rows and columns
 * too, formulas as their last result. A range merged downwards stands in every row that it covers.
 *
 * @param mostRows after which the rest is left alone
 */
export function sheetRows(xml: string, context: CellContext, mostRows = Number.POSITIVE_INFINITY): GridRow[] {
  const rows: { row: number; cells: Map<number, string> }[] = []
  const merged: string[] = []
  let rowNumber = 0
  let column = -1
  let cell: OpenCell | null = null
  for (const piece of xmlPieces(xml)) {
    if (cell !== null) {
      cell.read(piece)
      if (piece.kind !== 'close' || piece.name !== 'c') continue
      const text = cell.text()
      if (text !== '') rows.at(-1)?.cells.set(column, text)
      cell = null
      continue
    }
    if (piece.kind !== 'open') continue
    if (piece.name === 'row') {
      if (rows.length >= mostRows) break
      rowNumber = Number(attribute(piece.attributes, 'r') ?? rowNumber + 1)
      if (!(rowNumber >= 1 && rowNumber <= excelRows)) throw new Unreadable('has more rows than a sheet can')
      column = -1
      rows.push({ row: rowNumber, cells: new Map() })
    }
    if (piece.name === 'c') {
      column = columnOf(attribute(piece.attributes, 'r')) ?? column + 1
      if (column >= excelColumns) throw new Unreadable('has more columns than a sheet can')
      if (!piece.isEmpty) cell = openCell(piece.attributes, context)
    }
    if (piece.name === 'mergeCell') merged.push(attribute(piece.attributes, 'ref') ?? '')
  }
  fillMerged(rows, merged)
  return rows.filter(({ cells }) => cells.size > 0)
}

interface OpenCell {
  read(piece: Parameters<ReturnType<typeof textReader>['read']>[0]): void
  text(): string
}

function openCell(attributes: string, context: CellContext): OpenCell {
  const type = attribute(attributes, 't') ?? 'n'
  const style = Number(attribute(attributes, 's') ?? -1)
  const inline = textReader()
  let within = ''
  let value = ''
  let formula = ''
  return {
    read(piece) {
      inline.read(piece)
      if (piece.kind === 'open') within = piece.isEmpty ? '' : piece.name
      else if (piece.kind === 'close') within = ''
      else if (within === 'v') value += piece.text
      else if (within === 'f') formula += piece.text
    },
    text() {
      if (type === 'inlineStr') return inline.take()
      if (value === '') return formula === '' ? '' : `=${formula}`
      return shown(type, value, context.dateStyles.has(style), context)
    },
  }
}

function shown(type: string, value: string, isDate: boolean, { strings, from1904 }: CellContext): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'str') return unescapedText(value)
  if (type === 'b') return value.trim() === '1' ? 'TRUE' : 'FALSE'
  const number = Number(value)
  if (type !== 'n' || Number.isNaN(number)) return value
  return (isDate ? momentOf(number, from1904) : null) ?? String(number)
}

/** `C7` as 2; null where the cell does not say where it stands. */
function columnOf(address: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(address ?? '')?.[1]
  if (letters === undefined) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Writes the first cell of each merged range into the rows below it, in its own column alone. */
function fillMerged(rows: { row: number; cells: Map<number, string> }[], ranges: readonly string[]): void {
  const byRow = new Map(rows.map((each) => [each.row, each.cells]))
  let filled = 0
  for (const range of ranges) {
    const match = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(range)
    if (match === null) continue
    const [from, to] = [Number(match[2]), Number(match[3])]
    const column = columnOf(`${match[1]}${from}`) ?? -1
    const text = byRow.get(from)?.get(column)
    if (text === undefined) continue
    filled += Math.max(0, to - from)
    if (filled > mostMerged) throw new Unreadable('merges more cells than anybody would')
    for (let row = from + 1; row <= to; row += 1) {
      const cells = byRow.get(row)
      if (cells !== undefined && !cells.has(column)) cells.set(column, text)
    }
  }
}
