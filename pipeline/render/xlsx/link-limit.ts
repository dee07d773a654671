import type { CellPlan, RowPlan } from './plan.js'

/**
 * Takes links away until a sheet has no more than it can hold, and says how many it wanted and has.
 *
 * Links within the workbook go first, all together: an address that cannot be opened is a greater loss, and half
 * a column of links reads as a mistake. Then addresses go, from the end.
 */
export function limitLinks(rows: readonly RowPlan[], limit: number): { wanted: number; linked: number } {
  const linked = rows.flatMap((row) => row.cells.filter((cell) => cell?.link !== undefined))
  const wanted = linked.length
  if (wanted <= limit) return { wanted, linked: wanted }
  const addresses: CellPlan[] = []
  for (const cell of linked) {
    if (cell?.link === undefined) continue
    if ('url' in cell.link && addresses.length < limit) addresses.push(cell)
    else delete cell.link
  }
  return { wanted, linked: addresses.length }
}
