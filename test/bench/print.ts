import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assess } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { extract } from '../../pipeline/extract/index.js'
import type { Printer, PrintOptions } from '../../pipeline/model/ports.js'
import type { Report } from '../../pipeline/model/report.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { renderHtmlPage } from '../../pipeline/render/html/index.js'
import { renderPdf } from '../../pipeline/render/pdf/index.js'
import type { ReportTemplate } from '../../pipeline/render/template/report-template.js'
import { prepareReport } from '../../pipeline/run/prepare-report.js'
import { createPrinter, describeBrowser, readReportFonts } from '../../pipeline/system/browser/index.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { readTemplateFolder } from '../../pipeline/system/template-folder.js'
import { assessSettings } from '../support/assess-settings.js'
import { linkOf, linksOf } from '../support/links.js'
import { fateOf } from './generate/fates.js'
import { generatedFiles } from './generated.js'
import { inTurns, secondsOf } from './rounds.js'
import { type BenchRow, notMeasured, rowOf } from './row.js'

const bar = 2
const sizes = [10, 100, 578]
const python = process.env.PYTHON || 'python3'

/** Which of the two is measured. */
export type Printed = 'pdf' | 'html'

/** Measures the PDF or the page for browsers next to the browser that prints the finished HTML once, and nothing else. */
export async function benchPrint(group: Printed, { rounds }: { rounds: number }): Promise<BenchRow[]> {
  const needs = { browserPath: null, env: process.env }
  const { usable, aspects } = await describeBrowser(needs)
  if (!usable)
    return [
      notMeasured(
        group,
        `${group.toUpperCase()} of a report`,
        aspects.flatMap(({ sentences }) => sentences).join('; '),
      ),
    ]
  const printer = createPrinter(needs)
  try {
    const template = await ownTemplate()
    const rows: BenchRow[] = []
    for (const techniques of sizes) {
      const report = await reportOf(techniques)
      const finished = await finishedPrint(report, template, printer)
      const works = {
        ours:
          group === 'pdf'
            ? () => secondsOf(() => renderPdf(report, template, { printer }, { paper: 'a4' }))
            : () => secondsOf(() => renderHtmlPage(report, template)),
        bare: () => secondsOf(() => printer.print(finished.html, finished.options)),
      }
      await works.ours()
      const { ours, bare } = await inTurns(techniques === 578 ? rounds : 2 * rounds, works)
      rows.push(
        rowFor(group, techniques, finished.pages, ours, { name: 'one bare tagged print', seconds: bare }),
      )
      if (group === 'pdf') rows.push(weasyPrintRow(techniques, finished, ours))
    }
    return rows
  } finally {
    await printer.close()
  }
}

interface Finished {
  html: string
  options: PrintOptions
  pages: number
}

function rowFor(
  group: Printed,
  techniques: number,
  pages: number,
  ours: readonly number[],
  other: { name: string; seconds: readonly number[] },
): BenchRow {
  const what =
    group === 'pdf' ? `PDF, ${techniques} techniques, ${pages} pages` : `HTML, ${techniques} techniques`
  return rowOf({
    group,
    work: what,
    unit: 's',
    ours,
    other: { name: other.name, kind: 'limit', values: other.seconds },
    ...(group === 'pdf' && { bar: { of: 'ratio', atMost: bar } }),
  })
}

/** WeasyPrint makes of the same HTML a PDF without tags. */
function weasyPrintRow(techniques: number, { html, pages }: Finished, ours: readonly number[]): BenchRow {
  const work = `PDF, ${techniques} techniques, ${pages} pages`
  if (spawnSync(python, ['-c', 'import weasyprint']).status !== 0)
    return notMeasured('pdf', work, 'WeasyPrint: not installed here (pip install weasyprint)')
  if (techniques > 100)
    return notMeasured('pdf', work, 'WeasyPrint: minutes at this size; see the smaller ones')
  const folder = mkdtempSync(join(tmpdir(), 'bench-print-'))
  try {
    const [from, to] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
    writeFileSync(from, html)
    const began = performance.now()
    const { status } = spawnSync(python, ['-m', 'weasyprint', from, to], { stdio: 'ignore' })
    const seconds = (performance.now() - began) / 1000
    if (status !== 0) return notMeasured('pdf', work, `WeasyPrint ended with ${status}`)
    return rowOf({
      group: 'pdf',
      work,
      unit: 's',
      ours: ours.slice(0, 1),
      other: { name: 'WeasyPrint, untagged', kind: 'peer', values: [seconds] },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What our own rendering prints last, and how many pages it has. */
async function finishedPrint(report: Report, template: ReportTemplate, printer: Printer): Promise<Finished> {
  let last: { html: string; options: PrintOptions } | undefined
  const watched: Printer = {
    print: (html, options) => {
      last = { html, options }
      return printer.print(html, options)
    },
  }
  const { bytes } = await renderPdf(report, template, { printer: watched }, { paper: 'a4' })
  if (last === undefined) throw new Error('nothing was printed')
  return {
    ...last,
    pages:
      Buffer.from(bytes)
        .toString('latin1')
        .match(/\/Type \/Page\b/g)?.length ?? 0,
  }
}

async function ownTemplate(): Promise<ReportTemplate> {
  const { files, ...rest } = await readTemplateFolder('coverage', 'templates')
  return prepareReport({ ...rest, files: new Map([...(await readReportFonts()), ...files]) }).template
}

/** The report of so many generated pages, their links as they may be some years later. */
async function reportOf(pages: number): Promise<Report> {
  const records = extract(await generatedFiles({ pages, seed: 1 }), { location: 'bench', revision: null })
  const model = normalize(records)
  const states = [...gatherLinks(model)].map(([url, places]) => linkOf(url, fateOf(url, 1), { places }))
  const reference = await readReference('data/reference')
  return assess({ records, model, links: { ...linksOf({}), links: states }, reference }, assessSettings)
    .report
}
