import { z } from 'zod'
import { Category } from './category.js'
import { Corpus } from './corpus.js'
import { Finding, Severity } from './finding.js'
import { NetworkState, RepositoryAnswer } from './links.js'
import { Changes } from './report-changes.js'
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
import { SchemaVersion, Tool } from './version.js'

export * from './report-changes.js'
export * from './report-rows.js'

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

const CategorySummary = Evidence.extend({
  levels,
  techniques: count.describe('techniques with at least one'),
  verifiedByReference: count.describe(
    'of the verified ones: by a reference table alone, which knows of the id and not of the page',
  ),
})

export const TacticSummary = z.strictObject({
  tactic: z.string().describe('as the pages name it'),
  techniques: count.describe('techniques under it, sub-techniques left out'),
  subTechniques: count.describe('sub-techniques under it'),
  policy: CategorySummary.describe('its policy and process controls'),
  detection: CategorySummary.describe('its detection rules'),
  test: CategorySummary.describe('its offensive tests'),
  validated: count.describe('techniques with both a verified detection and a verified test'),
  gaps: count.describe('gaps of its techniques'),
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
})
export type SourceSummary = z.infer<typeof SourceSummary>

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

/** A limitation or an open question, as a code with its numbers; the words stand in the templates. */
export const Unknown = z.strictObject({
  code: z
    .enum([
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
    ])
    .describe('what is not known, or limits what is said'),
  count: count.describe('how many things it concerns'),
  detail: z.string().nullable().describe('one sentence more, or null'),
})
export type Unknown = z.infer<typeof Unknown>

