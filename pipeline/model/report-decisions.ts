import { z } from 'zod'

/** What somebody decided about a gap. */
export const DecisionStatus = z
  .enum(['accept', 'plan', 'fix', 'not-applicable'])
  .describe('accept the risk, plan a remedy, fix it now, or say that it does not apply')
export type DecisionStatus = z.infer<typeof DecisionStatus>

const decided = {
  status: DecisionStatus.nullable().describe('what was decided, or null'),
  owner: z.string().nullable().describe('who owns it, or null'),
  due: z.string().nullable().describe('YYYY-MM-DD: when it is to be done, or null'),
  expiry: z.string().nullable().describe('YYYY-MM-DD: last day on which it holds, or null for no end'),
  reason: z.string().nullable().describe('why, or null'),
}

/** The decision that stands against a gap. */
export const GapDecision = z.strictObject({
  ...decided,
  standing: z
    .enum(['in-force', 'expired', 'incomplete'])
    .describe('whether it holds at the day that ages are judged at; incomplete where a field cannot be read'),
})
export type GapDecision = z.infer<typeof GapDecision>

/** Whether a decision in force accepts the gap, or says that it does not apply: it is nobody's to act on. */
export function isAccepted({ decision }: { decision: GapDecision | null }): boolean {
  const accepts = decision?.status === 'accept' || decision?.status === 'not-applicable'
  return accepts && decision?.standing === 'in-force'
}

/** A row of the decisions file, carried over whole. */
export const Decision = z.strictObject({
  gapId: z.string().nullable().describe('gap that it is about, or null where the row does not say'),
  techniqueId: z.string().nullable().describe('technique as the row has it, or null'),
  category: z.string().nullable().describe('category as the row has it, or null'),
  kind: z.string().nullable().describe('kind of gap as the row has it, or null'),
  ...decided,
  standing: z
    .enum(['in-force', 'expired', 'incomplete', 'gap-gone', 'out-of-scope', 'unreadable'])
    .describe(
      'in-force and expired stand against a gap of this run, gap-gone against none; out-of-scope: its technique is not in the scope of this run, so that nothing is known of the gap; incomplete: a field is missing or cannot be read; unreadable: it is not known which gap is meant',
    ),
  problem: z.string().nullable().describe('what could not be read, with the words as typed, or null'),
  sheet: z
    .string()
    .nullable()
    .describe('sheet of the workbook that it came from, or null where there is none'),
  row: z
    .int()
    .nullable()
    .describe('row of the sheet or file that it came from, counted from 1; of JSON the item'),
  more: z
    .array(
      z.strictObject({
        heading: z.string().describe('heading of a column that is no field of a decision'),
        text: z.string().describe('what stands in it'),
      }),
    )
    .describe('whatever else somebody typed in the row'),
  moreText: z
    .string()
    .nullable()
    .describe('the same as one text, as tables show it: "heading: text", a line each; or null'),
  mark: z
    .string()
    .describe('digest of what was decided; by it the next reader sees whether the row was edited'),
})
export type Decision = z.infer<typeof Decision>

/** The decisions that came back from an earlier report. */
export const Decisions = z.strictObject({
  file: z
    .strictObject({
      name: z.string().describe('name of the file, without its folder'),
      sha256: z.string().describe('SHA-256 of the file'),
    })
    .nullable()
    .describe('the file that they came from, or null where none was given'),
  rows: z.array(Decision).describe('every row that somebody typed into, in the order of the file'),
})
export type Decisions = z.infer<typeof Decisions>
