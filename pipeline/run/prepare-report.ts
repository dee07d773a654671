import type { TemplateFolder } from '../model/ports.js'
import { Report } from '../model/report.js'
import type { TableDefinitions } from '../render/table/definitions.js'
import { readTableDefinitions } from '../render/table/read-definitions.js'
import { schemaAt } from '../render/table/report-schema.js'
import { checkTemplate } from '../render/template/check-template.js'
import { compileTemplate } from '../render/template/compile-template.js'
import { plainTextFiller } from '../render/template/fill-text.js'
import { laidOver } from '../render/template/laid-over.js'
import { pageFile, type ReportTemplate, templateText } from '../render/template/report-template.js'
import { pageAssets } from '../render/template/sealed-page.js'
import type { WorkbookDefinition } from '../render/xlsx/definition.js'
import { readWorkbookDefinition } from '../render/xlsx/read-definition.js'

/** A report's template folder, read and found sound. */
export interface PreparedReport {
  name: string
  template: ReportTemplate
  tables: TableDefinitions
  workbook: WorkbookDefinition
  /** Whether it has a page for browsers. */
  hasPage: boolean
  fill: (text: string, context: unknown) => string
}

/**
 * Reads the definitions of a report and compiles its pages, that for print and that for browsers.
 *
 * Done before any work: a column that does not exist must not surface after hours of link checks.
 *
 * @throws {Failure} (exit 3) with the template's file and what is wrong there
 */
export function prepareReport(folder: TemplateFolder): PreparedReport {
  const template = laidOver(folder)
  const tables = readTableDefinitions(templateText(template, 'tables.json'), `${template.name}/tables.json`)
  const workbook = readWorkbookDefinition(
    templateText(template, 'workbook.json'),
    `${template.name}/workbook.json`,
    tables,
  )
  checkTemplate(template, isReportField)
  compileTemplate(template, 'report.hbs')
  // A page that is taken over from the report beneath would be that report's page under another name.
  const hasPage = folder.files.has(pageFile)
  if (hasPage) {
    compileTemplate(template, pageFile)
    pageAssets(template)
  }
  return { name: template.name, template, tables, workbook, hasPage, fill: plainTextFiller(template) }
}

function isReportField(path: string): boolean {
  return schemaAt(Report, path.replace(/\.length$/, '')) !== null
}
