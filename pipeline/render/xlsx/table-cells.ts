import type { Column, Table } from '../table/definitions.js'
import { fieldOf } from '../table/field.js'
import { cellValue } from './cell-value.js'
import type { CellPlan, Look } from './plan.js'
import { fitText, type PlanContext, paintOf } from './plan-context.js'
import { webLink } from './web-link.js'

/** The columns of a table that show certain fields, in the order of the fields. */
export function columnsFor(table: Table, fields: readonly string[]): Column[] {
  return fields.flatMap((field) => table.columns.filter((column) => column.field === field).slice(0, 1))
}

/** The header cells of columns. */
export function headerCells(context: PlanContext, columns: readonly Column[]): CellPlan[] {
  const asText = fitText(context)
  return columns.map((column) => ({ value: asText(column.heading), look: headerLook(column) }))
}

/**
 * What turns a row of the report into cells: typed, painted by the column's palette, and linked to the address
 * that the column names (a column of URLs links to itself).
 */
export function cellsOf(context: PlanContext, columns: readonly Column[]): (row: unknown) => CellPlan[] {
  const asText = fitText(context)
  return (row) =>
    columns.map((column) => {
      const raw = fieldOf(row, column.field)
      const value = cellValue(raw, column.type, asText)
      const paint = paintOf(context, column.palette, raw)
      const address = column.link ?? (column.type === 'url' ? column.field : undefined)
      const url =
        address === undefined || value === ''
          ? null
          : webLink(fieldOf(row, address), context.limits.urlLength)
      return {
        value,
        look: lookOf(column, value),
        ...(paint === undefined ? {} : { paint }),
        ...(url === null || value === null ? {} : { link: { url } }),
      }
    })
}

function lookOf(column: Column, value: unknown): Look {
  if (value instanceof Date) return column.type === 'date' ? 'date' : 'datetime'
  if (typeof value === 'number') return column.type === 'number' ? 'measure' : 'number'
  if (typeof value === 'boolean') return 'truth'
  if (column.palette !== undefined) return 'centred'
  return column.type === 'url' ? 'address' : 'cell'
}

/** Headings stand over their values: texts begin at the left, everything else is short and centred. */
function headerLook(column: Column): Look {
  const isText = column.type === 'text' || column.type === 'url' || column.type === 'list'
  return isText && column.palette === undefined ? 'header' : 'centred-header'
}
