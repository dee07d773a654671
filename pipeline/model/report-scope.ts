import { z } from 'zod'

const count = z.int().min(0)

/** How the scores of one technique in several layers become one. */
export const ScoreRule = z.enum(['max', 'sum']).describe('how scores of several layers combine')
export type ScoreRule = z.infer<typeof ScoreRule>

/** What of ATT&CK the report is about, as ATT&CK Navigator layers say. */
export const ReportScope = z.strictObject({
  layers: z
    .array(
      z.strictObject({
        file: z.string().describe('name of the file, without its folder'),
        sha256: z.string().describe('SHA-256 of the file'),
        name: z.string().describe('name of the layer'),
        format: z.string().describe('version of the layer format, such as 4.5'),
        domain: z.string().describe('ATT&CK domain, such as enterprise-attack'),
        attackVersion: z.string().nullable().describe('version of ATT&CK that it speaks of, or null'),
        entries: count.describe('entries as written, one for each technique and tactic'),
        enabled: count.describe('techniques that it enables'),
        disabled: count.describe('techniques that it disables'),
      }),
    )
    .describe('the layers, in the order given'),
  scoreRule: ScoreRule,
  techniques: count.describe('techniques in scope, each id once'),
  scored: count.describe('of these: with a score, zero included'),
  withoutPage: count.describe('of these: without a page in the corpus'),
  pagesOutside: count.describe('pages of the corpus whose technique is not in scope: read, and not reported'),
  mapped: z
    .array(
      z.strictObject({
        techniqueId: z.string().describe('revoked id as the layer has it'),
        successor: z.string().describe('technique that took its place, and is in scope instead'),
      }),
    )
    .describe(
      'revoked ids of the layers that no page is about, by id; those with a page are in scope as they are',
    ),
  unknown: z
    .array(z.string())
    .describe('enabled ids of the layers that neither ATT&CK nor a page knows, by id; left out'),
})
export type ReportScope = z.infer<typeof ReportScope>
