import { anchorsOf } from './anchors.js'
import { plainText } from './cell-text.js'
import type { SheetEntry } from './page-rows.js'
import { planPageSheet } from './page-sheet.js'
import type { NamedCell, SheetPlan, WorkbookPlan } from './plan.js'
import type { PlanContext } from './plan-context.js'
import { sheetNames } from './sheet-name.js'
import { partsOf, planTableSheet } from './table-sheet.js'

/** Everything that stands in the workbook, and where: decided here, without the library that writes it. */
export function planWorkbook(context: PlanContext, paper: 'a4' | 'letter'): WorkbookPlan {
  const { report, fill, workbook } = context
  const nameOf = sheetNames()
  const placed = workbook.sheets.map((definition) =>
    definition.kind === 'table'
      ? { definition, parts: partsOf(context, definition, nameOf) }
      : { definition, name: nameOf(definition.name) },
  )
  const parts = placed.flatMap((each) => ('parts' in each ? each.parts : []))
  const anchors = anchorsOf(context, parts)
  const entries = placed.flatMap((each): SheetEntry[] => {
    const about = fill(each.definition.about, report)
    if ('name' in each) return [{ name: each.name, about, rows: null }]
    return each.parts.map((part) => ({ name: part.name, about, rows: part.to - part.from }))
  })
  const names: NamedCell[] = []
  const sheets = placed.flatMap((each): SheetPlan[] => {
    if ('parts' in each) return each.parts.map((part) => planTableSheet(context, part, anchors))
    const page = planPageSheet(context, each.definition, each.name, entries, anchors)
    names.push(...page.names)
    return [page.sheet]
  })
  const filled = (text: string) => plainText(fill(text, report))
  return {
    properties: {
      title: filled(workbook.properties.title),
      subject: filled(workbook.properties.subject),
      creator: filled(workbook.properties.creator),
      keywords: filled(workbook.properties.keywords),
      description: filled(workbook.properties.description),
    },
    at: new Date(report.generatedAt),
    paper,
    classification: plainText(report.classification ?? ''),
    footer: plainText(
      `${report.tool.name} ${report.tool.version}, run ${report.runId}, as of ${report.asOf}`,
    ),
    sharedTexts: context.limits.sharedTexts,
    sheets,
    names,
  }
}
