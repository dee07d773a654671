import type { DecisionField } from './columns.js'

/** What stands in a cell that is no field of a decision. */
export interface OtherWords {
  heading: string
  text: string
}

/** A row of a decisions file as somebody left it: every cell as text, nothing judged. */
export interface WrittenRow {
  /** Null where the file has no sheets. */
  sheet: string | null
  /** Counted from 1. */
  row: number
  words: Partial<Record<DecisionField, string>>
  /** Cells of somebody's own columns. */
  more: OtherWords[]
  /** Cells that tell of the gap: of use where nothing else says which gap is meant. */
  ours: OtherWords[]
}

/** A sheet or a whole file as cells of text. */
export interface Grid {
  sheet: string | null
  rows: GridRow[]
}

/** A row with something in it; columns count from 0. */
export interface GridRow {
  row: number
  cells: ReadonlyMap<number, string>
}

/** Whether there is anything in a text that somebody can see. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
}
