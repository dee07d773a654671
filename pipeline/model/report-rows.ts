import { z } from 'zod'
import { Category } from './category.js'
import { Finding, Severity } from './finding.js'
import { LinkEvidence, LinkMethod, LinkPlace, LinkRecord, LinkState } from './links.js'
import { GapDecision } from './report-decisions.js'

const count = z.int().min(0)

/** How well a technique is covered in one category; thresholds stand in `settings`. */
export const Level = z
  .enum(['none', 'lost', 'thin', 'covered', 'deep'])
  .describe('how well it is covered; the limits stand in `thresholds`')
export type Level = z.infer<typeof Level>

/**
 * What a set of resources amounts to. `listed` counts rows, `distinct` counts each resource once
 * (one URL, or one label of a source where a row has no URL). Of the distinct ones, `verified` have a link that is alive or
 * moved to a known place, `lost` a dead one, and `unknown` any other; the three sum to `distinct`.
 */
export const Evidence = z.strictObject({
  listed: count.describe('rows, repeats included'),
  distinct: count.describe('resources, each counted once'),
  verified: count.describe('of the distinct ones: their link is alive, or moved to a known place'),
  lost: count.describe('of the distinct ones: their link is dead'),
  unknown: count.describe('of the distinct ones: all others'),
  sources: count.describe('sources that list at least one of them'),
  usableSources: count.describe('sources of which at least one of them is not lost'),
})
export type Evidence = z.infer<typeof Evidence>

export const Coverage = Evidence.extend({
  level: Level,
  newest: z.string().nullable().describe('newest last-accessed date behind it, YYYY-MM-DD'),
})
export type Coverage = z.infer<typeof Coverage>

/** What ATT&CK says of a technique today, by the reference table that the report names. */
export const AttackStanding = z.strictObject({
  status: z
    .enum(['active', 'revoked', 'deprecated', 'unknown'])
    .describe('what became of its id; unknown where ATT&CK has no such id'),
  name: z.string().nullable().describe("ATT&CK's name for it today, or null where the id is unknown"),
  renamed: z.boolean().describe('whether it is active and the page calls it by another name'),
  tactics: z.array(z.string()).describe('tactics that ATT&CK has it under today; none unless it is active'),
  successor: z
    .string()
    .nullable()
    .describe('id at the end of the chain of successors of a revoked one, or null'),
  successorName: z.string().nullable().describe("the successor's name, or null"),
})
export type AttackStanding = z.infer<typeof AttackStanding>

/** A technique and its sub-techniques as one: a resource that stands on several of them counts once. */
export const FamilyEvidence = z.strictObject({
  subTechniques: z.int().min(1).describe('its sub-techniques with a page'),
  policy: Evidence.describe('policy and process controls of all of them, each resource once'),
  detection: Evidence.describe('detection rules of all of them, each resource once'),
  test: Evidence.describe('offensive tests of all of them, each resource once'),
})
export type FamilyEvidence = z.infer<typeof FamilyEvidence>

export const ReportTechnique = z.strictObject({
  id: z.string().describe('ATT&CK id, such as T1071.001'),
  name: z.string().describe('as the page names it; as ATT&CK does where there is no page'),
  parentId: z.string().nullable().describe('technique that a sub-technique belongs to, or null'),
  tactics: z.array(z.string()).describe('as the page, or else ATT&CK, names them, in its order'),
  url: z.string().nullable().describe('the ATT&CK page, or null'),
  file: z
    .string()
    .nullable()
    .describe('file, relative to the corpus, /-separated; null where it is in scope and has no page'),
  line: z.int().nullable().describe('line of its title, counted from 1, or null'),
  policy: Coverage.describe('what its policy and process controls amount to'),
  detection: Coverage.describe('what its detection rules amount to'),
  test: Coverage.describe('what its offensive tests amount to'),
  other: Coverage.describe('what its mappings of unknown category amount to'),
  ages: z
    .strictObject({
      policy: z.int().nullable().describe('of its policy and process controls'),
      detection: z.int().nullable().describe('of its detection rules'),
      test: z.int().nullable().describe('of its offensive tests'),
    })
    .describe('days since the newest date behind each category, or null where there is none'),
  validated: z.boolean().describe('has both a verified detection and a verified test'),
  pairing: z
    .enum(['validated', 'detectable-untested', 'tested-undetected', 'listed-unverified', 'neither'])
    .describe('how detection and test stand together'),
  gaps: count.describe('gaps that stand against it'),
  findings: count.describe('findings that stand against it'),
  attack: AttackStanding.describe('what ATT&CK says of it today'),
  score: z
    .number()
    .nullable()
    .describe('its score in the scope; null where there is none, which is not zero'),
  withSubTechniques: FamilyEvidence.nullable().describe(
    'what it amounts to together with its sub-techniques; null where no page is one of its sub-techniques',
  ),
})
export type ReportTechnique = z.infer<typeof ReportTechnique>

