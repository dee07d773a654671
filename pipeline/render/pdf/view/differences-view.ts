import type { Completeness, Difference } from '../../../model/report.js'

/** Figures that differ from what another place says of them. */
export interface DifferencesView {
  all: number
  explained: number
  unexplained: number
  /** The first of those that nothing explains. */
  rows: (Difference & { theirsKnown: boolean; oursKnown: boolean })[]
  leftOut: number
}

const rowLimit = 20

/** The differences that nothing explains, in the report's order; the explained ones are counted. */
export function differencesView({ differences, unexplained }: Completeness): DifferencesView {
  const open = differences.filter(({ reason }) => reason === null)
  return {
    all: differences.length,
    explained: differences.length - unexplained,
    unexplained,
    rows: open.slice(0, rowLimit).map((row) => ({
      ...row,
      theirsKnown: row.theirs !== null,
      oursKnown: row.ours !== null,
    })),
    leftOut: Math.max(0, open.length - rowLimit),
  }
}
