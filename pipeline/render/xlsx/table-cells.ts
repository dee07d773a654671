import { pageAddress } from '../../model/page-address.js'
import type { Column, Table } from '../table/definitions.js'
import { fieldOf } from '../table/field.js'
import { type ShownColumn, valueIn } from '../table/shown-columns.js'
import { cellValue } from './cell-value.js'
import type { LinkKind } from './link-limit.js'
import type { CellLink, CellPlan, Look } from './plan.js'
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

/** Where the cells of a column lead. */
export interface Linker {
  kind: LinkKind
  linkOf(row: unknown): CellLink | null
}

/**
 * Where a column's cells lead of themselves: a file to its line of the corpus, where that is published; else to the
 * address that the column names (a column of URLs links to itself). Null for a column that leads nowhere.
 */
export function ownLinker(context: PlanContext, column: Column): Linker | null {
  const { page } = column
  if (page !== undefined) {
    const { corpus } = context.report
    const linkOf = (row: unknown) => {
      const [file, line] = [fieldOf(row, column.field), fieldOf(row, page)]
      return typeof file === 'string'
        ? toLink(pageAddress(corpus, file, typeof line === 'number' ? line : null), context)
        : null
    }
    return { kind: 'page', linkOf }
  }
  const address = column.link ?? (column.type === 'url' ? column.field : undefined)
  if (address === undefined) return null
  return {
    kind: 'address',
    linkOf: (row) => (isEmpty(fieldOf(row, column.field)) ? null : toLink(fieldOf(row, address), context)),
  }
}

/** What turns a row of the report into cells: typed, and painted by the column's palette; `links` are taken as given. */
export function cellsOf(
  context: PlanContext,
  columns: readonly ShownColumn[],
): (row: unknown, links?: readonly (CellLink | null)[]) => CellPlan[] {
  const asText = fitText(context)
  return (row, links) =>
    columns.map((column, at) => {
      const raw = valueIn(row, column)
      const value = cellValue(raw, column.type, asText)
      const paint = paintOf(context, column.palette, raw)
      const link = links?.[at]
      return {
        value,
        look: lookOf(column, value),
        ...(paint === undefined ? {} : { paint }),
        ...(link === undefined || link === null ? {} : { link }),
      }
    })
}

function toLink(address: unknown, context: PlanContext): CellLink | null {
  const url = webLink(address, context.limits.urlLength)
  return url === null ? null : { url }
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

function lookOf(column: Column, value: unknown): Look {
  if (value instanceof Date || value === null) return emptyLook(column)
  if (typeof value === 'number') return column.type === 'number' ? 'measure' : 'number'
  if (typeof value === 'boolean') return 'truth'
  if (column.palette !== undefined) return 'centred'
  return column.type === 'url' ? 'address' : 'cell'
}

/** An empty cell looks as what may come to stand in it, so that a day typed into it shows as one. */
function emptyLook(column: Column): Look {
  if (column.type === 'date' || column.type === 'datetime') return column.type
  return column.palette === undefined ? 'cell' : 'centred'
}

/** Headings stand over their values: texts begin at the left, everything else is short and centred. */
function headerLook(column: Column): Look {
  const isText =
    column.type === 'text' || column.type === 'url' || column.type === 'list' || column.type === 'extra'
  return isText && column.palette === undefined ? 'header' : 'centred-header'
}
