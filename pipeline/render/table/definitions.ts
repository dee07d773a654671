import { z } from 'zod'

/** What a column's values are; it decides cell types, alignment, and the field types of the data package. */
export const ColumnType = z
  .enum(['text', 'integer', 'number', 'date', 'datetime', 'boolean', 'url', 'list', 'extra'])
  .describe('extra: a list of { heading, text }, which becomes a column for each heading that occurs')
export type ColumnType = z.infer<typeof ColumnType>

const fieldPath = z.string().regex(/^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$/)

/** One column of a table: which value of a row it shows, and under which heading. */
export const Column = z.strictObject({
  field: fieldPath.describe('the value in the row, dotted where it lies deeper: policy.verified'),
  heading: z.string().min(1).describe('for people, in every format; the CSV header is made of it'),
  type: ColumnType,
  width: z.number().min(1).max(255).describe('width in characters'),
  csv: z.string().min(1).optional().describe('CSV header, where it is not the heading in snake_case'),
  link: fieldPath.optional().describe('field that holds the URL which the cell links to'),
  page: fieldPath
    .optional()
    .describe(
      'field of a line; the cell, a file of the corpus, links to that line where the corpus is published',
    ),
  palette: z.string().min(1).optional().describe('name of the palette that colours the cell by its text'),
  labels: z
    .record(z.string(), z.string())
    .optional()
    .describe('words for values that are codes, in every format'),
  note: z.string().min(1).optional().describe('what the column means, for data dictionary and header notes'),
})
export type Column = z.infer<typeof Column>

/** One table: rows of the report, and the columns that show them. */
export const Table = z.strictObject({
  rows: fieldPath.describe('list of the report that the rows come from'),
  title: z.string().min(1),
  description: z.string().min(1),
  csv: z.boolean().describe('whether it is written as a CSV file, named as the table'),
  key: z.array(fieldPath).min(1).optional().describe('fields that tell any two rows apart'),
  refers: z
    .array(
      z.strictObject({ fields: z.array(fieldPath).min(1), table: z.string(), to: z.array(fieldPath).min(1) }),
    )
    .optional()
    .describe('fields whose values stand in another table'),
  columns: z.array(Column).min(1),
})
export type Table = z.infer<typeof Table>

/** The tables of a report by name, as its template folder writes them down in `tables.json`. */
export const TableDefinitions = z.strictObject({
  tables: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/), Table),
})
export type TableDefinitions = z.infer<typeof TableDefinitions>

/**
 * The CSV header of a column: its heading in snake_case, unless the definition states another.
 *
 * It is made of the heading so that one change of a heading is seen in every format.
 */
export function csvHeader(column: Pick<Column, 'heading' | 'csv'>): string {
  return column.csv ?? snakeCase(column.heading)
}

/** `Technique ID` as `technique_id`: letters and digits in lower case, everything else one underscore. */
function snakeCase(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}
