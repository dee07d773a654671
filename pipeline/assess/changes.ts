import { type Diff, type DiffChange, type DiffSide, diffKinds } from '../model/diff.js'
import type { Changes, ReportChange } from '../model/report.js'

/** The report's changes where there is no earlier run to tell them against. */
export function noChanges(absence: NonNullable<Changes['absence']>): Changes {
  return { baseline: null, absence, notes: [], counts: [], highlights: [], rows: [] }
}

/** The report's changes since an earlier run. */
export function changesSince(
  baseline: NonNullable<Changes['baseline']>,
  { changes, notes, highlights }: Diff,
): Changes {
  return { baseline, absence: null, notes, counts: countsOf(changes), highlights, rows: changes.map(rowOf) }
}

function countsOf(changes: readonly DiffChange[]): Changes['counts'] {
  return diffKinds.map((kind) => {
    const own = changes.filter((each) => each.kind === kind)
    const changed = (word: DiffChange['change']) => own.filter(({ change }) => change === word).length
    const told = (gain: DiffChange['gain']) => own.filter((each) => each.gain === gain).length
    return {
      kind,
      added: changed('added'),
      removed: changed('removed'),
      moved: changed('moved'),
      renamed: changed('renamed'),
      changed: changed('changed'),
      gained: told('gained'),
      lost: told('lost'),
    }
  })
}

function rowOf({ before, after, cause, ...change }: DiffChange): ReportChange {
  const difference = differenceOf(before, after)
  return {
    ...change,
    labelBefore: before?.label ?? null,
    urlBefore: before?.url ?? null,
    labelAfter: after?.label ?? null,
    urlAfter: after?.url ?? null,
    difference: cause === undefined ? difference : `${difference ?? ''}; ${cause}`,
  }
}

/** What differs beside name and address, in words; of a thing that came or went there is nothing to compare. */
function differenceOf(before: DiffSide | null, after: DiffSide | null): string | null {
  if (before === null || after === null) return null
  const { label: _, url: __, reason: ___, ...was } = before
  const now: Record<string, unknown> = { ...after }
  const words = Object.entries(was)
    .filter(([name, value]) => JSON.stringify(now[name]) !== JSON.stringify(value))
    .map(
      ([name, value]) =>
        `${spaced(name)}: ${shown(value)}, now ${shown(now[name])}${name === 'state' ? reasonOf(after) : ''}`,
    )
  return words.length === 0 ? null : words.join('; ')
}

function reasonOf({ reason }: DiffSide): string {
  return reason === undefined || reason === null ? '' : ` (${reason})`
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
