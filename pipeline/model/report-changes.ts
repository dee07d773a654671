import { z } from 'zod'
import { DiffChange, DiffNote, Highlight } from './diff.js'

const count = z.int().min(0)

export const ReportChange = z.strictObject({
  change: DiffChange.shape.change,
  kind: DiffChange.shape.kind,
  techniqueId: DiffChange.shape.techniqueId,
  category: DiffChange.shape.category,
  source: DiffChange.shape.source,
  gain: DiffChange.shape.gain,
  labelBefore: z.string().nullable().describe('its name or label in the earlier run, or null'),
  urlBefore: z.string().nullable().describe('its address in the earlier run, or null'),
  labelAfter: z.string().nullable().describe('its name or label in this run, or null'),
  urlAfter: z.string().nullable().describe('its address in this run, or null'),
  difference: z
    .string()
    .nullable()
    .describe('what else differs, such as "state: alive, now dead", and why, or null'),
})
export type ReportChange = z.infer<typeof ReportChange>

/** What changed since an earlier run of the corpus. */
export const Changes = z.strictObject({
  baseline: z
    .strictObject({
      runId: z.string().describe('id of the earlier run'),
      startedAt: z.string().describe('ISO 8601, UTC; when it started'),
    })
    .nullable()
    .describe('the earlier run, or null where there is none to tell against'),
  absence: z
    .enum(['first-run', 'not-wanted', 'unreadable'])
    .nullable()
    .describe(
      'why there is no earlier run: none of this corpus is complete, it was not wanted, it cannot be read',
    ),
  notes: z.array(DiffNote).describe('what to know before reading the changes'),
  counts: z
    .array(
      z.strictObject({
        kind: DiffChange.shape.kind,
        added: count.describe('things that are new'),
        removed: count.describe('things that are no more'),
        moved: count.describe('things at another address'),
        renamed: count.describe('things of another name'),
        changed: count.describe('things of which other facts changed'),
        gained: count.describe('of all these: coverage was gained'),
        lost: count.describe('of all these: coverage was lost'),
      }),
    )
    .describe('changes by kind of thing; kinds do not add up'),
  highlights: z
    .array(Highlight)
    .describe(
      'at most ten, what matters most first: lost coverage before gained; none where nothing changed',
    ),
  rows: z.array(ReportChange).describe('one for each change'),
})
export type Changes = z.infer<typeof Changes>

/** How many changes of that kind of thing gained and lost coverage; 0 where nothing was compared. */
export function gainsOf({ counts }: Changes, kind: DiffChange['kind']): { gained: number; lost: number } {
  return counts.find((each) => each.kind === kind) ?? { gained: 0, lost: 0 }
}
