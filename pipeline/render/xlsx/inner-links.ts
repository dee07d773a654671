import type ExcelJS from 'exceljs'

interface SheetModel {
  hyperlinks?: { rId?: string | undefined; target?: string }[]
  rels?: { Id: string; Target: string }[]
}
interface Preparing {
  prepareModel?: (model: { worksheets: SheetModel[] }, options: unknown) => void
}

/** `'Coverage'!A5`: a place in the workbook itself; the same test as the library's. */
const innerTarget = /^[^!]+![a-zA-Z]+\d+$/

/**
 * Makes the links between sheets plain locations.
 *
 * The library (exceljs 4.4.0) writes such a link as a location and as an external relationship too, so that a
 * reader may look for a file of that name, and a check for foreign targets finds one. The relationship is taken
 * away between its preparing and its writing, in a method that its types do not mention.
 */
export function linkWithinWorkbook(workbook: ExcelJS.Workbook): void {
  const writer = workbook.xlsx as unknown as Preparing
  const prepare = writer.prepareModel?.bind(writer)
  if (prepare === undefined) return
  writer.prepareModel = (model, options) => {
    prepare(model, options)
    for (const sheet of model.worksheets) takeRelationshipsAway(sheet)
  }
}

function takeRelationshipsAway(sheet: SheetModel): void {
  const inner = new Set<string>()
  for (const link of sheet.hyperlinks ?? []) {
    if (link.rId === undefined || link.target === undefined || !innerTarget.test(link.target)) continue
    inner.add(link.rId)
    link.rId = undefined
  }
  if (sheet.rels !== undefined) sheet.rels = sheet.rels.filter((each) => !inner.has(each.Id))
}
