import type { Column } from '../table/definitions.js'
import { rowsOf } from '../table/field.js'
import { type ShownColumn, shownColumns } from '../table/shown-columns.js'
import { type Anchors, innerLinkers, rowsAbove, type SheetPart } from './anchors.js'
import type { Paint, TableSheet } from './definition.js'
import { type LinkBudget, type LinkKind, linkBudget } from './link-limit.js'
import type { InputPlan, RowPlan, SheetPlan } from './plan.js'
import { fitText, type PlanContext, tableOf } from './plan-context.js'
import { cellsOf, columnsFor, headerCells, type Linker, ownLinker } from './table-cells.js'
import { rowHeight, wrappedLines } from './text-size.js'

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

/** A table on its sheet: title, one sentence, header, a row for each row of the report, and rows left free to type in. */
export function planTableSheet(context: PlanContext, part: SheetPart, anchors: Anchors): SheetPlan {
  const { definition, from, to, name } = part
  const table = tableOf(context, definition.table)
  const all = rowsOf(context.report, table.rows)
  const columns = shownColumns(columnsFor(table, definition.columns), all)
  const inner = innerLinkers(context, definition, anchors)
  const linkers = columns.map((column) => inner.get(column.field) ?? ownLinker(context, column))
  const budget = linkBudget(wantedLinks(all, part, linkers), context.limits.links)
  const head = headRows(context, part, columns, budget, all.length)
  const isLast = to === all.length
  const spare = isLast
    ? Math.min(definition.spareRows ?? 0, context.limits.rows - rowsAbove - (to - from))
    : 0
  const typed = inputsOf(definition, columns, to - from + spare)
  return {
    name,
    title: name,
    widths: columns.map((column) => column.width),
    rows: {
      *[Symbol.iterator]() {
        yield* head
        for (const row of dataRows(context, part, columns, linkers, budget)) {
          yield { ...row, cells: asInputs(row.cells, typed) }
        }
        const toCells = cellsOf(context, columns)
        for (let at = 0; at < spare; at += 1) yield { cells: asInputs(toCells({}), typed) }
      },
    },
    rowCount: rowsAbove + to - from + spare,
    table: { headerRow: rowsAbove, frozenColumns: definition.frozenColumns },
    pagesWide: definition.pagesWide ?? 1,
    inputs: typed,
  }
}

function headRows(
  context: PlanContext,
  { definition, from, to, name }: SheetPart,
  columns: readonly Column[],
  { wanted, linked }: LinkBudget,
  count: number,
): RowPlan[] {
  const { notes } = context.workbook
  const facts = { rows: count, first: from + 1, last: to, wanted, linked }
  const about = [
    context.fill(definition.about, context.report),
    context.fill(to - from < count ? notes.continued : notes.rows, facts),
    ...(linked < wanted ? [context.fill(notes.linksLimited, facts)] : []),
  ]
  const asText = fitText(context)
  const headerLines = Math.max(...columns.map((column) => wrappedLines(column.heading, column.width - 1)))
  return [
    { cells: [{ value: asText(name), look: 'title' }], height: 24 },
    { cells: [{ value: asText(about.join(' ')), look: 'note' }], height: 18 },
    { cells: headerCells(context, columns), height: 15 * headerLines + 4 },
  ]
}

/** Links that a part would have if a sheet could hold any number of them. */
function wantedLinks(
  rows: readonly unknown[],
  { from, to }: SheetPart,
  linkers: readonly (Linker | null)[],
): Record<LinkKind, number> {
  const wanted = { address: 0, page: 0, inner: 0 }
  for (let at = from; at < to; at += 1) {
    for (const linker of linkers) {
      if (linker !== null && linker.linkOf(rows[at]) !== null) wanted[linker.kind] += 1
    }
  }
  return wanted
}

function* dataRows(
  context: PlanContext,
  { definition, from, to }: SheetPart,
  columns: readonly ShownColumn[],
  linkers: readonly (Linker | null)[],
  budget: LinkBudget,
): Generator<RowPlan> {
  const rows = rowsOf(context.report, tableOf(context, definition.table).rows)
  const toCells = cellsOf(context, columns)
  const take = budget.taker()
  for (let at = from; at < to; at += 1) {
    const row = rows[at]
    const links = linkers.map((linker) => {
      const link = linker?.linkOf(row) ?? null
      return link !== null && linker !== null && take(linker.kind) ? link : null
    })
    const cells = toCells(row, links)
    const texts = cells.map(({ value, look }, column) => ({
      text: look === 'cell' && typeof value === 'string' ? value : '',
      width: columns[column]?.width ?? 1,
    }))
    const height = rowHeight(texts)
    yield height === undefined ? { cells } : { cells, height }
  }
}

/** Pale, so that whoever is to type sees where; a cell that has a colour of its own keeps it. */
const inputPaint: Paint = { fill: 'FFFCEB' }

function asInputs(cells: RowPlan['cells'], inputs: readonly InputPlan[]): RowPlan['cells'] {
  for (const { column } of inputs) {
    const cell = cells[column - 1]
    if (cell !== undefined) cell.paint ??= inputPaint
  }
  return cells
}

function inputsOf(definition: TableSheet, columns: readonly Column[], rows: number): InputPlan[] {
  if (rows === 0) return []
  return (definition.inputs ?? []).map(({ field, values, told }) => ({
    column: columns.findIndex((column) => column.field === field) + 1,
    firstRow: rowsAbove + 1,
    lastRow: rowsAbove + rows,
    values,
    told,
  }))
}
