import type { Report, ReportChange } from '../../model/report.js'

/** What changed since an earlier run; of the single changes those that gained or lost coverage come first. */
export interface ChangesView {
  rows: ReportChange[]
  leftOut: number
}

const rowLimit = 300
const order = { lost: 0, gained: 1, neither: 2 } as const

/** The changes that a page shows: losses first, then gains; findings follow from the rest and are left to the tables. */
export function changesView({ changes }: Report): ChangesView {
  const rows = changes.rows
    .filter(({ kind }) => kind !== 'finding')
    .map((row, index) => ({ row, index }))
    .sort((a, b) => order[a.row.gain] - order[b.row.gain] || a.index - b.index)
    .map(({ row }) => row)
  return { rows: rows.slice(0, rowLimit), leftOut: Math.max(0, rows.length - rowLimit) }
}
