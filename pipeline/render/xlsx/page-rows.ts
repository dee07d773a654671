import type { Anchors } from './anchors.js'
import type { CellPlan, Look, RowPlan } from './plan.js'
import { fitText, type PlanContext } from './plan-context.js'
import { wrappedHeight } from './text-size.js'

/** A sheet as the list of contents shows it. */
export interface SheetEntry {
  name: string
  about: string
  /** Rows of its table; null for a page. */
  rows: number | null
}

/** What the rows of a page sheet need to know of it. */
export interface Page {
  widths: readonly number[]
  entries: readonly SheetEntry[]
  anchors: Anchors
}

/** One text over the whole width of the page. */
export function line(context: PlanContext, page: Page, text: string, look: Look, scale = 1): RowPlan {
  return {
    cells: [{ value: fitText(context)(text), look }],
    merged: [[1, page.widths.length]],
    height: wrappedHeight(text, widthFrom(page, 1), scale),
  }
}

/** Some cells, and a text over the rest of the width. */
export function spread(context: PlanContext, page: Page, cells: CellPlan[], text: string): RowPlan {
  const heights = cells.map((cell, at) => wrappedHeight(String(cell.value ?? ''), page.widths[at] ?? 10))
  const first = cells.length + 1
  return {
    cells: [...cells, { value: fitText(context)(text), look: 'remark' }],
    ...(first < page.widths.length ? { merged: [[first, page.widths.length]] as [number, number][] } : {}),
    height: Math.max(wrappedHeight(text, widthFrom(page, first)), ...heights),
  }
}

/**
 * A row of a table, high enough for its texts; where it is narrower than the page and ends with words, its last cell goes
 * over what is left. A figure stays under its heading.
 */
export function widened(row: RowPlan, page: Page, isWords: boolean): RowPlan {
  const count = row.cells.length
  const last = isWords ? widthFrom(page, count) : (page.widths[count - 1] ?? 1)
  const widths = [...page.widths.slice(0, count - 1), last]
  const heights = row.cells.map((cell, at) =>
    wrappedHeight(typeof cell?.value === 'string' ? cell.value : '', widths[at] ?? 1),
  )
  const height = row.height ?? Math.max(...heights)
  return isWords && count < page.widths.length
    ? { ...row, merged: [[count, page.widths.length]], height }
    : { ...row, height }
}

/** Width of the page from a column on, counted from 1. */
function widthFrom(page: Page, column: number): number {
  return page.widths.slice(column - 1).reduce((sum, each) => sum + each, 0)
}
