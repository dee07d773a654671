import type { HeatCell, Report } from '../../../model/report.js'
import { shortened } from '../../view/shortened.js'

/** One cell of the matrix, its sub-techniques as a number. */
export interface HeatCellView {
  id: string
  name: string
  policy: HeatCell['policy']
  detection: HeatCell['detection']
  test: HeatCell['test']
  subTechniques: number
  anchor: string | null
}

/** A part of the heat map that fits the width of a page: tactics as columns, cells row by row. */
export interface HeatMatrix {
  tactics: { name: string; cells: number }[]
  rows: (HeatCellView | null)[][]
}

const columnsPerPage = 14

/** The heat map as matrices of at most 14 tactics; a place without a technique is null. */
export function heatMatrices(report: Report, anchorOf: (id: string) => string | null): HeatMatrix[] {
  const matrices: HeatMatrix[] = []
  for (let from = 0; from < report.heatMap.length; from += columnsPerPage) {
    const columns = report.heatMap.slice(from, from + columnsPerPage)
    const height = Math.max(0, ...columns.map(({ cells }) => cells.length))
    matrices.push({
      tactics: columns.map(({ tactic, cells }) => ({ name: tactic, cells: cells.length })),
      rows: Array.from({ length: height }, (_, row) =>
        columns.map(({ cells }) => cellView(cells[row], anchorOf)),
      ),
    })
  }
  return matrices
}

function cellView(cell: HeatCell | undefined, anchorOf: (id: string) => string | null): HeatCellView | null {
  if (cell === undefined) return null
  const { id, name, policy, detection, test } = cell
  return {
    id,
    name: shortened(name, 48),
    policy,
    detection,
    test,
    subTechniques: cell.subTechniques.length,
    anchor: anchorOf(id),
  }
}
