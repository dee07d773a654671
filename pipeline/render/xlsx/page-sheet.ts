import { addAll } from '../../model/add-all.js'
import type { Anchors } from './anchors.js'
import type { Block, PageSheet } from './definition.js'
import { blockRows } from './page-blocks.js'
import type { SheetEntry } from './page-rows.js'
import type { NamedCell, RowPlan, SheetPlan } from './plan.js'
import type { PlanContext } from './plan-context.js'

/** A sheet to read: its blocks below each other, and the cells in it that have a name. */
export function planPageSheet(
  context: PlanContext,
  definition: PageSheet,
  name: string,
  entries: readonly SheetEntry[],
  anchors: Anchors,
): { sheet: SheetPlan; names: NamedCell[] } {
  const rows: RowPlan[] = []
  const names: NamedCell[] = []
  for (const [at, block] of definition.blocks.entries()) {
    if (needsSpace(block, definition.blocks[at - 1])) rows.push({ cells: [], height: 9 })
    const first = rows.length + 1
    addAll(rows, blockRows(context, block, { widths: definition.widths, entries, anchors }))
    if (block.kind !== 'figures') continue
    for (const [index, figure] of block.figures.entries()) {
      if (figure.name !== undefined)
        names.push({ name: figure.name, sheet: name, row: first + index, column: 2 })
    }
  }
  const { widths } = definition
  const sheet = {
    name,
    title: name,
    widths,
    rows,
    rowCount: rows.length,
    table: null,
    pagesWide: 1,
    inputs: [],
  }
  return { sheet, names }
}

/** A heading, and whatever is boxed, keeps some distance from what stands above it, unless that is its heading. */
function needsSpace(block: Block, above: Block | undefined): boolean {
  if (above === undefined || above.kind === 'heading') return false
  return (
    block.kind === 'heading' ||
    block.kind === 'heat-map' ||
    block.kind === 'matrix' ||
    block.kind === 'signature' ||
    block.kind === 'table'
  )
}
