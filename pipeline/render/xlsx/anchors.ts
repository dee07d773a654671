import { fieldOf, rowsOf } from '../table/field.js'
import type { TableSheet } from './definition.js'
import type { CellLink } from './plan.js'
import { type PlanContext, tableOf } from './plan-context.js'
import type { Linker } from './table-cells.js'

/** Rows above the first row of data: title, what the sheet holds, header. */
export const rowsAbove = 3

/** The rows of one sheet; a table that is longer than a sheet goes on in the next. */
export interface SheetPart {
  name: string
  definition: TableSheet
  /** Rows of the report that this part holds: from this one, counted from 0, up to that one, exclusive. */
  from: number
  to: number
}

/** Where a row of another sheet stands, by the name of the sheet's definition, a field and the row's value in it. */
export type Anchors = (sheet: string, field: string) => ReadonlyMap<string, CellLink> | undefined

/** The places that any sheet links to; of rows with the same value the first. Found once, when they are first asked for. */
export function anchorsOf(context: PlanContext, parts: readonly SheetPart[]): Anchors {
  const known = new Map<string, Map<string, CellLink>>()
  return (sheet, field) => {
    const key = `${sheet}\n${field}`
    const found = known.get(key) ?? placesOf(context, parts, sheet, field)
    known.set(key, found)
    return found
  }
}

function placesOf(
  context: PlanContext,
  parts: readonly SheetPart[],
  sheet: string,
  field: string,
): Map<string, CellLink> {
  const places = new Map<string, CellLink>()
  for (const { name, definition, from, to } of parts) {
    if (definition.name !== sheet) continue
    const rows = rowsOf(context.report, tableOf(context, definition.table).rows)
    for (let at = from; at < to; at += 1) {
      const value = String(fieldOf(rows[at], field))
      if (!places.has(value)) places.set(value, { sheet: name, row: rowsAbove + 1 + at - from, column: 1 })
    }
  }
  return places
}

/** Where the cells of some fields lead within the workbook, as the definition of their sheet says; by field. */
export function innerLinkers(
  context: PlanContext,
  definition: TableSheet,
  anchors: Anchors,
): Map<string, Linker> {
  const links = (definition.links ?? []).map(({ field, sheet, by = field, to }): [string, Linker] => {
    const target = context.workbook.sheets.find((each) => each.name === sheet)
    const anchor = to ?? (target?.kind === 'table' ? target.anchor : undefined)
    const places = anchor === undefined ? undefined : anchors(sheet, anchor)
    const linkOf = (row: unknown) => {
      const shown = fieldOf(row, field)
      if (shown === null || shown === undefined || shown === '') return null
      return places?.get(String(fieldOf(row, by))) ?? null
    }
    return [field, { kind: 'inner', linkOf }]
  })
  return new Map(links)
}
