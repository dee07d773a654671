import { z } from 'zod'

/** The policies there are: `evidence` is the levels alone, `cvc-2022` sets the seed site's columns beside them. */
export const policyIds = ['evidence', 'cvc-2022'] as const
export type PolicyId = (typeof policyIds)[number]

/** The published rule that levels and scores follow. */
export const ReportPolicy = z.strictObject({
  id: z.string().describe('name of the policy, such as evidence'),
  version: z.string().describe('its version'),
  digest: z
    .string()
    .describe('SHA-256 of its rules with the limits in force: equal digests, comparable figures'),
  title: z.string().describe('its name for people'),
  describes: z.string().describe('its rule in words'),
  columns: z
    .array(
      z.strictObject({
        id: z.string().describe('name of the column'),
        heading: z.string().describe('its heading'),
        rule: z.string().describe('its rule in words'),
        words: z.array(z.string()).describe('words of its values, from 0 on'),
        notKnown: z.string().nullable().describe('what of its rule is not known, or null'),
      }),
    )
    .describe('columns of scores beside the levels; none where the levels are all'),
  rows: z
    .array(
      z.strictObject({
        techniqueId: z.string().describe('technique that is scored'),
        techniqueName: z.string().describe('its name, as the page has it'),
        column: z.string().describe('id of the column'),
        heading: z.string().describe('heading of the column'),
        value: z.int().min(0).nullable().describe('its value, or null where it is not known'),
        word: z.string().nullable().describe('the word for the value, or null where it is not known'),
      }),
    )
    .describe('one for each technique and column, in the order of both'),
})
export type ReportPolicy = z.infer<typeof ReportPolicy>
