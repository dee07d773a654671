/** Where all rows of a table stand, as a document of one run names it. */
export interface RowPlace {
  /** The one place for who works with the figures: `csv/gaps.csv`. */
  first: string
  /** Every file of the run that has them: `coverage.xlsx (sheet Gaps) and csv/gaps.csv`. */
  all: string
}

/** Places of rows by the table's name in `tables.json`. */
export type RowPlaces = Readonly<Record<string, RowPlace>>

/**
 * What a run was asked to make beside a document.
 *
 * It is known from the settings and never from results, since formats are made side by side: a file that could not be
 * made is told of by the manifest.
 */
export interface MadeBeside {
  /** Names of the tables that become CSV files. */
  csvTables: readonly string[]
  /** Whether the report has a workbook, and a page for browsers. */
  workbook: boolean
  page: boolean
}

/** A document on its own, beside nothing but `report.json`. */
export const nothingBeside: MadeBeside = { csvTables: [], workbook: false, page: false }
