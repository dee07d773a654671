import type { Difference, Report } from '../../../model/report.js'

/** Figures that differ from what another place says of them. */
export interface DifferencesView {
  all: number
  explained: number
  unexplained: number
  /** The first of those that nothing explains; the source by its name. */
  rows: (Difference & { sourceName: string | null; theirsKnown: boolean; oursKnown: boolean })[]
  leftOut: number
}

const rowLimit = 20

/** The differences that nothing explains, in the report's order; the explained ones are counted. */
export function differencesView({
  completeness: { differences, unexplained },
  reconciliation,
}: Pick<Report, 'completeness' | 'reconciliation'>): DifferencesView {
  const open = differences.filter(({ reason }) => reason === null)
  const names = new Map(reconciliation.map(({ source, sourceName }) => [source, sourceName]))
  return {
    all: differences.length,
    explained: differences.length - unexplained,
    unexplained,
    rows: open.slice(0, rowLimit).map((row) => ({
      ...row,
      sourceName: row.source === null ? null : (names.get(row.source) ?? row.source),
      theirsKnown: row.theirs !== null,
      oursKnown: row.ours !== null,
    })),
    leftOut: Math.max(0, open.length - rowLimit),
  }
}
