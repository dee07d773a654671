import { z } from 'zod'
import { Category } from './category.js'
import { Finding, Severity } from './finding.js'
import { LinkState } from './links.js'
import { SchemaVersion } from './version.js'

/** What may differ of a thing; what is the same on both sides, or is of another kind of thing, is left out. */
const differing = z.strictObject({
  tactics: z.array(z.string()).optional().describe('of a technique: as the page names them'),
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
  tests: z.int().nullable().optional().describe('of a resource: number of unit tests that its row states'),
  state: LinkState.optional().describe('of a link: what was known of it'),
  target: z.string().nullable().optional().describe('of a link: where its content went, or null'),
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
      'other-scope',
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
      'the corpus, version, state of the network, number of techniques in scope (null for all pages) or source name of the first run',
    ),
  after: z.string().nullable().describe('the same of the second run'),
})
export type DiffNote = z.infer<typeof DiffNote>

/** What changed between two runs. Changes by kind, technique, category, source, and address or label. */
export const Diff = z.strictObject({
  schemaVersion: SchemaVersion,
  from: z.string().describe('id of the first run'),
  to: z.string().describe('id of the second run'),
  changes: z.array(DiffChange).describe('one a thing that changed; repeats of a row are things of their own'),
  notes: z.array(DiffNote).describe('what to know before reading the changes'),
})
export type Diff = z.infer<typeof Diff>
