import { z } from 'zod'
import { Level } from './report-rows.js'

const coverage = z.object({ level: Level.describe('how well it is covered') })

/**
 * What of a `report.json` is compared with another. Read loosely: a report of an earlier version may lack fields, which
 * then counts as not known, and what is not compared may have any form.
 */
export const ComparedReport = z.object({
  thresholds: z
    .record(z.string(), z.number())
    .optional()
    .describe('limits that levels and gaps were judged by'),
  policy: z
    .object({
      id: z.string().describe('name of the policy'),
      version: z.string().describe('its version'),
      digest: z.string().describe('equal digests, comparable levels'),
    })
    .optional()
    .describe('rule that levels follow'),
  scope: z
    .object({
      layers: z
        .array(
          z.object({
            name: z.string().describe('name of the layer'),
            sha256: z.string().describe('SHA-256 of its file'),
          }),
        )
        .describe('the layers, in the order given'),
      scoreRule: z.string().describe('how their scores combine'),
    })
    .nullable()
    .optional()
    .describe('what of ATT&CK was reported; null for all pages'),
  reference: z
    .object({
      attackVersion: z.string().describe('version of ATT&CK'),
      attackSha256: z.string().describe('SHA-256 of its table'),
      d3fendVersion: z.string().describe('version of D3FEND'),
      d3fendSha256: z.string().describe('SHA-256 of its table'),
    })
    .optional()
    .describe('tables that the pages were held against'),
  techniques: z
    .array(
      z.object({
        id: z.string().describe('ATT&CK id'),
        name: z.string().describe('as the page names it'),
        url: z.string().nullable().describe('the ATT&CK page, or null'),
        policy: coverage.describe('its policy and process controls'),
        detection: coverage.describe('its detection rules'),
        test: coverage.describe('its offensive tests'),
      }),
    )
    .describe('techniques that were reported, each id once'),
})
export type ComparedReport = z.infer<typeof ComparedReport>
