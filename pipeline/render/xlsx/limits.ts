/** What a workbook can hold (Microsoft, "Excel specifications and limits"). */
export interface SheetLimits {
  /** Rows of a sheet. */
  rows: number
  /** Links of a sheet; past it Excel calls the file damaged and takes all links away. */
  links: number
  /** UTF-16 units of a cell's text. */
  cellLength: number
  /** Line breaks of a cell's text. */
  cellBreaks: number
  /** Characters of a link's address. */
  urlLength: number
  /** Texts that the workbook's table of texts holds at most; it stays in memory to the end. Not Excel's limit, but ours. */
  sharedTexts: number
}

export const excelLimits: SheetLimits = {
  rows: 1_048_576,
  links: 65_530,
  cellLength: 32_767,
  cellBreaks: 253,
  urlLength: 2_079,
  sharedTexts: 50_000,
}
