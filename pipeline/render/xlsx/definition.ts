import { z } from 'zod'

const path = z.string().regex(/^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$/)
const text = z.string().describe('a Handlebars text against the report')
const width = z.number().min(1).max(255)

/** How one value of a palette looks. Fill and pattern differ in lightness, so that they hold in grey. */
export const Paint = z.strictObject({
  fill: z
    .string()
    .regex(/^[0-9A-F]{6}$/)
    .optional(),
  pattern: z.enum(['solid', 'lightUp', 'lightGray']).optional(),
  text: z
    .string()
    .regex(/^[0-9A-F]{6}$/)
    .optional(),
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
})
export type Paint = z.infer<typeof Paint>

const Pair = z.strictObject({ label: z.string(), text, palette: z.string().optional() })

/** One part of a page sheet, from top to bottom. */
export const Block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('title'), text }),
  z.strictObject({ kind: z.literal('heading'), text }),
  z.strictObject({ kind: z.literal('text'), text, emphasis: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('each'),
    rows: path.describe('list of the report'),
    text: text.describe('filled from each row'),
    none: text.describe('what stands there when there are no rows'),
  }),
  z.strictObject({ kind: z.literal('pairs'), pairs: z.array(Pair).min(1) }),
  z.strictObject({
    kind: z.literal('figures'),
    figures: z
      .array(
        z.strictObject({
          label: z.string(),
          value: path,
          date: z.boolean().optional(),
          text: text.optional(),
          name: z
            .string()
            .regex(/^[a-z][a-z_]+$/)
            .optional(),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    corner: z.string(),
    rows: z.array(z.strictObject({ label: z.string(), at: path })).min(1),
    columns: z
      .array(z.strictObject({ heading: z.string(), at: path, palette: z.string().optional() }))
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('heat-map').describe('every technique under its tactics, its levels as coloured words'),
    rows: path.describe('list of the report: tactics, each with its cells'),
    palette: z.string(),
    parts: z
      .array(z.strictObject({ heading: z.string(), at: path }))
      .min(1)
      .describe('levels of a technique, side by side'),
    across: z
      .array(
        z.strictObject({
          column: z.int().min(1).describe('first column of the name'),
          levels: z.int().min(2).describe('column of the first level; the name spans those before it'),
        }),
      )
      .min(1)
      .describe('tactics side by side'),
    sheet: z.string().optional().describe('sheet with a row for each technique, to link to'),
  }),
  z.strictObject({ kind: z.literal('table'), table: z.string(), columns: z.array(path).min(1), none: text }),
  z.strictObject({ kind: z.literal('contents').describe('the sheets, their rows and what they hold') }),
  z.strictObject({ kind: z.literal('dictionary').describe('what the columns of the table sheets mean') }),
  z.strictObject({
    kind: z.literal('signature'),
    columns: z.array(z.string()).min(1),
    rows: z.array(z.string()).min(1),
  }),
])
export type Block = z.infer<typeof Block>
export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

const sheet = { name: z.string().min(1), about: text.describe('what the sheet holds, in one sentence') }

/** A sheet to read: blocks below each other. */
export const PageSheet = z.strictObject({
  kind: z.literal('page'),
  ...sheet,
  widths: z.array(width).min(2),
  blocks: z.array(Block).min(1),
})
export type PageSheet = z.infer<typeof PageSheet>

/** A sheet to work with: one table, filtered and frozen. */
export const TableSheet = z.strictObject({
  kind: z.literal('table'),
  ...sheet,
  table: z.string(),
  columns: z.array(path).min(1).describe('fields of the table, in the order of this sheet'),
  frozenColumns: z.int().min(0).max(10),
  pagesWide: z.int().min(1).max(4).optional().describe('pages side by side in print; 1 where it is left out'),
  anchor: path.optional().describe('field whose value other sheets link to'),
  links: z
    .array(
      z.strictObject({
        field: path.describe('field whose cell is the link'),
        sheet: z.string(),
        by: path
          .optional()
          .describe('field of the row that is looked for there; the same where it is left out'),
        to: path.optional().describe('field of the other table to look in; its anchor where it is left out'),
      }),
    )
    .optional()
    .describe('fields that link to the row of another sheet'),
  inputs: z
    .array(
      z.strictObject({
        field: path,
        values: z
          .union([z.array(z.string().regex(/^[^",]+$/)).min(1), z.literal('date'), z.literal('text')])
          .describe('words to choose from, a day, or any text'),
        told: z.string().min(1).max(200).describe('what is told to somebody who types something else'),
      }),
    )
    .optional()
    .describe('fields that people type into'),
  spareRows: z.int().min(0).max(1000).optional().describe('empty rows after the last, to type into'),
})
export type TableSheet = z.infer<typeof TableSheet>

/** The workbook of a report, as its template folder writes it down in `workbook.json`. */
export const WorkbookDefinition = z.strictObject({
  properties: z.strictObject({
    title: text,
    subject: text,
    creator: text,
    keywords: text,
    description: text,
  }),
  palettes: z.record(z.string(), z.record(z.string(), Paint)),
  notes: z
    .strictObject({ rows: text, continued: text, linksLimited: text, cut: text })
    .describe('what the program says of a sheet; filled from { rows, first, last, linked, wanted, length }'),
  sheets: z.array(z.discriminatedUnion('kind', [PageSheet, TableSheet])).min(1),
})
export type WorkbookDefinition = z.infer<typeof WorkbookDefinition>

/** Fills a Handlebars text from a context; plain text comes out, so nothing may be escaped for HTML. */
export type FillText = (text: string, context: unknown) => string
