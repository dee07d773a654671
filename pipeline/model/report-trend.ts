import { z } from 'zod'

const count = z.int().min(0)

/** The key figures of one complete run. */
export const TrendPoint = z.strictObject({
  runId: z.string().describe('id of the run that judged them'),
  startedAt: z.string().describe('ISO 8601, UTC; when it started'),
  asOf: z.string().describe('YYYY-MM-DD: the day that ages were judged at'),
  toolVersion: z.string().describe('version of the program that made it'),
  corpusSha256: z.string().describe('SHA-256 of the corpus'),
  policyId: z.string().describe('policy that it was judged by'),
  policyDigest: z.string().describe('digest of the policy with its limits'),
  scopeDigest: z.string().nullable().describe('digest of its scope, or null where all was reported'),
  series: count.describe('points with the same number may be joined by a line: same policy, same scope'),
  checked: z.boolean().describe('whether links were asked: else verified and lost say little'),
  techniques: count.describe('techniques reported'),
  mappings: count.describe('blocks of sources'),
  resources: count.describe('rows'),
  verified: count.describe('distinct resources verified, in the sum of the categories'),
  lost: count.describe('distinct resources lost, in the sum of the categories'),
  unknown: count.describe('distinct resources of which neither is known, in the sum of the categories'),
  detectionCovered: count.describe('techniques whose detection is covered or deep'),
  validated: count.describe('techniques with verified detection and verified test'),
  gaps: count.describe('gaps'),
  links: count.describe('distinct links'),
  linksDead: count.describe('of these: dead'),
  linksMoved: count.describe('of these: moved'),
})
export type TrendPoint = z.infer<typeof TrendPoint>

/** A point before it is put into a series: what a run keeps of its report for the trends of later ones. */
export const KeyFigures = TrendPoint.omit({ series: true })
export type KeyFigures = z.infer<typeof KeyFigures>