export const ReportMapping = z.strictObject({
  techniqueId: z.string().describe('technique that it belongs to'),
  techniqueName: z.string().describe('its name, as the page has it'),
  category: Category.describe('policy, detection, test or other'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the page writes it'),
  sourceUrl: z.string().nullable().describe("the link of the source's heading, or null"),
  lastAccessed: z.string().nullable().describe('YYYY-MM-DD, or null where it is not known'),
  ageDays: z
    .int()
    .nullable()
    .describe('days from then to the day that ages are judged at; negative where that day came first'),
  declaredTotal: z.int().nullable().describe("the page's word on the source's total"),
  declaredCount: z.int().nullable().describe("the page's word on this technique's count"),
  listedCount: count.describe('rows that it lists, repeats included'),
  testsCount: z
    .int()
    .nullable()
    .describe('sum of the unit tests that its rows state, or null where none does'),
  verified: count.describe('distinct resources whose link is alive, or moved to a known place'),
  lost: count.describe('distinct resources whose link is dead'),
  unknown: count.describe('distinct resources of which neither is known'),
  file: z.string().describe('file, relative to the corpus, /-separated'),
  line: z.int().describe('line of its heading, counted from 1'),
})
export type ReportMapping = z.infer<typeof ReportMapping>

export const ReportResource = z.strictObject({
  resourceId: z.string().describe('stable: made of technique, category, source, label and URL'),
  techniqueId: z.string().describe('technique that it belongs to'),
  techniqueName: z.string().describe('its name, as the page has it'),
  category: Category.describe('policy, detection, test or other'),
  source: z.string().describe('id of the source, such as d3fend or sigma'),
  sourceName: z.string().describe('name of the source, as the page writes it'),
  label: z.string().describe('as the page writes it'),
  url: z.string().nullable().describe("the row's own link, or null"),
  linkState: LinkState.nullable().describe('null where no link stands behind the row'),
  evidencedBy: z
    .enum(['own-link', 'locator', 'none'])
    .describe("the row's own link, its mapping's locator where that names one file, or nothing"),
  evidenceUrl: z.string().nullable().describe('the URL that linkState speaks of'),
  target: z.string().nullable().describe('where the content of a moved link went, or null'),
  since: z.string().nullable().describe('dead since, or last seen alive'),
  tests: z.int().nullable().describe('number of unit tests that the row states, or null'),
  repeat: z.boolean().describe('the same resource stands earlier in the same mapping'),
  file: z.string().describe('file, relative to the corpus, /-separated'),
  line: z.int().describe('line, counted from 1'),
})
export type ReportResource = z.infer<typeof ReportResource>

export const ReportLink = z.strictObject({
  url: z.string().describe('as the pages write it'),
  state: LinkState,
  target: z.string().nullable().describe('where the content of a moved link went, or null'),
  evidence: LinkEvidence.nullable().describe('how the target is known, or null'),
  reason: z.string().nullable().describe('a short code for why, such as http-404, or null'),
  confirmed: z.boolean().describe("for dead links: a repository's tree says so, or two failures 24 h apart"),
  method: LinkMethod.nullable().describe('how the state is known; null where nothing was asked'),
  status: z.int().nullable().describe('HTTP status of the last answer, or null'),
  finalUrl: z.string().nullable().describe('address reached after redirects, where it differs'),
  host: z.string().describe('its host, with the port where it is named; empty where it has none'),
  checkedAt: z.string().nullable().describe('ISO 8601, UTC; when the state was last learnt'),
  firstSeen: z.string().nullable().describe('ISO 8601, UTC; when it was first asked'),
  lastAlive: z.string().nullable().describe('ISO 8601, UTC; when it was last seen alive'),
  deadSince: LinkRecord.shape.deadSince,
  placesCount: count.describe('places where it stands'),
  firstFile: z.string().describe('file of the first of them'),
  firstLine: z.int().describe('line of the first of them'),
  firstColumn: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'UTF-16 code unit of that line that the address begins with, counted from 1; null where it is not known exactly',
    ),
  certainty: LinkRecord.shape.certainty,
  deadCommit: z
    .string()
    .nullable()
    .describe("the commit that removed the file, where a repository's history says so, or null"),
  candidates: LinkRecord.shape.candidates,
})
export type ReportLink = z.infer<typeof ReportLink>

