import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { extract } from '../../pipeline/extract/index.js'
import { LinkState } from '../../pipeline/model/links.js'
import type { Report } from '../../pipeline/model/report.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { renderPdf } from '../../pipeline/render/pdf/index.js'
import { type ClosablePrinter, createPrinter } from '../../pipeline/system/browser/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { bookBytes, readBook, tables } from '../render/xlsx-book.js'
import { assessSettings } from '../support/assess-settings.js'
import { countOf, csvTables } from '../support/csv-tables.js'
import { linkOf, linksOf } from '../support/links.js'
import { describePrinting } from '../support/printing.js'
import { coverageTemplate } from '../support/report-template.js'

/** The report of the sample corpus with links in every state. */
async function sampleReport(): Promise<Report> {
  const { files, ...corpus } = await readWholeCorpus('data/corpus')
  const records = extract(files, { ...corpus, revision: null })
  const model = normalize(records)
  const links = [...gatherLinks(model)].map(([url, places], at) =>
    linkOf(url, LinkState.options[(at * 5) % LinkState.options.length] ?? 'alive', { places }),
  )
  const facts = { records, model, links: { ...linksOf({}), links }, reference: await readReference(null) }
  return assess(facts, assessSettings).report
}

/** Figures that the workbook names, so that formulas of others can point at them. */
async function namedFigures(report: Report): Promise<Map<string, unknown>> {
  const book = await readBook(await bookBytes(report))
  return new Map(
    book.definedNames.model.flatMap(({ name, ranges }) => {
      const [, sheet = '', cell = ''] = /^'?([^'!]+)'?!\$?([A-Z]+\$?\d+)/.exec(ranges[0] ?? '') ?? []
      const found = book.getWorksheet(sheet)?.getCell(cell.replaceAll('$', '')).value
      return [[name, found] as const]
    }),
  )
}

async function pdfText(bytes: Uint8Array): Promise<string> {
  const document = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  await document.destroy()
  return pages.join(' ').replace(/\s+/g, ' ')
}

const shown = (figure: number) => figure.toLocaleString('en')

describePrinting('JSON, CSV, XLSX and PDF of one report', () => {
  let printer: ClosablePrinter
  let report: Report
  beforeAll(async () => {
    printer = createPrinter({ browserPath: null, env: process.env })
    report = await sampleReport()
  })
  afterAll(() => printer.close())

  it('show the same headline figures', async () => {
    const { totals, completeness } = report
    const csv = await csvTables(report, tables)
    const book = await namedFigures(report)
    const inAll: [string, number, number][] = [
      ['techniques_total', totals.techniques, csv('techniques').length],
      ['mappings_total', totals.mappings, csv('mappings').length],
      ['resources_total', totals.resources, csv('resources').length],
      ['links_total', totals.distinctUrls, csv('links').length],
      ['gaps_total', totals.gaps, csv('gaps').length],
      ['techniques_validated', totals.validated, countOf(csv('techniques'), 'validated', 'true')],
      ['findings_error', totals.findings.error, countOf(csv('findings'), 'severity', 'error')],
    ]
    for (const [name, inJson, inCsv] of inAll) {
      expect({ name, inCsv, inBook: book.get(name) }).toEqual({ name, inCsv: inJson, inBook: inJson })
    }

    const { bytes } = await renderPdf(report, await coverageTemplate(), { printer }, { paper: 'a4' })
    const pdf = await pdfText(bytes)
    const said = [
      `${shown(totals.pages)} pages`,
      `${shown(totals.mappings)} mappings`,
      `${shown(totals.resources)} rows`,
      `${shown(totals.distinctUrls)} distinct addresses`,
      `${shown(completeness.differences.length)} figures differ`,
      ...Object.values(totals.links).map(shown),
      ...[totals.policy, totals.detection, totals.test].flatMap(({ verified, lost, unknown }) => [
        `${shown(verified)} verified`,
        `${shown(lost)} lost`,
        `${shown(unknown)} unknown`,
      ]),
    ]
    for (const words of said) expect(pdf).toContain(words)
    for (const { sourceName, rows } of report.reconciliation) {
      expect(pdf).toContain(sourceName)
      expect(pdf).toContain(shown(rows))
    }
  })
})
