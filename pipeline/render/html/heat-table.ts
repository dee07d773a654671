import type { HeatCell, Report } from '../../model/report.js'

/** A technique of the heat map; `at` is its place in the list of techniques, where it has one. */
export interface HeatCellView {
  at: number
  anchor: string
  id: string
  name: string
  policy: HeatCell['policy']
  detection: HeatCell['detection']
  test: HeatCell['test']
  subTechniques: HeatCellView[]
}

/** The heat map row by row, tactics as columns; a place without a technique is null. */
export interface HeatTable {
  tactics: { name: string; cells: number }[]
  rows: (HeatCellView | null)[][]
}

/** The whole heat map as one table. */
export function heatTable({ heatMap, techniques }: Report, anchors: readonly string[]): HeatTable {
  const places = new Map(techniques.map(({ id }, index) => [id, index] as const).reverse())
  const viewOf = ({ id, name, policy, detection, test }: Omit<HeatCell, 'subTechniques'>): HeatCellView => {
    const at = places.get(id) ?? -1
    return { at, anchor: anchors[at] ?? '', id, name, policy, detection, test, subTechniques: [] }
  }
  const height = Math.max(0, ...heatMap.map(({ cells }) => cells.length))
  return {
    tactics: heatMap.map(({ tactic, cells }) => ({ name: tactic, cells: cells.length })),
    rows: Array.from({ length: height }, (_, row) =>
      heatMap.map(({ cells }) => {
        const cell = cells[row]
        if (cell === undefined) return null
        return { ...viewOf(cell), subTechniques: cell.subTechniques.map(viewOf) }
      }),
    ),
  }
}
