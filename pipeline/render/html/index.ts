import type { Artifact } from '../../model/artifact.js'
import type { Report } from '../../model/report.js'
import { type MadeBeside, nothingBeside } from '../../model/row-places.js'
import { compileTemplate } from '../template/compile-template.js'
import { pageFile, type ReportTemplate } from '../template/report-template.js'
import { rowPlaces } from '../template/row-places.js'
import { pageAssets, sealedPage } from '../template/sealed-page.js'
import { type PageView, pageView } from './page-view.js'
import { reportData } from './report-data.js'

/**
 * The report as one page for browsers: all of it as plain HTML, and the data by which its scripts make it searchable.
 *
 * Pure: the same report and template give the same bytes. Nothing is loaded, and nothing runs but the template's own
 * scripts; what comes from pages is text.
 *
 * @param made what is made beside the page, which it can send its readers to
 * @throws {Failure} (exit 3) when the template is wrong, with its file and line
 */
export function renderHtmlPage(
  report: Report,
  template: ReportTemplate,
  made: MadeBeside = nothingBeside,
): Artifact {
  const render = compileTemplate<PageView>(template, pageFile)
  const html = sealedPage(
    render(pageView(report, rowPlaces(template, made))),
    template,
    pageAssets(template),
    reportData(report, template),
  )
  return { path: `${template.name}.html`, bytes: new TextEncoder().encode(html) }
}
