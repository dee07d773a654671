import type { Changes, Report, ReportChange } from '../../../model/report.js'
import { shortened } from '../../../model/shortened.js'
import { endOfPath } from '../../view/end-of-path.js'

/** What changed since an earlier run, as a reader of one or two pages wants it. */
export interface ChangesView {
  /** What to know first; a note without sides has empty words. */
  notes: { code: string; before: string; after: string }[]
  /** Whether anything changed at all. */
  any: boolean
  lost: ChangeList
  gained: ChangeList
}

/** Changes by which coverage was lost, or gained: the first of them, and how many more there are. */
export interface ChangeList {
  rows: ChangeView[]
  all: number
  leftOut: number
}

/** One change; what a thing is called, whichever of the two runs it is from, a long path by its end. */
export interface ChangeView {
  kind: ReportChange['kind']
  techniqueId: string | null
  anchor: string | null
  category: ReportChange['category']
  source: string | null
  name: string
  difference: string | null
  change: ReportChange['change']
}

/** Levels of techniques say most; a finding says what another kind says already. */
const kindOrder: readonly ReportChange['kind'][] = ['technique', 'mapping', 'resource', 'link']
const limits = { lost: 16, gained: 8 } as const
const differenceCharacters = 150

/** The changes by which coverage was lost and gained, techniques first, then blocks, rows and links. */
export function changesView(
  { changes }: Pick<Report, 'changes'>,
  anchorOf: (id: string) => string | null,
): ChangesView {
  return {
    notes: changes.notes.map(({ code, before, after }) => ({
      code,
      before: before ?? '',
      after: after ?? '',
    })),
    any: changes.rows.length > 0,
    lost: listOf(changes, 'lost', anchorOf),
    gained: listOf(changes, 'gained', anchorOf),
  }
}

function listOf(
  { rows }: Changes,
  gain: 'lost' | 'gained',
  anchorOf: (id: string) => string | null,
): ChangeList {
  const all = kindOrder.flatMap((kind) => rows.filter((row) => row.kind === kind && row.gain === gain))
  const shown = all.slice(0, limits[gain])
  return {
    rows: shown.map((row) => viewOf(row, anchorOf)),
    all: all.length,
    leftOut: all.length - shown.length,
  }
}

function viewOf(row: ReportChange, anchorOf: (id: string) => string | null): ChangeView {
  const { kind, techniqueId, category, source, difference, change } = row
  const name = endOfPath(row.labelAfter ?? row.labelBefore ?? row.urlAfter ?? row.urlBefore ?? '')
  const anchor = techniqueId === null ? null : anchorOf(techniqueId)
  const shown = difference === null ? null : shortened(difference, differenceCharacters)
  return { kind, techniqueId, anchor, category, source, name, difference: shown, change }
}
