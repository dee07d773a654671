import { z } from 'zod'
import { Category } from './category.js'
import { Corpus } from './corpus.js'
import { Finding, Severity } from './finding.js'
import { LinkEvidence, LinkMethod, LinkState, NetworkState } from './links.js'

const count = z.int().min(0)

/** How well a technique is covered in one category; thresholds stand in `settings`. */
export const Level = z.enum(['none', 'lost', 'thin', 'covered', 'deep'])
export type Level = z.infer<typeof Level>

/**
 * What a set of resources amounts to. `listed` counts rows, `distinct` counts each resource once
 * (one URL, or one label of a source where a row has no URL). Of the distinct ones, `verified` have a link that is alive or
 * moved to a known place, `lost` a dead one, and `unknown` any other; the three sum to `distinct`.
 */
export const Evidence = z.strictObject({
  listed: count,
  distinct: count,
  verified: count,
  lost: count,
  unknown: count,
  sources: count.describe('sources that list at least one of them'),
})
export type Evidence = z.infer<typeof Evidence>

export const Coverage = Evidence.extend({
  level: Level,
  newest: z.string().nullable().describe('newest last-accessed date behind it, YYYY-MM-DD'),
})
export type Coverage = z.infer<typeof Coverage>

export const ReportTechnique = z.strictObject({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  tactics: z.array(z.string()),
  url: z.string().nullable(),
  file: z.string(),
  line: z.int(),
  policy: Coverage,
  detection: Coverage,
  test: Coverage,
  other: Coverage,
  validated: z.boolean().describe('has both a verified detection and a verified test'),
  pairing: z
    .enum(['validated', 'detectable-untested', 'tested-undetected', 'listed-unverified', 'neither'])
    .describe('how detection and test stand together'),
  gaps: count,
  findings: count,
})
export type ReportTechnique = z.infer<typeof ReportTechnique>

export const ReportMapping = z.strictObject({
  techniqueId: z.string(),
  techniqueName: z.string(),
  category: Category,
  source: z.string(),
  sourceName: z.string(),
  sourceUrl: z.string().nullable(),
  lastAccessed: z.string().nullable(),
  ageDays: z.int().nullable(),
  declaredTotal: z.int().nullable(),
  declaredCount: z.int().nullable(),
  listedCount: count,
  testsCount: z
    .int()
    .nullable()
    .describe('sum of the unit tests that its rows state, or null where none does'),
  verified: count,
  lost: count,
  unknown: count,
  file: z.string(),
  line: z.int(),
})
export type ReportMapping = z.infer<typeof ReportMapping>

export const ReportResource = z.strictObject({
  resourceId: z.string().describe('stable: made of technique, category, source, label and URL'),
  techniqueId: z.string(),
  techniqueName: z.string(),
  category: Category,
  source: z.string(),
  sourceName: z.string(),
  label: z.string(),
  url: z.string().nullable(),
  linkState: LinkState.nullable().describe('null where no link stands behind the row'),
  evidencedBy: z
    .enum(['own-link', 'locator', 'none'])
    .describe("the row's own link, its mapping's locator where that names one file, or nothing"),
  evidenceUrl: z.string().nullable().describe('the URL that linkState speaks of'),
  target: z.string().nullable(),
  since: z.string().nullable().describe('dead since, or last seen alive'),
  tests: z.int().nullable(),
  repeat: z.boolean().describe('the same resource stands earlier in the same mapping'),
  file: z.string(),
  line: z.int(),
})
export type ReportResource = z.infer<typeof ReportResource>

export const ReportLink = z.strictObject({
  url: z.string(),
  state: LinkState,
  target: z.string().nullable(),
  evidence: LinkEvidence.nullable(),
  reason: z.string().nullable(),
  confirmed: z.boolean(),
  method: LinkMethod.nullable(),
  status: z.int().nullable(),
  finalUrl: z.string().nullable(),
  host: z.string(),
  checkedAt: z.string().nullable(),
  firstSeen: z.string().nullable(),
  lastAlive: z.string().nullable(),
  deadSince: z.string().nullable(),
  placesCount: count,
  firstFile: z.string(),
  firstLine: z.int(),
})
export type ReportLink = z.infer<typeof ReportLink>

export const ReportFinding = z.strictObject({
  findingId: z.string(),
  code: Finding.shape.code,
  severity: Severity,
  techniqueId: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  message: z.string(),
})
export type ReportFinding = z.infer<typeof ReportFinding>

export const GapKind = z.enum(['policy', 'detection', 'test', 'lost', 'stale', 'single-source'])
export type GapKind = z.infer<typeof GapKind>

export const Gap = z.strictObject({
  gapId: z.string().describe('stable: made of technique, category and kind'),
  techniqueId: z.string(),
  techniqueName: z.string(),
  tactics: z.array(z.string()),
  category: Category,
  kind: GapKind,
  rank: z.int().min(1).describe('1 is the first to look at'),
  why: z.string().describe('why it ranks where it does'),
  file: z.string(),
  line: z.int(),
})
export type Gap = z.infer<typeof Gap>

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
