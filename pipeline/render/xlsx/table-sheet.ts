import { fieldOf, rowsOf } from '../table/field.js'
import type { TableSheet } from './definition.js'
import { limitLinks } from './link-limit.js'
import type { CellLink, RowPlan, SheetPlan } from './plan.js'
import { fitText, type PlanContext, tableOf } from './plan-context.js'
import { cellsOf, columnsFor, headerCells } from './table-cells.js'
import { rowHeight, wrappedLines } from './text-size.js'

/** Rows above the first row of data: title, what the sheet holds, header. */
const rowsAbove = 3

/** The rows of one sheet; a table that is longer than a sheet goes on in the next. */
export interface SheetPart {
  name: string
  definition: TableSheet
  /** Rows of the report that this part holds: from this one, counted from 0, up to that one, exclusive. */
  from: number
  to: number
}

/** The sheets that a table fills; one, even where it has no rows. */
export function partsOf(
  context: PlanContext,
  definition: TableSheet,
  nameOf: (wanted: string) => string,
): SheetPart[] {
  const count = rowsOf(context.report, tableOf(context, definition.table).rows).length
  const room = context.limits.rows - rowsAbove
  const parts: SheetPart[] = []
  for (let from = 0; from === 0 || from < count; from += room) {
    parts.push({ name: nameOf(definition.name), definition, from, to: Math.min(count, from + room) })
  }
  return parts
}

/** Where other sheets find a row: by the name of the sheet's definition, then by the row's value. */
export type Anchors = Map<string, Map<string, CellLink>>

/** The anchors of all sheets that have some; of rows with the same value the first. */
export function anchorsOf(context: PlanContext, parts: readonly SheetPart[]): Anchors {
  const anchors: Anchors = new Map()
  for (const { name, definition, from, to } of parts) {
    const { anchor } = definition
    if (anchor === undefined) continue
    const places = anchors.get(definition.name) ?? new Map<string, CellLink>()
    anchors.set(definition.name, places)
    const rows = rowsOf(context.report, tableOf(context, definition.table).rows).slice(from, to)
    for (const [at, row] of rows.entries()) {
      const value = String(fieldOf(row, anchor))
      if (!places.has(value)) places.set(value, { sheet: name, row: rowsAbove + 1 + at, column: 1 })
    }
  }
  return anchors
}

/** A table on its sheet: title, one sentence, header, and a row for each row of the report. */
export function planTableSheet(context: PlanContext, part: SheetPart, anchors: Anchors): SheetPlan {
  const { definition, from, to, name } = part
  const table = tableOf(context, definition.table)
  const columns = columnsFor(table, definition.columns)
  const rows = linkedRows(context, part, anchors)
  const links = limitLinks(rows, context.limits.links)
  const { notes } = context.workbook
  const all = rowsOf(context.report, table.rows).length
  const facts = { rows: all, first: from + 1, last: to, ...links }
  const about = [
    context.fill(definition.about, context.report),
    context.fill(to - from < all ? notes.continued : notes.rows, facts),
    ...(links.linked < links.wanted ? [context.fill(notes.linksLimited, facts)] : []),
  ]
  const asText = fitText(context)
  const headerLines = Math.max(...columns.map((column) => wrappedLines(column.heading, column.width - 1)))
  return {
    name,
    title: name,
    widths: columns.map((column) => column.width),
    rows: [
      { cells: [{ value: asText(name), look: 'title' }], height: 24 },
      { cells: [{ value: asText(about.join(' ')), look: 'note' }], height: 18 },
      { cells: headerCells(context, columns), height: 15 * headerLines + 4 },
      ...rows,
    ],
    table: { headerRow: rowsAbove, frozenColumns: definition.frozenColumns },
    pagesWide: definition.pagesWide ?? 1,
  }
}

function linkedRows(context: PlanContext, part: SheetPart, anchors: Anchors): RowPlan[] {
  const { definition, from, to } = part
  const table = tableOf(context, definition.table)
  const columns = columnsFor(table, definition.columns)
  const toCells = cellsOf(context, columns)
  const targets = (definition.links ?? []).map(({ field, sheet }) => ({
    at: definition.columns.indexOf(field),
    places: anchors.get(sheet),
  }))
  return rowsOf(context.report, table.rows)
    .slice(from, to)
    .map((row) => {
      const cells = toCells(row)
      for (const { at, places } of targets) {
        const cell = cells[at]
        const link =
          typeof cell?.value === 'string'
            ? places?.get(String(fieldOf(row, definition.columns[at] ?? '')))
            : undefined
        if (cell !== undefined && link !== undefined) cell.link = link
      }
      const texts = cells.map(({ value, look }, at) => ({
        text: look === 'cell' ? String(value ?? '') : '',
        width: columns[at]?.width ?? 1,
      }))
      const height = rowHeight(texts)
      return height === undefined ? { cells } : { cells, height }
    })
}
