import { exitCodes, Failure } from '../../model/failure.js'
import type { Printer } from '../../model/ports.js'
import type { Report } from '../../model/report.js'
import type { ReportTemplate } from '../template/report-template.js'
import { documentFacts } from './document-facts.js'
import { withMetadata } from './metadata.js'
import { normalisePdf } from './normalise.js'
import { pageNumbers } from './page-numbers.js'
import { type HtmlOptions, renderHtml } from './render-html.js'

export { renderHtml } from './render-html.js'

/** A finished PDF, and what a reader of the run should know of how it was made. */
export interface RenderedPdf {
  /** Path in the run folder. */
  path: string
  bytes: Uint8Array
  notes: string[]
}

/**
 * The report as a tagged PDF: the same report, template and browser give the same bytes.
 *
 * It is printed twice: the first print shows on which page each section has come to stand, the second one has those
 * pages in its contents. Their column is there from the start, so that the numbers move nothing.
 *
 * @throws {Failure} when the template is wrong (exit 3) or the printer cannot print
 */
export async function renderPdf(
  report: Report,
  template: ReportTemplate,
  needs: { printer: Printer },
  options: Pick<HtmlOptions, 'paper' | 'made'>,
): Promise<RenderedPdf> {
  const createdAt = new Date(report.generatedAt)
  const print = (html: string, draft: boolean) =>
    needs.printer.print(html, { paper: options.paper, createdAt, draft })
  const html = renderHtml(report, template, options)
  const draft = await print(html, true)
  const pages = pageNumbers(draft.pdf)
  const final = await print(
    pages.size === 0 ? html : renderHtml(report, template, { ...options, pages }),
    false,
  )
  if (!hasFont(final.pdf)) throw blankFailure()
  const bytes = withMetadata(normalisePdf(final.pdf, createdAt), documentFacts(html), createdAt)
  return { path: `${template.name}.pdf`, bytes, notes: final.notes }
}

/** Whether any font is embedded (PDF 1.4, 5.8): a browser that finds none prints empty pages and reports success. */
function hasFont(pdf: Uint8Array): boolean {
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length).includes('/FontFile')
}

function blankFailure(): Failure {
  return new Failure(
    'the PDF came out without any text, since the browser found no font',
    'install fontconfig and a font, such as fonts-dejavu-core',
    { exitCode: exitCodes.incomplete },
  )
}
