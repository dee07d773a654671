import type { Category } from './category.js'

/** Whose counts a column of an outside table holds. */
export interface ColumnMeaning {
  category: Category
  /** Id of the source, such as d3fend or sigma. */
  source: string
}

/** A column of counts of an outside table. */
export interface OutsideColumn {
  /** Its name in the table. */
  column: string
  /** Null where nobody said whose counts it holds. */
  meaning: ColumnMeaning | null
}

/** A row of an outside table. */
export interface OutsideRow {
  techniqueId: string
  /** A count for each column; null where the table has no figure, which is not zero. */
  counts: (number | null)[]
}

/**
 * Cells of an outside table, by technique id and column, both as the table names them: null for an empty cell, which
 * says zero; a column that the table lacks is not there.
 */
export type OutsideCells = ReadonlyMap<string, Readonly<Record<string, number | null>>>

/** Somebody else's counts for each technique and source, to hold ours against. */
export interface OutsideCounts {
  /** Name of the file, without its folder. */
  name: string
  /** SHA-256 of the file. */
  sha256: string
  /** Its columns of counts, in its order. */
  columns: OutsideColumn[]
  /** One row for each technique, in its order. */
  rows: OutsideRow[]
  /** All of its whole numbers, scores among them. */
  cells: OutsideCells
}
