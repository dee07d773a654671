import { z } from 'zod'
import { Category } from './category.js'
import { Corpus } from './corpus.js'
import { Finding, Severity } from './finding.js'
import { NetworkState } from './links.js'
import {
  Evidence,
  Gap,
  Level,
  ReportFinding,
  ReportLink,
  ReportMapping,
  ReportResource,
  ReportTechnique,
} from './report-rows.js'

export * from './report-rows.js'

const count = z.int().min(0)

const levels = z.strictObject({ none: count, lost: count, thin: count, covered: count, deep: count })
export type LevelCounts = z.infer<typeof levels>

const CategorySummary = Evidence.extend({
  levels,
  techniques: count.describe('techniques with at least one'),
})

export const TacticSummary = z.strictObject({
  tactic: z.string(),
  techniques: count,
  subTechniques: count,
  policy: CategorySummary,
  detection: CategorySummary,
  test: CategorySummary,
  validated: count,
  gaps: count,
})
export type TacticSummary = z.infer<typeof TacticSummary>

export const SourceSummary = Evidence.omit({ sources: true }).extend({
  category: Category,
  source: z.string(),
  sourceName: z.string(),
  sourceUrl: z.string().nullable(),
  mappings: count,
  techniques: count,
  declaredTotal: z.int().nullable().describe('the total declared by its newest block'),
  declaredSum: count.describe('sum of the declared counts of its blocks'),
  newest: z.string().nullable(),
  oldest: z.string().nullable(),
})
export type SourceSummary = z.infer<typeof SourceSummary>

export const LinkCounts = z.strictObject({
  alive: count,
  moved: count,
  dead: count,
  blocked: count,
  unreachable: count,
  unchecked: count,
  refused: count,
})
export type LinkCounts = z.infer<typeof LinkCounts>

export const HostSummary = z.strictObject({ host: z.string(), links: count, states: LinkCounts })
export type HostSummary = z.infer<typeof HostSummary>

export const AgeBand = z.strictObject({
  fromDays: z.int().min(0),
  toDays: z.int().nullable().describe('exclusive; null for no limit'),
  mappings: count,
})

/** One cell of the heat map: a technique under one of its tactics, its sub-techniques folded in. */
export const HeatCell = z.strictObject({
  id: z.string(),
  name: z.string(),
  policy: Level,
  detection: Level,
  test: Level,
  subTechniques: z.array(
    z.strictObject({ id: z.string(), name: z.string(), policy: Level, detection: Level, test: Level }),
  ),
})
export type HeatCell = z.infer<typeof HeatCell>

/** A limitation or an open question, as a code with its numbers; the words stand in the templates. */
export const Unknown = z.strictObject({
  code: z.enum([
    'offline',
    'no-network',
    'interrupted',
    'links-unchecked',
    'links-blocked',
    'links-unreachable',
    'links-refused',
    'dead-unconfirmed',
    'resources-without-link',
    'dates-unknown',
    'pages-unreadable',
    'pages-without-mapping',
    'names-resolved-by-proxy',
  ]),
  count: count,
  detail: z.string().nullable(),
})
export type Unknown = z.infer<typeof Unknown>

export const Totals = z.strictObject({
  pages: count,
  pagesUnreadable: count,
  techniques: count.describe('techniques and sub-techniques with a page, each id once'),
  parentTechniques: count,
  subTechniques: count,
  tactics: count,
  mappings: count,
  resources: count.describe('rows, repeats included, placeholders left out'),
  distinctUrls: count,
  placeholders: count,
  techniquesWithoutMapping: count,
  validated: count,
  detectableUntested: count,
  testedUndetected: count,
  gaps: count,
  findings: z.strictObject({ error: count, warning: count, note: count }),
  links: LinkCounts,
  policy: CategorySummary,
  detection: CategorySummary,
  test: CategorySummary,
  other: CategorySummary,
})
export type Totals = z.infer<typeof Totals>

/** What a page declares against what it lists, by source. */
export const Reconciliation = z.strictObject({
  category: Category,
  source: z.string(),
  sourceName: z.string(),
  mappings: count,
  declared: count,
  rows: count,
  tests: count.nullable(),
  placeholders: count,
  difference: z
    .int()
    .describe('declared less what explains it: rows and placeholders, or tests where those agree'),
  mismatches: count.describe('blocks with a count-mismatch finding'),
})
export type Reconciliation = z.infer<typeof Reconciliation>

/** `report.json`: everything a report may show, ready to print. */
export const Report = z.strictObject({
  schemaVersion: z.string(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  runId: z.string(),
  generatedAt: z.string().describe('ISO 8601, UTC'),
  asOf: z.string().describe('YYYY-MM-DD: the day that ages are judged at'),
  classification: z.string().nullable(),
  corpus: Corpus,
  settings: z
    .array(z.strictObject({ name: z.string(), value: z.string() }))
    .describe('what the run was asked for'),
  thresholds: z.strictObject({ covered: count, deep: count, deepSources: count, staleAfterDays: count }),
  network: NetworkState,
  checkedAt: z.string(),
  unknowns: z.array(Unknown),
  totals: Totals,
  ages: z.strictObject({
    newest: z.string().nullable(),
    oldest: z.string().nullable(),
    medianDays: z.int().nullable(),
    bands: z.array(AgeBand),
    undated: count,
  }),
  tactics: z.array(TacticSummary).describe('in kill-chain order'),
  sources: z.array(SourceSummary),
  hosts: z.array(HostSummary).describe('most links first'),
  heatMap: z.array(z.strictObject({ tactic: z.string(), cells: z.array(HeatCell) })),
  reconciliation: z.array(Reconciliation),
  findingCounts: z.array(z.strictObject({ code: Finding.shape.code, severity: Severity, count })),
  techniques: z.array(ReportTechnique),
  mappings: z.array(ReportMapping),
  resources: z.array(ReportResource),
  links: z.array(ReportLink),
  findings: z.array(ReportFinding),
  gaps: z.array(Gap),
})
export type Report = z.infer<typeof Report>
