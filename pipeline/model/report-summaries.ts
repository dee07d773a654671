import { z } from 'zod'
import { Category } from './category.js'
import { Evidence, Level } from './report-rows.js'

const count = z.int().min(0)

const levels = z
  .strictObject({
    none: count.describe('nothing is listed'),
    lost: count.describe('all that is listed is lost'),
    thin: count.describe('something stands, but less than "covered" asks for'),
    covered: count.describe('enough stands to count as covered'),
    deep: count.describe('much stands, from several sources'),
  })
  .describe('techniques by level')
export type LevelCounts = z.infer<typeof levels>

export const CategorySummary = Evidence.extend({
  levels,
  techniques: count.describe('techniques with at least one'),
  verifiedByReference: count.describe(
    'of the verified ones: by a reference table alone, which knows of the id and not of the page',
  ),
})

export const LinkCounts = z.strictObject({
  alive: count.describe('links that answer and are what they say'),
  moved: count.describe('links whose content went to a known place'),
  dead: count.describe('links that are gone'),
  blocked: count.describe('links whose server refuses to tell'),
  unreachable: count.describe('links that gave no usable answer'),
  unchecked: count.describe('links that were not asked'),
  refused: count.describe('links that are not asked on principle'),
})
export type LinkCounts = z.infer<typeof LinkCounts>

export const TacticSummary = z.strictObject({
  tactic: z.string().describe('as the pages name it'),
  techniques: count.describe('techniques under it, sub-techniques left out'),
  subTechniques: count.describe('sub-techniques under it'),
  policy: CategorySummary.describe('its policy and process controls'),
  detection: CategorySummary.describe('its detection rules'),
  test: CategorySummary.describe('its offensive tests'),
  validated: count.describe('techniques with both a verified detection and a verified test'),
  gaps: count.describe('gaps of its techniques'),
  links: LinkCounts.describe('distinct links behind its resources, by state'),
})
export type TacticSummary = z.infer<typeof TacticSummary>

export const SourceSummary = Evidence.omit({ sources: true, usableSources: true }).extend({
  category: Category.describe('category that it stands in'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the pages write it'),
  sourceUrl: z.string().nullable().describe("the link of the source's heading, or null"),
  mappings: count.describe('its blocks'),
  techniques: count.describe('techniques that have such a block'),
  declaredTotal: z.int().nullable().describe('the total declared by its newest block'),
  declaredSum: count.describe('sum of the declared counts of its blocks'),
  newest: z.string().nullable().describe('newest last-accessed date of its blocks, YYYY-MM-DD'),
  oldest: z.string().nullable().describe('oldest last-accessed date of its blocks, YYYY-MM-DD'),
  medianAgeDays: z.int().nullable().describe('median age of its blocks in days, or null'),
  links: LinkCounts.describe('distinct links behind its resources, by state'),
})
export type SourceSummary = z.infer<typeof SourceSummary>

export const LinkMethodCounts = z.strictObject({
  http: count.describe('links that were asked over the web in this run, whatever came back'),
  tree: count.describe("links that a repository's tree answered for"),
  reference: count.describe('links that a reference table judged by the id: it knows nothing of the page'),
  carried: count.describe('links whose state is an earlier answer, fresh enough to be believed'),
  none: count.describe('links that nobody was asked about'),
})
export type LinkMethodCounts = z.infer<typeof LinkMethodCounts>

export const HostSummary = z.strictObject({
  host: z.string().describe('host, with the port where it is named; empty for links that have none'),
  links: count.describe('distinct links to it'),
  states: LinkCounts.describe('the same by state'),
})
export type HostSummary = z.infer<typeof HostSummary>

export const RepositoryLinks = z.strictObject({
  repository: z.string().describe('host and path, such as github.com/SigmaHQ/sigma'),
  links: count.describe('distinct links into it'),
  states: LinkCounts.describe('the same by state'),
})
export type RepositoryLinks = z.infer<typeof RepositoryLinks>

const DeadSinceBand = z.strictObject({
  fromDays: z.int().min(0).describe('least days since the link died, inclusive'),
  toDays: z.int().nullable().describe('exclusive; null for no limit'),
  links: count.describe('dead links of that age'),
})

/** How long the dead links have been dead; bands and `undated` add up to all of them. */
export const DeadSince = z.strictObject({
  bands: z.array(DeadSinceBand).describe('dead links by how long they have been dead, youngest first'),
  undated: count.describe('dead links of which nobody knows since when'),
  byHistory: count.describe(
    "of the dated ones: since the commit that removed the file, by its repository's history; the others since they were first found dead, which may be long after",
  ),
})

/** Moved links that `fix` can write a new address for. */
export const RepairCounts = z.strictObject({
  sureLinks: count.describe('links that it repairs by default: their evidence is sure'),
  surePlaces: count.describe('places where these stand'),
  otherLinks: count.describe('links that it repairs when asked to include weaker evidence'),
  otherPlaces: count.describe('places where these stand'),
  resources: count.describe('distinct resources that stand on one of the sure ones'),
})
export type RepairCounts = z.infer<typeof RepairCounts>

export const AgeBand = z.strictObject({
  fromDays: z.int().min(0).describe('least age in days, inclusive'),
  toDays: z.int().nullable().describe('exclusive; null for no limit'),
  mappings: count.describe('mappings of that age'),
})

const levelsOfTechnique = z.strictObject({
  id: z.string().describe('ATT&CK id, such as T1071.001'),
  name: z.string().describe('as the page names it'),
  policy: Level.describe('level of its policy and process controls'),
  detection: Level.describe('level of its detection rules'),
  test: Level.describe('level of its offensive tests'),
})

/** One cell of the heat map: a technique under one of its tactics, its sub-techniques folded in. */
export const HeatCell = levelsOfTechnique.extend({
  subTechniques: z.array(levelsOfTechnique).describe('its sub-techniques under the same tactic, by id'),
})
export type HeatCell = z.infer<typeof HeatCell>
