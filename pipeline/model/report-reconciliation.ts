import { z } from 'zod'
import { Category } from './category.js'
import { Place } from './place.js'

const count = z.int().min(0)

/** What a page declares against what it lists, by source. */
export const Reconciliation = z.strictObject({
  category: Category.describe('category that the source stands in'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the pages write it'),
  mappings: count.describe('its blocks'),
  declared: count.describe('sum of the counts that they declare'),
  rows: count.describe('rows that they list, repeats included'),
  tests: count.nullable().describe('unit tests that the rows state, or null where none does'),
  placeholders: count.describe('rows that say there is nothing'),
  difference: z
    .int()
    .describe('declared less what explains it: rows and placeholders, or tests where those agree'),
  mismatches: count.describe('blocks with a count-mismatch finding'),
})
export type Reconciliation = z.infer<typeof Reconciliation>

/** A figure that differs from what another place says of it. */
export const Difference = z.strictObject({
  against: z
    .enum(['declared-count', 'declared-total', 'outside-count', 'outside-total', 'outside-technique'])
    .describe("what it was held against: a block's own count or total, or a cell of an outside table"),
  techniqueId: z.string().nullable().describe('technique that it concerns, or null for a total'),
  category: Category.nullable().describe('category that it concerns, or null'),
  source: z.string().nullable().describe('id of the source, or null'),
  theirs: z.int().nullable().describe('the figure there; null where there is none, which is not zero'),
  ours: z.int().nullable().describe('the figure counted here; null where there is nothing to count'),
  reason: z
    .string()
    .nullable()
    .describe(
      'code of the finding that explains it, or of a rule: tests-counted, row-folded, pages-missing, date-unknown, nothing-listed, several; null where nothing does',
    ),
  explanation: z.string().describe('one sentence for people; says so where it is unexplained'),
  places: z.array(Place).describe('where to look, in the order of the pages'),
  placesCount: count.describe('how many places these are'),
  file: z.string().nullable().describe('file of the first of them, or null where there is none'),
  line: z.int().nullable().describe('line of the first of them, or null'),
})
export type Difference = z.infer<typeof Difference>

/** The outside table that the figures were held against. */
export const OutsideTable = z.strictObject({
  name: z.string().describe('name of the file, without its folder'),
  sha256: z.string().describe('SHA-256 of the file'),
  techniques: count.describe('techniques that it has a row for'),
  columns: z
    .array(
      z.strictObject({
        column: z.string().describe('its name in the table'),
        category: Category.nullable().describe('category that it was compared with, or null'),
        source: z
          .string()
          .nullable()
          .describe('source that it was compared with; null where it was not compared: no page has it'),
        theirs: count.nullable().describe('sum of its cells, or null where none holds a figure'),
        ours: z.int().nullable().describe('sum counted here, or null where there is nothing to count'),
      }),
    )
    .describe('its columns of counts, in its order'),
  compared: count.describe('cells that were compared'),
  equal: count.describe('of these: cells that agree'),
})
export type OutsideTable = z.infer<typeof OutsideTable>

/** How completely the pages were read, and every figure that differs from what another place says. */
export const Completeness = z.strictObject({
  pagesFound: count.describe('files that look like pages'),
  pagesParsed: count.describe('of these: understood as a page of a technique'),
  pagesRejected: count.describe('of these: not understood; each has a finding'),
  filesSkipped: count.describe('other files of the folder, which are no pages'),
  rowsWritten: count.describe('rows of list or table in the mappings, placeholders included'),
  rowsKept: count.describe('of these: resources'),
  placeholders: count.describe('of these: rows that say there is nothing'),
  outside: OutsideTable.nullable().describe('the outside table, or null where none was given'),
  differences: z.array(Difference).describe('by technique, category, source and kind'),
  unexplained: count.describe('of the differences: those that nothing explains'),
})
export type Completeness = z.infer<typeof Completeness>
