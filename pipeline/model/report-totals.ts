import { z } from 'zod'
import { CategorySummary, LinkCounts } from './report-summaries.js'

const count = z.int().min(0)

export const Totals = z.strictObject({
  pages: count.describe('pages that were read, in scope or not'),
  pagesUnreadable: count.describe('pages that could not be read'),
  techniques: count.describe(
    'techniques and sub-techniques that are reported, each id once; with a scope also those without a page',
  ),
  parentTechniques: count.describe('of these, techniques'),
  subTechniques: count.describe('of these, sub-techniques'),
  tactics: count.describe('tactics of these'),
  mappings: count.describe("sources' blocks on pages"),
  resources: count.describe('rows, repeats included, placeholders left out'),
  distinctUrls: count.describe('distinct addresses of all links'),
  placeholders: count.describe('rows that say there is nothing'),
  techniquesWithoutMapping: count.describe('pages that hold no mapping'),
  validated: count.describe('techniques with both a verified detection and a verified test'),
  detectableUntested: count.describe('techniques with a verified detection and no verified test'),
  listedUnverified: count.describe('techniques with usable detection and usable test, not both verified'),
  testedUndetected: count.describe('techniques with a verified test and no verified detection'),
  gaps: count.describe('gaps, each technique, category and kind once'),
  gapsAccepted: count.describe(
    'of these, accepted or not applicable by a decision in force; the others are open',
  ),
  findings: z
    .strictObject({
      error: count.describe('something is lost'),
      warning: count.describe('something is off'),
      note: count.describe('worth knowing'),
    })
    .describe('findings by severity'),
  links: LinkCounts.describe('distinct links by state'),
  policy: CategorySummary.describe('all policy and process controls'),
  detection: CategorySummary.describe('all detection rules'),
  test: CategorySummary.describe('all offensive tests'),
  other: CategorySummary.describe('all mappings of unknown category'),
})
export type Totals = z.infer<typeof Totals>
