import { fieldOf, rowsOf } from '../table/field.js'
import { cellValue } from './cell-value.js'
import type { Block, BlockOf } from './definition.js'
import { heatMapRows } from './heat-map.js'
import { line, type Page, spread, widened } from './page-rows.js'
import type { CellPlan, Look, RowPlan } from './plan.js'
import { fitText, type PlanContext, paintOf, tableOf } from './plan-context.js'
import { cellsOf, columnsFor, headerCells, ownLinker } from './table-cells.js'
import { wrappedLines } from './text-size.js'

/** The rows that a block fills on a page sheet. */
export function blockRows(context: PlanContext, block: Block, page: Page): RowPlan[] {
  const { report, fill } = context
  switch (block.kind) {
    case 'title':
      return [line(context, page, fill(block.text, report), 'title', 1.5)]
    case 'heading':
      return [line(context, page, fill(block.text, report), 'heading', 1.2)]
    case 'text':
      return [line(context, page, fill(block.text, report), block.emphasis === true ? 'emphasis' : 'text')]
    case 'each':
      return eachRows(context, block, page)
    case 'pairs':
      return block.pairs.map((pair) => {
        const paint = paintOf(context, pair.palette, pair.label)
        const label: CellPlan = {
          value: pair.label,
          look: 'label',
          ...(paint === undefined ? {} : { paint }),
        }
        return spread(context, page, [label], fill(pair.text, report))
      })
    case 'figures':
      return block.figures.map((figure) => {
        const value = cellValue(
          fieldOf(report, figure.value),
          figure.date === true ? 'date' : 'text',
          fitText(context),
        )
        const look: Look = value instanceof Date ? 'date' : 'figure'
        const note = figure.text === undefined ? '' : fill(figure.text, report)
        return spread(
          context,
          page,
          [
            { value: figure.label, look: 'label' },
            { value, look },
          ],
          note,
        )
      })
    case 'matrix':
      return matrixRows(context, block)
    case 'heat-map':
      return heatMapRows(context, block, page.anchors)
    case 'table':
      return tableRows(context, block, page)
    case 'contents':
      return page.entries.map((entry) =>
        spread(
          context,
          page,
          [
            { value: entry.name, look: 'label', link: { sheet: entry.name, row: 1, column: 1 } },
            { value: entry.rows, look: 'figure' },
          ],
          entry.about,
        ),
      )
    case 'dictionary':
      return dictionaryRows(context, page)
    case 'signature':
      return signatureRows(block)
  }
}

function eachRows(context: PlanContext, block: BlockOf<'each'>, page: Page): RowPlan[] {
  const rows = rowsOf(context.report, block.rows)
  if (rows.length === 0) return [line(context, page, context.fill(block.none, context.report), 'text')]
  return rows.map((row) => line(context, page, context.fill(block.text, row), 'text'))
}

function matrixRows(context: PlanContext, block: BlockOf<'matrix'>): RowPlan[] {
  const heads = block.columns.map((column): CellPlan => {
    const paint = paintOf(context, column.palette, column.heading)
    return { value: column.heading, look: 'centred-header', ...(paint === undefined ? {} : { paint }) }
  })
  const rows = block.rows.map((row) => ({
    cells: [
      { value: row.label, look: 'cell' as const },
      ...block.columns.map(
        (column): CellPlan => ({
          value: cellValue(fieldOf(context.report, `${row.at}.${column.at}`), 'integer', fitText(context)),
          look: 'number',
        }),
      ),
    ],
  }))
  return [{ cells: [{ value: block.corner, look: 'header' }, ...heads], height: 34 }, ...rows]
}

function tableRows(context: PlanContext, block: BlockOf<'table'>, page: Page): RowPlan[] {
  const table = tableOf(context, block.table)
  const rows = rowsOf(context.report, table.rows)
  const columns = columnsFor(table, block.columns)
  if (rows.length === 0) return [line(context, page, context.fill(block.none, context.report), 'text')]
  const toCells = cellsOf(context, columns)
  const linkers = columns.map((column) => ownLinker(context, column))
  const lines = columns.map((column, at) =>
    wrappedLines(column.heading, (page.widths[at] ?? column.width) - 2),
  )
  const header = { cells: headerCells(context, columns), height: 15 * Math.max(...lines) + 4 }
  const linked = (row: unknown) =>
    toCells(
      row,
      linkers.map((linker) => linker?.linkOf(row) ?? null),
    )
  const lastType = columns.at(-1)?.type ?? 'text'
  const isWords = lastType === 'text' || lastType === 'list' || lastType === 'url'
  return [header, ...rows.map((row) => ({ cells: linked(row) }))].map((row) => widened(row, page, isWords))
}

function dictionaryRows(context: PlanContext, page: Page): RowPlan[] {
  return context.workbook.sheets.flatMap((sheet) => {
    if (sheet.kind !== 'table') return []
    return columnsFor(tableOf(context, sheet.table), sheet.columns).flatMap((column) => {
      if (column.note === undefined) return []
      const cells: CellPlan[] = [
        { value: sheet.name, look: 'text' },
        { value: column.heading, look: 'label' },
      ]
      return [spread(context, page, cells, column.note)]
    })
  })
}

function signatureRows(block: BlockOf<'signature'>): RowPlan[] {
  const head = block.columns.map((column): CellPlan => ({ value: column, look: 'header' }))
  const blanks = block.columns.slice(1).map((): CellPlan => ({ value: null, look: 'blank' }))
  return [
    { cells: head, height: 20 },
    ...block.rows.map((row) => ({
      cells: [{ value: row, look: 'emphasis' as const }, ...blanks],
      height: 28,
    })),
  ]
}
