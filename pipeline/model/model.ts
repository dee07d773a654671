import { z } from 'zod'
import { Category } from './category.js'
import { Corpus } from './corpus.js'
import { Finding } from './finding.js'
import { Place } from './place.js'

export const Link = z.strictObject({
  label: z.string().describe('as written between the brackets'),
  url: z.string().describe('as written between the parentheses, never re-encoded'),
})
export type Link = z.infer<typeof Link>

/** One real row of a mapping; repeats are kept, placeholder rows are not. */
export const Resource = z.strictObject({
  label: z.string(),
  url: z.string().nullable().describe("the row's own link, or null where it has none"),
  trail: z.array(Link).describe('folders that the row names before its link'),
  tests: z.int().nullable().describe('number of unit tests that the row states, or null'),
  place: Place,
})
export type Resource = z.infer<typeof Resource>

export const Locator = z.strictObject({ text: z.string(), links: z.array(Link), place: Place })
export type Locator = z.infer<typeof Locator>

/** One source's block on one page. */
export const Mapping = z.strictObject({
  category: Category,
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string(),
  sourceUrl: z.string().nullable(),
  lastAccessed: z
    .string()
    .nullable()
    .describe('YYYY-MM-DD, or null where none was written or it has two readings'),
  declaredTotal: z.int().nullable().describe("the page's word on the source's total"),
  declaredCount: z.int().nullable().describe("the page's word on this technique's count"),
  placeholders: z.int().min(0).describe('rows that say there is nothing; pages count them in'),
  locator: Locator.nullable(),
  place: Place,
  resources: z.array(Resource),
})
export type Mapping = z.infer<typeof Mapping>

/** One page: an ATT&CK technique or sub-technique. */
export const Technique = z.strictObject({
  id: z.string().describe('ATT&CK id, such as T1071.001'),
  name: z.string(),
  parentId: z.string().nullable(),
  tactics: z.array(z.string()).describe('as the page names them, in its order'),
  url: z.string().nullable().describe('the ATT&CK page'),
  urlPlace: Place.nullable().describe('where the link to the ATT&CK page stands'),
  description: z.string().describe('markdown, as written, with its text repaired where that loses nothing'),
  descriptionLinks: z.array(z.strictObject({ label: z.string(), url: z.string(), place: Place })),
  place: Place,
  mappings: z.array(Mapping),
})
export type Technique = z.infer<typeof Technique>

/** `model.json`: what the pages mean. Techniques by id, then file; everything below in the page's order. */
export const Model = z.strictObject({
  schemaVersion: z.string(),
  corpus: Corpus,
  techniques: z.array(Technique),
  findings: z.array(Finding).describe('what the pages say that does not add up, and what was not understood'),
})
export type Model = z.infer<typeof Model>
