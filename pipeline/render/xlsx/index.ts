import type { Report } from '../../model/report.js'
import type { PutFile } from '../../model/run-files.js'
import type { TableDefinitions } from '../table/definitions.js'
import type { FillText, WorkbookDefinition } from './definition.js'
import { encodeWorkbook } from './encode.js'
import { excelLimits, type SheetLimits } from './limits.js'
import { planWorkbook } from './plan-workbook.js'

/** How a workbook is written; what is left out is as named here. */
export interface XlsxOptions {
  /** Name of the report, `coverage`: the file is called `<name>.xlsx`. */
  name?: string
  /** Paper that it prints on, `a4`. */
  paper?: 'a4' | 'letter'
  /** What a sheet can hold: Excel's limits, unless a test wants to meet them sooner. */
  limits?: SheetLimits
}

/**
 * Puts the workbook of a report. The same report, definitions and texts give the same bytes.
 *
 * @param fill fills the Handlebars texts of the definition; plain text must come out
 */
export async function renderXlsx(
  report: Report,
  definitions: { tables: TableDefinitions; workbook: WorkbookDefinition },
  fill: FillText,
  options: XlsxOptions,
  put: PutFile,
): Promise<void> {
  const { name = 'coverage', paper = 'a4', limits = excelLimits } = options
  const plan = planWorkbook({ report, ...definitions, fill, limits }, paper)
  await put(`${name}.xlsx`, (sink) => encodeWorkbook(plan, sink))
}
