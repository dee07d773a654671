import type { Paint } from './definition.js'

/** What a cell may hold; anything else is turned into one of these before it gets here, so no formula can. */
export type CellValue = string | number | boolean | Date

/** The kinds of cells, by what they are for; the encoder gives each its looks. */
export type Look =
  | 'title'
  | 'heading'
  | 'text'
  | 'remark'
  | 'emphasis'
  | 'label'
  | 'figure'
  | 'header'
  | 'centred-header'
  | 'note'
  | 'cell'
  | 'address'
  | 'number'
  | 'measure'
  | 'centred'
  | 'truth'
  | 'date'
  | 'datetime'
  | 'blank'

/** Where a cell leads: an address, or a cell of this workbook (row and column from 1). */
export type CellLink = { url: string } | { sheet: string; row: number; column: number }

export interface CellPlan {
  value: CellValue | null
  look: Look
  paint?: Paint
  link?: CellLink
}

export interface RowPlan {
  /** From the first column on; undefined for a cell that is left alone. */
  cells: (CellPlan | undefined)[]
  /** In points; undefined leaves it to the spreadsheet, which fits a row to its wrapped text. */
  height?: number
  /** Columns joined into one cell, first and last, counted from 1. */
  merged?: [number, number][]
}

export interface SheetPlan {
  name: string
  title: string
  /** Column widths in characters. */
  widths: number[]
  /** From the first row on; planned as they are asked for, since there may be more than can be held. */
  rows: Iterable<RowPlan>
  rowCount: number
  /** For a table: the row of its header and how many columns stay in sight. */
  table: { headerRow: number; frozenColumns: number } | null
  pagesWide: number
  /** Cells that people type into, and what may be typed there. */
  inputs: InputPlan[]
}

/** What may be typed into some cells of one column: one of some words, a day, or any text. */
export interface InputPlan {
  column: number
  firstRow: number
  lastRow: number
  values: readonly string[] | 'date' | 'text'
  /** What is told to somebody who types something else. */
  told: string
}

/** A name for a cell, so that a reader's own formulas can refer to a key figure. */
export interface NamedCell {
  name: string
  sheet: string
  row: number
  column: number
}

export interface WorkbookPlan {
  properties: { title: string; subject: string; creator: string; keywords: string; description: string }
  /** Creation and modification time. */
  at: Date
  paper: 'a4' | 'letter'
  /** Printed at the head of every page; empty for nothing. */
  classification: string
  /** Printed at the foot of every page. */
  footer: string
  /** Texts that the workbook's table of texts holds at most. */
  sharedTexts: number
  sheets: SheetPlan[]
  names: NamedCell[]
}
