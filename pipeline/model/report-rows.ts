import { z } from 'zod'
import { Category } from './category.js'
import { Finding, Severity } from './finding.js'
import { LinkEvidence, LinkMethod, LinkState } from './links.js'

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
