import { z } from 'zod'
import { Category } from './category.js'
import { Corpus } from './corpus.js'
import { Finding } from './finding.js'
import { Place } from './place.js'
import type { Series } from './series.js'
import { SchemaVersion } from './version.js'

export const Link = z.strictObject({
  label: z.string().describe('as written between the brackets'),
  url: z.string().describe('as written between the parentheses, never re-encoded'),
})
export type Link = z.infer<typeof Link>

/** One real row of a mapping; repeats are kept, placeholder rows are not. */
export const Resource = z.strictObject({
  label: z.string().describe('as written between the brackets, or the words of a row without a link'),
  url: z.string().nullable().describe("the row's own link, or null where it has none"),
  trail: z.array(Link).describe('folders that the row names before its link'),
  tests: z.int().nullable().describe('number of unit tests that the row states, or null'),
  place: Place.describe('where the row stands'),
})
export type Resource = z.infer<typeof Resource>

export const Locator = z.strictObject({
  text: z.string().describe('as written'),
  links: z.array(Link).describe('its links, in their order'),
  place: Place.describe('where the sentence stands'),
})
export type Locator = z.infer<typeof Locator>

/** One source's block on one page. */
export const Mapping = z.strictObject({
  category: Category.describe('what its section makes of it'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the page writes it'),
  sourceUrl: z.string().nullable().describe("the link of the source's heading, or null"),
  lastAccessed: z
    .string()
    .nullable()
    .describe('YYYY-MM-DD, or null where none was written or it has two readings'),
  declaredTotal: z.int().nullable().describe("the page's word on the source's total"),
  declaredCount: z.int().nullable().describe("the page's word on this technique's count"),
  placeholders: z.int().min(0).describe('rows that say there is nothing; pages count them in'),
  locator: Locator.nullable().describe('the sentence that says where its resources are, or null'),
  place: Place.describe('where its heading stands'),
  resources: z.array(Resource).describe('its real rows, repeats included'),
})
export type Mapping = z.infer<typeof Mapping>

/** One page: an ATT&CK technique or sub-technique. */
export const Technique = z.strictObject({
  id: z.string().describe('ATT&CK id, such as T1071.001'),
  name: z.string().describe('as the page names it'),
  parentId: z.string().nullable().describe('technique that a sub-technique belongs to, or null'),
  tactics: z.array(z.string()).describe('as the page names them, in its order'),
  url: z.string().nullable().describe('the ATT&CK page'),
  urlPlace: Place.nullable().describe('where the link to the ATT&CK page stands'),
  description: z.string().describe('markdown, as written, with its text repaired where that loses nothing'),
  descriptionLinks: z
    .array(Link.extend({ place: Place.describe('where the link stands') }))
    .describe('links of the description, in their order'),
  place: Place.describe('where its title stands'),
  mappings: z.array(Mapping).describe('in the order of the page'),
})
export type Technique = z.infer<typeof Technique>

/** `model.json`: what the pages mean. Techniques by id, then file; everything below in the page's order. */
export const Model = z.strictObject({
  schemaVersion: SchemaVersion,
  corpus: Corpus,
  techniques: z.array(Technique).describe('by id, then file'),
  findings: z.array(Finding).describe('what the pages say that does not add up, and what was not understood'),
})
export type Model = z.infer<typeof Model>

/** The model with its techniques in any form that can be gone through: those of thousands of pages are held as text. */
export interface ModelSource extends Omit<Model, 'techniques'> {
  techniques: Series<Technique>
}

/** The model with its techniques as objects that stay the same, for work that tells them apart by what they are. */
export function heldModel(source: ModelSource): Model {
  return { ...source, techniques: [...source.techniques] }
}