export const Totals = z.strictObject({
  pages: count.describe('pages that were read'),
  pagesUnreadable: count.describe('pages that could not be read'),
  techniques: count.describe('techniques and sub-techniques with a page, each id once'),
  parentTechniques: count.describe('of these, techniques'),
  subTechniques: count.describe('of these, sub-techniques'),
  tactics: count.describe('tactics that the pages name'),
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

/** What a page declares against what it lists, by source. */
export const Reconciliation = z.strictObject({
  category: Category.describe('category that the source stands in'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the pages write it'),
  mappings: count.describe('its blocks'),
  declared: count.describe('sum of the counts that they declare'),
  rows: count.describe('rows that they list, repeats included'),
  tests: count.nullable().describe('unit tests that the rows state, or null where none does'),
  placeholders: count.describe('rows that say there is nothing'),
  difference: z
    .int()
    .describe('declared less what explains it: rows and placeholders, or tests where those agree'),
  mismatches: count.describe('blocks with a count-mismatch finding'),
})
export type Reconciliation = z.infer<typeof Reconciliation>

/** Which editions of ATT&CK and D3FEND the pages were held against, and how many differ from them. */
export const ReferenceSummary = z.strictObject({
  attackVersion: z.string().describe('version of ATT&CK Enterprise that was judged by, such as 19.1'),
  attackDate: z.string().nullable().describe('when it came out, as exactly as is known, or null'),
  attackSource: z.string().describe('file that its table was made of'),
  attackSha256: z.string().describe('SHA-256 of the table'),
  attackPagesVersion: z.string().describe('version of ATT&CK that the pages are taken to speak of'),
  d3fendVersion: z.string().describe('version of D3FEND that was judged by, such as 1.2.0'),
  d3fendDate: z.string().nullable().describe('when it came out, as exactly as is known, or null'),
  d3fendSource: z.string().describe('file that its table was made of'),
  d3fendSha256: z.string().describe('SHA-256 of the table'),
  revoked: count.describe('pages whose technique ATT&CK has revoked'),
  deprecated: count.describe('pages whose technique ATT&CK has deprecated'),
  renamed: count.describe('pages whose technique stands and bears another name today'),
  unknown: count.describe('pages whose technique ATT&CK does not have'),
  tacticsChanged: count.describe('pages whose technique stands under other tactics today'),
  tacticsRenamed: count.describe("of those: by nothing but one tactic's new name"),
  countermeasuresRenamed: count.describe(
    'rows whose countermeasure has another label or address in D3FEND today',
  ),
  countermeasuresUnknown: count.describe('rows whose countermeasure D3FEND does not have'),
})
export type ReferenceSummary = z.infer<typeof ReferenceSummary>

/** `report.json`: everything a report may show, ready to print. */
export const Report = z.strictObject({
  schemaVersion: SchemaVersion,
  tool: Tool,
  runId: z.string().describe('id of the run that made the report'),
  generatedAt: z.string().describe('ISO 8601, UTC'),
  asOf: z.string().describe('YYYY-MM-DD: the day that ages are judged at'),
  classification: z.string().nullable().describe('label printed on every report, or null'),
  corpus: Corpus,
  settings: z
    .array(
      z.strictObject({
        name: z.string().describe('name of the setting'),
        value: z.string().describe('its value in words'),
      }),
    )
    .describe('what the run was asked for'),
  thresholds: z
    .strictObject({
      covered: count.describe('resources from which a technique counts as covered'),
      deep: count.describe('resources from which it counts as deeply covered'),
      deepSources: count.describe('sources that these must come from'),
      staleAfterDays: count.describe('days after which evidence is stale'),
    })
    .describe('limits that levels and gaps are judged by'),
  network: NetworkState.describe('whether links were asked, and if not, why'),
  checkedAt: z.string().describe('ISO 8601, UTC; when the links were checked'),
  linkAges: z
    .strictObject({
      asked: count.describe('links whose state was learnt in this run'),
      carried: count.describe('links whose state is an earlier answer, fresh enough to be believed'),
      oldestCarried: z.string().nullable().describe('when the oldest of these answers came, ISO 8601, UTC'),
      remembered: count.describe('links that were not asked now, but were alive when last asked'),
      newestRemembered: z
        .string()
        .nullable()
        .describe('when the newest of these answers came, ISO 8601, UTC'),
    })
    .describe('how old the states of the links are'),
  linkMethods: LinkMethodCounts.describe('distinct links by how their state is known'),
  repositories: z.array(RepositoryAnswer).describe('repositories whose trees answered for links, by name'),
  unknowns: z.array(Unknown).describe('limits of what the report can say'),
  totals: Totals.describe('figures of the corpus as a whole'),
  ages: z
    .strictObject({
      newest: z.string().nullable().describe('newest last-accessed date, YYYY-MM-DD, or null'),
      oldest: z.string().nullable().describe('oldest last-accessed date, YYYY-MM-DD, or null'),
      medianDays: z.int().nullable().describe('median age in days, or null'),
      bands: z.array(AgeBand).describe('mappings by age, youngest first'),
      undated: count.describe('mappings whose date is not known'),
    })
    .describe('how old the mappings are'),
  tactics: z.array(TacticSummary).describe('in kill-chain order'),
  sources: z.array(SourceSummary).describe('what each source contributes, by category'),
  hosts: z.array(HostSummary).describe('most links first'),
  heatMap: z
    .array(
      z.strictObject({
        tactic: z.string().describe('as the pages name it'),
        cells: z.array(HeatCell).describe('its techniques, by id'),
      }),
    )
    .describe('techniques under each tactic, in kill-chain order'),
  reconciliation: z
    .array(Reconciliation)
    .describe('what the pages declare against what they list, by source'),
  findingCounts: z
    .array(
      z.strictObject({
        code: Finding.shape.code,
        severity: Severity,
        count: count.describe('findings of that code'),
      }),
    )
    .describe('findings by code'),
  techniques: z.array(ReportTechnique).describe('one for each page, by id'),
  mappings: z.array(ReportMapping).describe("one for each source's block"),
  resources: z.array(ReportResource).describe('one for each row, repeats included'),
  links: z.array(ReportLink).describe('one for each distinct URL'),
  findings: z.array(ReportFinding).describe('one for each finding'),
  gaps: z.array(Gap).describe('the first to look at comes first'),
  changes: Changes.describe('what changed since an earlier run'),
  reference: ReferenceSummary.describe('what the pages were held against'),
})
export type Report = z.infer<typeof Report>
