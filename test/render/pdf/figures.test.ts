import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgedCategories } from '../../../pipeline/model/category.js'
import { numberText, signedText } from '../../../pipeline/model/number-words.js'
import type { Report, ReportTechnique } from '../../../pipeline/model/report.js'
import { renderPdf } from '../../../pipeline/render/pdf/index.js'
import { type ClosablePrinter, createPrinter } from '../../../pipeline/system/browser/index.js'
import { type PdfCell, tablesOf } from '../../support/pdf-tables.js'
import { describePrinting } from '../../support/printing.js'
import { exampleReport } from '../../support/report-fixture.js'
import { coverageTemplate } from '../../support/report-template.js'

/** Letters that fonts of many machines have, and ours have not. */
function withForeignName(report: Report): Report {
  const [first, ...rest] = report.techniques
  if (first === undefined) throw new Error('unreachable')
  return { ...report, techniques: [{ ...first, name: 'שלום → ✓ ♥' }, ...rest] }
}

/** What the printed tables say, read back by their tags, against the report that they are made of. */
describePrinting('the tables of the printed report', () => {
  const report = withForeignName(exampleReport())
  let printer: ClosablePrinter
  let pdf: Uint8Array
  let document: PDFDocumentProxy
  let tables: PdfCell[][][]

  beforeAll(async () => {
    printer = createPrinter({ browserPath: null, env: process.env })
    const rendered = await renderPdf(report, await coverageTemplate(), { printer }, { paper: 'a4' })
    pdf = rendered.bytes
    document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise
    tables = await tablesOf(document)
  })
  afterAll(async () => {
    await document?.destroy()
    await printer?.close()
  })

  /** Rows under headings that begin so, over all pages; each as its texts. */
  const rowsUnder = (...headings: string[]) =>
    tables
      .filter(([head]) => headings.every((heading, index) => head?.[index]?.text.startsWith(heading)))
      .flatMap((rows) => rows.slice(1).map((row) => row.map(({ text }) => text)))
  const n = numberText

  test('all have headings, and each row as many cells as there are', () => {
    expect(tables.length).toBeGreaterThan(12)
    for (const [head = [], ...rows] of tables) {
      expect(head.map(({ role }) => role)).toEqual(head.map(() => 'TH'))
      for (const row of rows) {
        if (row.length > 1) expect(row.length, row.map(({ text }) => text).join(' | ')).toBe(head.length)
      }
    }
  })

  test('have the figures of every source', () => {
    const rows = rowsUnder('Source', 'Techniques')
    const expected = report.sources.map((each) =>
      [
        each.techniques,
        each.mappings,
        each.listed,
        each.distinct,
        each.verified,
        each.lost,
        each.unknown,
      ].map(n),
    )
    const printed = rows.filter(({ length }) => length > 1).map((row) => row.slice(1, 8))
    expect(printed.sort()).toEqual(expected.sort())
  })

  test('have the figures of every tactic', () => {
    const rows = new Map(rowsUnder('Tactic', 'Policy').map((row) => [row[0], row]))
    for (const tactic of report.tactics) {
      const row = [...rows].find(([name]) => name?.startsWith(`${tactic.tactic} `))?.[1]
      const levels = judgedCategories.map((category) => {
        const of = Object.values(tactic[category].levels).reduce((sum, each) => sum + each, 0)
        return `${tactic[category].techniques} of ${of}`
      })
      levels.forEach((figure, index) => {
        expect(row?.[index + 1]).toMatch(new RegExp(`^${figure}\\b`))
      })
      expect(row?.slice(4)).toEqual([n(tactic.validated), n(tactic.gaps)])
    }
  })

  test('have the reconciliation of every source', () => {
    const expected = report.reconciliation.map((row) => [
      ...[row.mappings, row.declared, row.rows].map(n),
      row.tests === null ? '–' : n(row.tests),
      n(row.placeholders),
      signedText(row.difference),
      n(row.mismatches),
    ])
    expect(rowsUnder('Source', 'Category').map((row) => row.slice(2))).toEqual(expected)
  })

  test('have the ages, the states of links, the hosts and the findings', () => {
    const ages = rowsUnder('Age', 'Mappings').map(([, mappings]) => mappings)
    expect(ages).toEqual([...report.ages.bands.map(({ mappings }) => n(mappings)), n(report.ages.undated)])
    const states = new Map(rowsUnder('State', 'Links').map(([state, links]) => [state, links]))
    for (const [state, links] of Object.entries(report.totals.links)) expect(states.get(state)).toBe(n(links))
    const hosts = new Map(rowsUnder('Host', 'Links').map(([host, links]) => [host, links]))
    for (const { host, links } of report.hosts.slice(0, hosts.size)) expect(hosts.get(host)).toBe(n(links))
    const findings = rowsUnder('Code', 'Meaning').map(([code, , , count]) => [code, count])
    expect(findings).toEqual(report.findingCounts.map(({ code, count }) => [code, n(count)]))
  })

  test('have the gaps in their order, with what sets each apart', () => {
    const printed = rowsUnder('Rank', 'Technique').map(([rank, , , why]) => `${rank} ${why}`)
    for (const { rank, why } of report.gaps.slice(0, 40))
      expect(
        printed.some((each) => each.startsWith(`${rank} ${why}`)),
        why,
      ).toBe(true)
  })

  test('have every technique with its levels', () => {
    const rows = rowsUnder('Technique, tactics', 'Policy')
    const withCells = rows.filter(({ length }) => length > 1)
    const levels = (technique: ReportTechnique) => judgedCategories.map((each) => technique[each].level)
    for (const technique of report.techniques) {
      const row = withCells.find(([name]) => name?.startsWith(`${technique.id} `))
      expect(
        row?.slice(1).map((cell) => cell.split(' ')[0]),
        technique.id,
      ).toEqual(levels(technique))
    }
  })

  test('are set in the fonts that come with the program, and in none of the machine', () => {
    const fonts = [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/BaseFont \/(\S+)/g),
    ].map(([, name]) => name)
    expect(fonts.length).toBeGreaterThan(2)
    expect(tables.flat(2).some(({ text }) => text.includes('[U+05E9 U+05DC U+05D5 U+05DD]'))).toBe(true)
    for (const name of fonts) expect(name).toMatch(/^[A-Z]{6}\+NotoSans-(Regular|Bold)$/)
  })
})
