import { z } from 'zod'
import { Corpus } from './corpus.js'
import { Finding } from './finding.js'
import type { Series } from './series.js'
import { SchemaVersion } from './version.js'

/** A text as it stands on the page, untouched, with its line. */
export const Written = z.strictObject({
  text: z.string().describe('as written'),
  line: z.int().min(1).describe('line, counted from 1'),
})
export type Written = z.infer<typeof Written>

/** A link as written between its markers: nothing decoded, nothing re-encoded. */
export const WrittenLink = z.strictObject({
  label: z.string().describe('text between the square brackets, as written'),
  url: z.string().describe('address between the parentheses, as written'),
  line: z.int().min(1).describe('line, counted from 1'),
})
export type WrittenLink = z.infer<typeof WrittenLink>

/**
 * How a row names its resource:
 * `link` one link; `trail` folders before the link; `plain` no link at all;
 * `folded` one link written twice (`* * **[L](U)**` and again on the next line);
 * `lost` a label whose link did not survive (`* L)**`);
 * `broken` a link that CommonMark does not take for one (a blank in its address, say);
 * `bare` an address without any marks, alone or beside its label.
 */
export const RowForm = z
  .enum(['link', 'trail', 'plain', 'folded', 'lost', 'broken', 'bare'])
  .describe(
    'how the row names its resource: by one link, folders before it, no link, one link twice, a label whose link is lost, a link of broken form, or an address without marks',
  )
export type RowForm = z.infer<typeof RowForm>

export const RowRecord = z.strictObject({
  text: z.string().describe('the row as written, without its bullet'),
  line: z.int().min(1).describe('line, counted from 1'),
  form: RowForm,
  marker: z
    .enum(['list', 'table', 'none'])
    .describe(
      'what makes it a row: an item of a list, a row of a table, or its form alone where the bullet is missing',
    ),
  label: z.string().describe('the label as written, without emphasis marks'),
  url: z.string().nullable().describe("the row's own link, or null"),
  trail: z.array(WrittenLink).describe('links of folders that stand before the row’s own link'),
  tail: z.string().describe('what follows the link, such as ": 3 unit tests"'),
})
export type RowRecord = z.infer<typeof RowRecord>

/** Something that was read although it is not written as it should be; the raw words stand beside it. */
export const Repair = z.strictObject({
  field: z.string().describe('what was repaired'),
  line: z.int().min(1).describe('line, counted from 1'),
  written: z.string().describe('as written'),
  repaired: z.string().describe('as read'),
  repair: z.string().describe('what was wrong'),
})
export type Repair = z.infer<typeof Repair>

export const LocatorRecord = z.strictObject({
  text: z.string().describe('the sentence that says where the resources are, as written'),
  line: z.int().min(1).describe('line, counted from 1'),
  links: z.array(WrittenLink).describe('its links, in their order'),
})
export type LocatorRecord = z.infer<typeof LocatorRecord>

export const MappingRecord = z.strictObject({
  heading: Written.describe("the source's heading"),
  source: WrittenLink.nullable().describe("the heading's link"),
  lastAccessed: Written.nullable().describe('when the source was last looked at, as written'),
  total: Written.nullable().describe('what the source maps in all, as written'),
  count: Written.nullable().describe('what it maps to this technique, as written'),
  locator: LocatorRecord.nullable().describe('the sentence that says where its resources are'),
  rows: z.array(RowRecord).describe('its rows, placeholder rows included, in the order of the page'),
  rest: z.array(Written).describe('lines of the block that are of no known form'),
})
export type MappingRecord = z.infer<typeof MappingRecord>

export const SectionRecord = z.strictObject({
  heading: Written.describe("the section's heading"),
  mappings: z.array(MappingRecord).describe('its mappings, in the order of the page'),
  rest: z.array(Written).describe('lines of the section outside any mapping'),
})
export type SectionRecord = z.infer<typeof SectionRecord>

/** Where on its line an address begins. */
export const AddressColumn = z.strictObject({
  line: z.int().min(1).describe('line, counted from 1'),
  column: z.int().min(1).describe('UTF-16 code unit of the line that it begins with, counted from 1'),
  length: z.int().min(1).describe('its length in UTF-16 code units'),
})
export type AddressColumn = z.infer<typeof AddressColumn>

export const PageRecord = z.strictObject({
  file: z.string().describe('file, relative to the corpus, /-separated'),
  sha256: z.string().describe('SHA-256 of its bytes'),
  bytes: z.int().min(0).describe('its size in bytes'),
  lines: z.int().min(1).describe('its number of lines'),
  frontMatter: z.array(Written).describe('front matter, as written and never evaluated'),
  title: Written.nullable().describe('the first-level heading'),
  tactics: Written.nullable().describe('the tactics, as written'),
  technique: WrittenLink.nullable().describe('the link to the ATT&CK page'),
  description: LocatorRecord.nullable().describe('the quoted description, markdown as written'),
  sections: z.array(SectionRecord).describe('in the order of the page'),
  rest: z.array(Written).describe('lines before the first section that are of no known form'),
  repairs: z.array(Repair).describe('what was read although its form is off'),
  columns: z
    .array(AddressColumn)
    .default([])
    .describe('links whose address stands once on its line: where exactly'),
})
export type PageRecord = z.infer<typeof PageRecord>

/** `records.json`: what the pages say, untouched. */
export const Records = z.strictObject({
  schemaVersion: SchemaVersion,
  pages: z.array(PageRecord).describe('by file'),
  corpus: Corpus,
  findings: z.array(Finding).describe('what could not be read'),
})
export type Records = z.infer<typeof Records>

type Line = Pick<Written, 'line'>

/** What the stages after `normalize` need of a block: where its parts stand. */
export interface MappingEntry {
  heading: Line
  total: Line | null
  count: Line | null
  rows: Pick<RowRecord, 'line' | 'form'>[]
  rest: Line[]
}

/** What they need of a page. */
export interface PageEntry extends Pick<PageRecord, 'file' | 'sha256' | 'bytes' | 'columns'> {
  tactics: Line | null
  sections: { mappings: MappingEntry[] }[]
}

/** The records without what the pages say: those of thousands of pages fit into memory so. */
export interface RecordsSummary extends Pick<Records, 'corpus' | 'findings'> {
  pages: Series<PageEntry>
}

export function pageEntry({ file, sha256, bytes, columns, tactics, sections }: PageRecord): PageEntry {
  return {
    file,
    sha256,
    bytes,
    columns,
    tactics: tactics && lineOf(tactics),
    sections: sections.map(({ mappings }) => ({ mappings: mappings.map(mappingEntry) })),
  }
}

function mappingEntry({ heading, total, count, rows, rest }: MappingRecord): MappingEntry {
  return {
    heading: lineOf(heading),
    total: total && lineOf(total),
    count: count && lineOf(count),
    rows: rows.map(({ line, form }) => ({ line, form })),
    rest: rest.map(lineOf),
  }
}

function lineOf({ line }: Line): Line {
  return { line }
}
