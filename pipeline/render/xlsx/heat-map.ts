import { z } from 'zod'
import { fieldOf, rowsOf } from '../table/field.js'
import type { Anchors } from './anchors.js'
import type { BlockOf } from './definition.js'
import type { CellPlan, RowPlan } from './plan.js'
import { fitText, type PlanContext, paintOf } from './plan-context.js'
import { wrappedHeight } from './text-size.js'

/** What a heat map shows of a tactic; levels are found by the paths that the definition names. */
const HeatRow = z.object({
  tactic: z.string(),
  cells: z.array(
    z.looseObject({ id: z.string(), name: z.string(), subTechniques: z.array(z.unknown()).default([]) }),
  ),
})
type HeatRow = z.infer<typeof HeatRow>
type HeatMap = BlockOf<'heat-map'>
type Across = HeatMap['across'][number]

/**
 * The heat map: tactics side by side and below each other, each with a row for every technique, whose levels stand as
 * words on the colours of the palette.
 */
export function heatMapRows(context: PlanContext, block: HeatMap, anchors: Anchors): RowPlan[] {
  const tactics = rowsOf(context.report, block.rows).map((row) => HeatRow.parse(row))
  const rows: RowPlan[] = []
  for (let at = 0; at < tactics.length; at += block.across.length) {
    if (at > 0) rows.push({ cells: [], height: 9 })
    const band = block.across.flatMap((across, offset) => {
      const tactic = tactics[at + offset]
      return tactic === undefined ? [] : [{ across, tactic }]
    })
    const length = Math.max(...band.map(({ tactic }) => tactic.cells.length))
    for (let line = -1; line < length; line += 1) rows.push(bandRow(context, block, band, line, anchors))
  }
  return rows
}

/** One row of tactics side by side: their headings (-1), or a technique of each. */
function bandRow(
  context: PlanContext,
  block: HeatMap,
  band: readonly { across: Across; tactic: HeatRow }[],
  line: number,
  anchors: Anchors,
): RowPlan {
  const cells: (CellPlan | undefined)[] = []
  const merged: [number, number][] = []
  const heights: number[] = []
  for (const { across, tactic } of band) {
    const shown =
      line < 0
        ? headCells(context, block, tactic)
        : techniqueCells(context, block, tactic.cells[line], anchors)
    const [name, ...levels] = shown
    if (name === undefined) continue
    for (let column = across.column; column < across.levels; column += 1) {
      cells[column - 1] = column === across.column ? name : { value: null, look: name.look }
    }
    for (const [offset, level] of levels.entries()) cells[across.levels - 1 + offset] = level
    if (across.levels - across.column > 1) merged.push([across.column, across.levels - 1])
    heights.push(wrappedHeight(String(name.value ?? ''), 54))
  }
  return { cells: Array.from(cells), merged, height: Math.max(15, ...heights) }
}

function headCells(context: PlanContext, block: HeatMap, { tactic }: HeatRow): CellPlan[] {
  const heads = block.parts.map(({ heading }): CellPlan => ({ value: heading, look: 'centred-header' }))
  return [{ value: fitText(context)(tactic), look: 'header' }, ...heads]
}

function techniqueCells(
  context: PlanContext,
  block: HeatMap,
  technique: HeatRow['cells'][number] | undefined,
  anchors: Anchors,
): CellPlan[] {
  if (technique === undefined) return []
  const { id, name, subTechniques } = technique
  const below = subTechniques.length === 0 ? '' : ` (+${subTechniques.length})`
  const link = block.sheet === undefined ? undefined : anchors(block.sheet, 'id')?.get(id)
  const asText = fitText(context)
  const levels = block.parts.map(({ at }): CellPlan => {
    const level = fieldOf(technique, at)
    const paint = paintOf(context, block.palette, level)
    return {
      value: asText(String(level ?? '')),
      look: 'centred',
      ...(paint === undefined ? {} : { paint }),
    }
  })
  return [
    { value: asText(`${id} ${name}${below}`), look: 'cell', ...(link === undefined ? {} : { link }) },
    ...levels,
  ]
}
