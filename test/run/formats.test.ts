import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Report } from '../../pipeline/model/report.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { type ClosablePrinter, createPrinter } from '../../pipeline/system/browser/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { describePrinting } from '../support/printing.js'
import { corpusOf, memoryStore, ownTemplates, testConfig, testWorld } from '../support/run-world.js'
import { scriptedHttp } from '../support/scripted-http.js'

let printer: ClosablePrinter
beforeAll(() => {
  printer = createPrinter({ browserPath: null, env: process.env })
})
afterAll(() => printer.close())

/** One run over the sample corpus in every format, its tables.json changed as asked. */
async function sampleRun(changeTables: (text: string) => string = (text) => text) {
  const store = memoryStore()
  const corpus = corpusOf('data/corpus', (await readWholeCorpus('data/corpus')).files)
  const templates = async (name: string) => {
    const { files } = await ownTemplates(name)
    const tables = changeTables(String(files.get('tables.json')))
    return { name, base: null, files: new Map([...files, ['tables.json', tables]]) }
  }
  const config = testConfig({ format: 'csv,xlsx,pdf', offline: true })
  const plan = { command: 'run', stages: stageOrder, corpus: 'data/corpus', from: null, config }
  const { exitCode } = await run(
    plan,
    testWorld({ corpus, http: scriptedHttp({}), store, printer, templates }),
  )
  const files = store.published.get('r1') ?? new Map<string, Uint8Array>()
  const bytes = (path: string) => files.get(path) ?? new Uint8Array()
  const text = (path: string) => new TextDecoder().decode(bytes(path))
  return {
    exitCode,
    bytes,
    text,
    report: Report.parse(JSON.parse(text('report.json'))),
    latest: store.latest,
  }
}

async function workbookText(bytes: Uint8Array): Promise<string> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer)
  return book.worksheets
    .flatMap((sheet) => sheet.getSheetValues().map((row) => JSON.stringify(row)))
    .join('\n')
}

async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  await document.destroy()
  return pages
}

describePrinting('a run over the sample corpus', () => {
  it('gives reports that say the same and say what they do not know', async () => {
    const { exitCode, bytes, text, report, latest } = await sampleRun()
    expect({ exitCode, latest }).toEqual({ exitCode: 0, latest: 'r1' })
    expect(report.totals).toMatchObject({ pages: 72, tactics: 14, pagesUnreadable: 0 })
    expect(report.unknowns[0]).toMatchObject({ code: 'offline', count: report.links.length })

    const [title = '', onePage = '', ...more] = await pdfPages(bytes('coverage.pdf'))
    expect(title).toContain('No site was asked')
    for (const figure of [
      report.totals.policy.techniques,
      report.totals.detection.techniques,
      report.totals.test.techniques,
    ]) {
      expect(onePage).toContain(String(figure))
    }
    expect(more.length).toBeGreaterThan(6)

    const book = await workbookText(bytes('coverage.xlsx'))
    expect(book).toContain('No site was asked')
    for (const name of ['techniques', 'mappings', 'resources', 'links', 'findings', 'gaps'] as const) {
      const { data } = Papa.parse(text(`csv/${name}.csv`), { header: true, skipEmptyLines: true })
      expect(data, name).toHaveLength(report[name].length)
    }
    for (const { resourceId, file } of report.resources.slice(0, 50)) {
      expect(book).toContain(resourceId)
      expect(book).toContain(file)
    }
  })

  it('shows a heading that is changed in the template in CSV, XLSX and PDF alike', async () => {
    const heading = /"heading": "Kind"/
    const { bytes, text } = await sampleRun((tables) => {
      expect(tables).toMatch(heading)
      return tables.replaceAll('"heading": "Kind"', '"heading": "Sort of gap"')
    })
    expect(text('csv/gaps.csv').split('\r\n')[0]).toContain('sort_of_gap')
    expect(await workbookText(bytes('coverage.xlsx'))).toContain('Sort of gap')
    expect((await pdfPages(bytes('coverage.pdf'))).join(' ')).toContain('Sort of gap')
  })
})

describe('without a browser', () => {
  it('everything but the PDF is there, and the run says so', async () => {
    const store = memoryStore()
    const corpus = corpusOf('pages', (await readWholeCorpus('test/cases/offline/pages')).files)
    const config = testConfig({ format: 'csv,xlsx,pdf', offline: true })
    const plan = { command: 'run', stages: stageOrder, corpus: 'pages', from: null, config }
    const { exitCode, manifest } = await run(plan, testWorld({ corpus, http: scriptedHttp({}), store }))
    expect({ exitCode, complete: manifest.complete, latest: store.latest }).toEqual({
      exitCode: 4,
      complete: false,
      latest: null,
    })
    expect([...(store.published.get('r1')?.keys() ?? [])]).toEqual(
      expect.arrayContaining(['coverage.xlsx', 'csv/gaps.csv', 'run.json']),
    )
  })
})
