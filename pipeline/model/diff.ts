import { z } from 'zod'
import { Category } from './category.js'
import { Finding, Severity } from './finding.js'
import { LinkState } from './links.js'
import { Level } from './report-rows.js'
import { SchemaVersion } from './version.js'

/** What may differ of a thing; what is the same on both sides, or is of another kind of thing, is left out. */
const differing = z.strictObject({
  tactics: z.array(z.string()).optional().describe('of a technique: as the page names them'),
  level: Level.optional().describe('of a technique: how well it is covered in the category of the change'),
  lastAccessed: z
    .string()
    .nullable()
    .optional()
    .describe('of a mapping: YYYY-MM-DD, or null where not known'),
  declaredTotal: z
    .int()
    .nullable()
    .optional()
    .describe("of a mapping: the page's word on the source's total"),
  declaredCount: z.int().nullable().optional().describe("of a mapping: the page's word on its own count"),
  listedCount: z.int().optional().describe('of a mapping: rows that it lists, repeats included'),
  tests: z.int().nullable().optional().describe('of a resource: number of unit tests that its row states'),
  state: LinkState.optional().describe('of a link: what was known of it'),
  target: z.string().nullable().optional().describe('of a link: where its content went, or null'),
  reason: z
    .string()
    .nullable()
    .optional()
    .describe('of a link whose state differs: a short code for why, such as http-404, or null'),
  code: Finding.shape.code.optional().describe('of a finding: what kind of thing it is'),
  severity: Severity.optional().describe('of a finding: error, warning or note'),
})

/** A thing as one of the two runs has it. */
export const DiffSide = z.strictObject({
  label: z
    .string()
    .nullable()
    .describe("a technique's or source's name, a row's label, a finding's message; null for a link"),
  url: z.string().nullable().describe('its address as the pages write it, credentials masked, or null'),
  ...differing.shape,
})
export type DiffSide = z.infer<typeof DiffSide>

/** Kinds of things that are compared, in the order that their changes are listed in. */
export const diffKinds = ['technique', 'mapping', 'resource', 'link', 'finding'] as const

/** Kinds of changes, in the order that people are told of them. */
export const changeWords = ['added', 'removed', 'moved', 'renamed', 'changed'] as const

export const DiffChange = z.strictObject({
  change: z
    .enum(changeWords)
    .describe(
      'moved: another address, whatever else changed; renamed: another name or label; changed: other facts alone',
    ),
  kind: z.enum(diffKinds).describe('what kind of thing changed'),
  techniqueId: z
    .string()
    .nullable()
    .describe('technique that it belongs to; null where to none or to several'),
  category: Category.nullable().describe('category that it belongs to; null where to none or to several'),
  source: z
    .string()
    .nullable()
    .describe('id of the source that it belongs to; null where to none or to several'),
  before: DiffSide.nullable().describe('as the first run has it; null where it was added'),
  after: DiffSide.nullable().describe('as the second run has it; null where it was removed'),
  gain: z
    .enum(['gained', 'lost', 'neither'])
    .describe(
      'whether coverage was gained or lost by it; each kind tells this by itself, so kinds do not add up',
    ),
  cause: z
    .string()
    .optional()
    .describe('of a level: one sentence on which resources came or went and which links died or came back'),
})
export type DiffChange = z.infer<typeof DiffChange>
export type Gain = DiffChange['gain']

/** What a reader must know before reading the changes, as a code with its facts; words stand with whoever prints them. */
export const DiffNote = z.strictObject({
  code: z
    .enum([
      'other-corpus',
      'other-tool-version',
      'other-network',
      'other-policy',
      'levels-unknown',
      'other-scope',
      'other-reference',
      'source-added',
      'source-removed',
    ])
    .describe('what is to be known'),
  category: Category.nullable().describe('category of the source that came or went, or null'),
  source: z.string().nullable().describe('id of the source that came or went, or null'),
  before: z
    .string()
    .nullable()
    .describe(
      'the corpus, version, state of the network, policy, scope, reference tables or source name of the first run; null where it has none or does not say',
    ),
  after: z.string().nullable().describe('the same of the second run'),
})
export type DiffNote = z.infer<typeof DiffNote>

/** One thing that a reader with a minute should know of the changes. */
export const Highlight = z.strictObject({
  about: z
    .enum(['evidence', 'page', 'source', 'level', 'link', 'resource', 'address', 'label', 'date', 'finding'])
    .describe(
      'usable evidence of a category where there was none or none is left, pages, whole sources, levels, links that died or came back, rows of a source, rows at new addresses or of new labels, dates, findings that are no gaps',
    ),
  gain: DiffChange.shape.gain,
  category: Category.nullable().describe('category that it is about, or null'),
  source: z.string().nullable().describe('id of the source that it is about, or null'),
  count: z.int().min(0).describe('things that it tells of'),
  techniqueIds: z.array(z.string()).describe('techniques that the sentence names, in its order'),
  sentence: z.string().describe('one sentence for people'),
})
export type Highlight = z.infer<typeof Highlight>

/** What changed between two runs. Changes by kind, technique, category, source, and address or label. */
export const Diff = z.strictObject({
  schemaVersion: SchemaVersion,
  from: z.string().describe('id of the first run'),
  to: z.string().describe('id of the second run'),
  changes: z.array(DiffChange).describe('one a thing that changed; repeats of a row are things of their own'),
  notes: z.array(DiffNote).describe('what to know before reading the changes'),
  highlights: z
    .array(Highlight)
    .describe('at most ten, what matters most first: lost coverage before gained'),
})
export type Diff = z.infer<typeof Diff>
