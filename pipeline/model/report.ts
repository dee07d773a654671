import { z } from 'zod'
import { Corpus } from './corpus.js'
import { Finding, Severity } from './finding.js'
import { NetworkState, RepositoryAnswer } from './links.js'
import { Changes } from './report-changes.js'
import { Decisions } from './report-decisions.js'
import { ReportPolicy } from './report-policy.js'
import { Completeness, Reconciliation } from './report-reconciliation.js'
import { ReferenceSummary } from './report-reference.js'
import {
  Gap,
  ReportFinding,
  ReportLink,
  ReportLinkPlace,
  ReportMapping,
  ReportResource,
  ReportTechnique,
} from './report-rows.js'
import { ReportScope } from './report-scope.js'
import {
  AgeBand,
  DeadSince,
  HeatCell,
  HostSummary,
  LinkMethodCounts,
  RepairCounts,
  RepositoryLinks,
  SourceSummary,
  TacticSummary,
} from './report-summaries.js'
import { Totals } from './report-totals.js'
import { TrendPoint } from './report-trend.js'
import { SchemaVersion, Tool } from './version.js'

export * from './report-changes.js'
export * from './report-decisions.js'
export * from './report-policy.js'
export * from './report-reconciliation.js'
export * from './report-reference.js'
export * from './report-rows.js'
export * from './report-scope.js'
export * from './report-summaries.js'
export * from './report-totals.js'
export * from './report-trend.js'

const count = z.int().min(0)

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
      'scope-ids-unknown',
      'pages-outside-scope',
    ])
    .describe('what is not known, or limits what is said'),
  count: count.describe('how many things it concerns'),
  detail: z.string().nullable().describe('one sentence more, or null'),
})
export type Unknown = z.infer<typeof Unknown>

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
  policy: ReportPolicy.describe('the rule that levels and scores follow'),
  scope: ReportScope.nullable().describe(
    'what of ATT&CK the report is about, or null where it is about all pages',
  ),
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
  repositoryLinks: z.array(RepositoryLinks).describe('most links first'),
  deadSince: DeadSince.describe('how long the dead links have been dead'),
  repairs: RepairCounts.describe('what `fix` would put right'),
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
  completeness: Completeness.describe('whether all was read, and what differs from other counts'),
  findingCounts: z
    .array(
      z.strictObject({
        code: Finding.shape.code,
        severity: Severity,
        count: count.describe('findings of that code'),
      }),
    )
    .describe('findings by code'),
  techniques: z
    .array(ReportTechnique)
    .describe('one for each technique that has a page or is in scope, by id'),
  mappings: z.array(ReportMapping).describe("one for each source's block"),
  resources: z.array(ReportResource).describe('one for each row, repeats included'),
  links: z.array(ReportLink).describe('one for each distinct URL'),
  linkPlaces: z
    .array(ReportLinkPlace)
    .describe('one for each place of a link that moved, died or would not tell; by file and line'),
  findings: z.array(ReportFinding).describe('one for each finding'),
  gaps: z.array(Gap).describe('the first to look at comes first'),
  decisions: Decisions.describe('what people decided about gaps'),
  trend: z
    .array(TrendPoint)
    .describe(
      'complete runs of the corpus, oldest first and this one last; of runs that judged the same link states by the same policy and scope the last alone',
    ),
  trendLeftOut: count.describe(
    'earlier complete runs of the corpus that are not in the trend: they keep no key figures, or lie too far back',
  ),
  changes: Changes.describe('what changed since an earlier run'),
  reference: ReferenceSummary.describe('what the pages were held against'),
})
export type Report = z.infer<typeof Report>
