import type { Report } from '../../model/report.js'
import type { Table, TableDefinitions } from '../table/definitions.js'
import { cellText } from './cell-text.js'
import type { FillText, Paint, WorkbookDefinition } from './definition.js'
import type { SheetLimits } from './limits.js'

/** What the planning of every sheet needs. */
export interface PlanContext {
  report: Report
  tables: TableDefinitions
  workbook: WorkbookDefinition
  fill: FillText
  limits: SheetLimits
}

/** A text made fit for a cell. */
export function fitText(context: PlanContext): (raw: string) => string {
  const cutMark = (length: number) => context.fill(context.workbook.notes.cut, { length })
  return (raw) => cellText(raw, cutMark, context.limits)
}

/** How a palette paints a value; undefined where it says nothing of it. */
export function paintOf(
  context: PlanContext,
  palette: string | undefined,
  value: unknown,
): Paint | undefined {
  if (palette === undefined || typeof value !== 'string') return undefined
  const paints = context.workbook.palettes[palette]
  return paints !== undefined && Object.hasOwn(paints, value) ? paints[value] : undefined
}

/** A table by its name; the definitions were checked, so that a missing one is a bug. */
export function tableOf(context: PlanContext, name: string): Table {
  const table = context.tables.tables[name]
  if (table === undefined) throw new Error(`no table is named ${name}`)
  return table
}
