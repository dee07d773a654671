import type { Report } from '../../model/report.js'
import { type MadeBeside, nothingBeside } from '../../model/row-places.js'
import { compileTemplate } from '../template/compile-template.js'
import { type ReportTemplate, templateFailure, templateText } from '../template/report-template.js'
import { rowPlaces } from '../template/row-places.js'
import { visibleText } from '../template/visible-text.js'
import { markUnprintable, type Unprintable } from './fonts/mark-unprintable.js'
import type { PageNumbers } from './page-numbers.js'
import { type ReportView, reportView, type Section, sections } from './view/report-view.js'

/** How the document is laid out; none of it is about the report's content. */
export interface HtmlOptions {
  paper: 'a4' | 'letter'
  /** Pages for the contents, from a first print; without them the contents show none. */
  pages?: PageNumbers
  /** What is made beside the document, which it can send its readers to; nothing where it is left out. */
  made?: MadeBeside
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"

/**
 * The report as one HTML document for print, with nothing left to load.
 *
 * The content security policy is put in here and not by the template, so that no template of a team's own can
 * go without it. Where characters are in none of its fonts, the document is filled a second time, to say how many.
 *
 * @throws {Failure} (exit 3) when the template is wrong, with its file and line
 */
export function renderHtml(
  report: Report,
  template: ReportTemplate,
  options: HtmlOptions = { paper: 'a4' },
): string {
  const render = compileTemplate<ReportView>(template, 'report.hbs')
  const included = sectionsOf(template)
  const { paper, pages = new Map<string, number>(), made = nothingBeside } = options
  const stands = rowPlaces(template, made)
  const pageFile = made.page ? `${template.name}.html` : null
  const filled = (unprintable: Unprintable | null) => {
    const html = render(reportView(report, { paper, pages, included, unprintable, stands, pageFile }))
    return markUnprintable(sealed(template, html))
  }
  const first = filled(null)
  return first.unprintable === null ? first.html : filled(first.unprintable).html
}

/** The document with its content security policy, and nothing in it that would turn its text around. */
function sealed(template: ReportTemplate, html: string): string {
  const head = /^\s*<!doctype html>\s*<html[^>]*>\s*<head>/i.exec(html)
  if (head === null) {
    throw templateFailure(
      template,
      'report.hbs',
      1,
      'it must begin with <!doctype html>, <html …> and <head>',
    )
  }
  const policyTag = `<meta http-equiv="Content-Security-Policy" content="${policy}">`
  return visibleText(`${head[0]}<meta charset="utf-8">${policyTag}${html.slice(head[0].length)}`)
}

/** The sections whose anchors the template has, in the order of the full report. */
function sectionsOf(template: ReportTemplate): Section[] {
  const page = templateText(template, 'report.hbs')
  const called = [...page.matchAll(/\{\{>\s*([\w-]+)/g)].map(([, name]) => `partials/${name}.hbs`)
  const texts = [...called, 'report.hbs'].map((path) => template.files.get(path))
  return sections.filter((name) =>
    texts.some((text) => typeof text === 'string' && text.includes(`id="${name}"`)),
  )
}