/** One place of a link that is not simply alive: what somebody who keeps the pages has to look at. */
export const ReportLinkPlace = z.strictObject({
  file: z.string().describe('file, relative to the corpus, /-separated'),
  line: z.int().describe('line, counted from 1'),
  role: LinkPlace.shape.role,
  url: z.string().describe('as the pages write it'),
  state: LinkState,
  confirmed: z.boolean().describe("for dead links: a repository's tree says so, or two failures 24 h apart"),
  reason: z.string().nullable().describe('a short code for why, such as http-404, or null'),
  target: z.string().nullable().describe('where the content of a moved link went, or null'),
  evidence: LinkEvidence.nullable().describe('how the target is known, or null'),
  certainty: LinkRecord.shape.certainty,
})
export type ReportLinkPlace = z.infer<typeof ReportLinkPlace>

export const ReportFinding = z.strictObject({
  findingId: z.string().describe('stable id of the finding'),
  code: Finding.shape.code.describe('what kind of thing it is'),
  severity: Severity,
  techniqueId: z.string().nullable().describe('technique that it concerns, or null'),
  file: z.string().nullable().describe('file, relative to the corpus; null for the corpus as a whole'),
  line: z.int().nullable().describe('line, counted from 1, or null'),
  message: z.string().describe('one sentence for people'),
})
export type ReportFinding = z.infer<typeof ReportFinding>

export const GapKind = z
  .enum(['page', 'policy', 'detection', 'test', 'lost', 'stale', 'single-source', 'sub-techniques'])
  .describe(
    'no page at all, nothing listed in a category, all of it lost, all of it old, one source alone, or a covered technique none of whose sub-techniques is',
  )
export type GapKind = z.infer<typeof GapKind>

export const Gap = z.strictObject({
  gapId: z.string().describe('stable: made of technique, category and kind'),
  techniqueId: z.string().describe('technique that it belongs to'),
  techniqueName: z.string().describe('its name, as the page has it'),
  tactics: z.array(z.string()).describe('as the page names them, in its order'),
  category: Category.nullable().describe('category that the gap is in; null where there is no page'),
  kind: GapKind,
  rank: z.int().min(1).describe('1 is the first to look at'),
  why: z.string().describe('what sets it apart from other gaps of its kind, by which it ranks among them'),
  file: z
    .string()
    .nullable()
    .describe('file, relative to the corpus, /-separated; null where there is no page'),
  line: z.int().nullable().describe('line, counted from 1, or null'),
  score: z.number().nullable().describe("its technique's score in the scope, or null"),
  decision: GapDecision.nullable().describe('what somebody decided about it, or null'),
})
export type Gap = z.infer<typeof Gap>
