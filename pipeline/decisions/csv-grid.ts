import Papa from 'papaparse'
import { unescapedText } from '../model/formula-text.js'
import type { KnownHeadings } from './columns.js'
import { headerWithin, isHeader } from './grid-rows.js'
import { Unreadable } from './unreadable.js'
import type { Grid, GridRow } from './written-row.js'

const delimiters = [',', ';', '\t', '|']

/**
 * A CSV file as cells (RFC 4180), with comma, semicolon, tab or bar: whichever shows a column of gap ids; null where
 * none does.
 *
 * The apostrophe that this program puts before a text that a spreadsheet could take for a formula is taken off again.
 *
 * @throws {Unreadable} where a quote does not close: it would swallow the rows below it
 */
export function csvGrid(text: string, known: KnownHeadings): Grid | null {
  for (const delimiter of delimiters) {
    const head = gridRows(Papa.parse<string[]>(text, { delimiter, preview: headerWithin }).data)
    if (!head.some((row) => isHeader(row, known))) continue
    const { data, errors } = Papa.parse<string[]>(text, { delimiter })
    const fault = errors.find(({ type }) => type === 'Quotes')
    if (fault !== undefined)
      throw new Unreadable(`has a quote that does not close, in row ${(fault.row ?? 0) + 1}`)
    return { sheet: null, rows: gridRows(data) }
  }
  return null
}

function gridRows(records: readonly string[][]): GridRow[] {
  return records.map((record, at) => ({
    row: at + 1,
    cells: new Map(
      record.map((cell, column) => [column, unescapedText(cell)] as const).filter(([, cell]) => cell !== ''),
    ),
  }))
}
