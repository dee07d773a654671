import { addAll } from '../../model/add-all.js'
import type { Block, PageSheet } from './definition.js'
import { blockRows } from './page-blocks.js'
import type { SheetEntry } from './page-rows.js'
import type { NamedCell, SheetPlan } from './plan.js'
import type { PlanContext } from './plan-context.js'

/** A sheet to read: its blocks below each other, and the cells in it that have a name. */
export function planPageSheet(
  context: PlanContext,
  definition: PageSheet,
  name: string,
  entries: readonly SheetEntry[],
): { sheet: SheetPlan; names: NamedCell[] } {
  const sheet: SheetPlan = {
    name,
    title: name,
    widths: definition.widths,
    rows: [],
    table: null,
    pagesWide: 1,
  }
  const names: NamedCell[] = []
  for (const [at, block] of definition.blocks.entries()) {
    if (needsSpace(block, definition.blocks[at - 1])) sheet.rows.push({ cells: [], height: 9 })
    const first = sheet.rows.length + 1
    addAll(sheet.rows, blockRows(context, block, { widths: definition.widths, entries }))
    if (block.kind !== 'figures') continue
    for (const [index, figure] of block.figures.entries()) {
      if (figure.name !== undefined)
        names.push({ name: figure.name, sheet: name, row: first + index, column: 2 })
    }
  }
  return { sheet, names }
}

/** A heading, and whatever is boxed, keeps some distance from what stands above it, unless that is its heading. */
function needsSpace(block: Block, above: Block | undefined): boolean {
  if (above === undefined || above.kind === 'heading') return false
  return (
    block.kind === 'heading' ||
    block.kind === 'matrix' ||
    block.kind === 'signature' ||
    block.kind === 'table'
  )
}
