import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderPdf } from '../../../pipeline/render/pdf/index.js'
import { sections } from '../../../pipeline/render/pdf/view/report-view.js'
import { type ClosablePrinter, createPrinter } from '../../../pipeline/system/browser/index.js'
import { describePrinting } from '../../support/printing.js'
import { exampleReport, hostileNames, longWord } from '../../support/report-fixture.js'
import { coverageTemplate } from '../../support/report-template.js'

describePrinting('the printed report', () => {
  const report = exampleReport()
  let printer: ClosablePrinter
  let pdf: Uint8Array
  let document: PDFDocumentProxy
  let texts: string[]
  const all = () => texts.join('\n')

  beforeAll(async () => {
    printer = createPrinter({ browserPath: null, env: process.env })
    const rendered = await renderPdf(report, await coverageTemplate(), { printer }, { paper: 'a4' })
    expect(rendered.path).toBe('coverage.pdf')
    pdf = rendered.bytes
    document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise
    texts = await Promise.all(
      Array.from({ length: document.numPages }, (_, index) => textOf(document, index + 1)),
    )
  })
  afterAll(async () => {
    await document?.destroy()
    await printer?.close()
  })

  test('has its title page, its one page, and a number on every page', () => {
    expect(document.numPages).toBeGreaterThan(8)
    expect(texts[0]).toContain('Control Coverage')
    expect(texts[0]).toContain(report.runId)
    expect(texts[1]).toContain('On one page')
    expect(texts[1]).toContain('What it cannot say')
    texts.forEach((text, index) => {
      expect(text).toContain(`${index + 1} of ${document.numPages}`)
      expect(text).toContain('TLP:AMBER')
    })
  })

  test('shows every technique, each with its page and line', () => {
    for (const { id, file, line } of report.techniques) {
      expect(all()).toContain(id)
      expect(all()).toContain(`${file}:${line}`)
    }
  })

  test('shows what is hostile as text, whole', () => {
    const bare = all().replace(/\s/g, '')
    for (const name of [
      hostileNames.script,
      hostileNames.image,
      hostileNames.frame,
      hostileNames.formula,
      hostileNames.template,
    ]) {
      expect(bare).toContain(name.replace(/\s/g, ''))
    }
    expect(bare).toContain(longWord)
    expect(bare).not.toContain('root:x:0:0')
    expect(bare).toContain('Προπαγάνδα')
  })

  test('links outside only to http, https and mailto, and has nothing that runs', async () => {
    const links = (await annotationsOf(document)).filter(({ subtype }) => subtype === 'Link')
    const outside = links.flatMap(({ unsafeUrl }) => (unsafeUrl === undefined ? [] : [unsafeUrl]))
    expect(outside.length).toBeGreaterThan(20)
    for (const url of outside) expect(url).toMatch(/^(https?|mailto):/)
    const raw = Buffer.from(pdf).toString('latin1')
    for (const word of ['/JavaScript', '/JS ', '/Launch', '/EmbeddedFile', '/OpenAction', 'file:'])
      expect(raw).not.toContain(word)
    expect(await document.getJSActions()).toBeNull()
  })

  test('has an outline of its sections, a title, a language and tags', async () => {
    const [root] = await document.getOutline()
    expect(root?.title).toBe('Control Coverage')
    expect(root?.items.length).toBeGreaterThanOrEqual(sections.length)
    const { info } = await document.getMetadata()
    expect(info).toMatchObject({
      Title: 'Control Coverage of data/corpus, as of 24 Nov 2026',
      Language: 'en',
    })
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true })
    const roles = new Set(rolesOf(await (await document.getPage(4)).getStructTree()))
    for (const role of ['H2', 'Table', 'TH', 'TD']) expect(roles).toContain(role)
  })

  test('has contents whose page numbers are true', () => {
    const titles = ['Heat map', 'Coverage by tactic', 'Gaps', 'Findings', 'Appendix: every technique']
    for (const title of titles) {
      const page = Number(new RegExp(`${title}\\s+(\\d+)`).exec(texts[0] ?? '')?.[1])
      expect(texts[page - 1], title).toContain(title)
    }
  })

  test('is the same bytes when printed again, by the same browser and by another', async () => {
    const template = await coverageTemplate()
    const again = await renderPdf(report, template, { printer }, { paper: 'a4' })
    expect(Buffer.compare(again.bytes, pdf)).toBe(0)
    const other = createPrinter({ browserPath: null, env: process.env })
    try {
      const fresh = await renderPdf(report, template, { printer: other }, { paper: 'a4' })
      expect(Buffer.compare(fresh.bytes, pdf)).toBe(0)
    } finally {
      await other.close()
    }
  })

  describe('on letter paper', () => {
    test('has letter pages, the heat map across', async () => {
      const { bytes } = await renderPdf(report, await coverageTemplate(), { printer }, { paper: 'letter' })
      const letter = await getDocument({ data: bytes, verbosity: 0 }).promise
      const sizes = await Promise.all([1, 3].map(async (page) => (await letter.getPage(page)).view.slice(2)))
      expect(sizes.map((size) => size.map(Math.round))).toEqual([
        [612, 792],
        [792, 612],
      ])
      await letter.destroy()
    })
  })
})

async function textOf(document: PDFDocumentProxy, page: number): Promise<string> {
  const { items } = await (await document.getPage(page)).getTextContent()
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
}

async function annotationsOf(document: PDFDocumentProxy): Promise<{ subtype: string; unsafeUrl?: string }[]> {
  const pages = Array.from({ length: document.numPages }, async (_, index) =>
    (await document.getPage(index + 1)).getAnnotations(),
  )
  return (await Promise.all(pages)).flat()
}

function rolesOf(node: object): string[] {
  const role = 'role' in node && typeof node.role === 'string' ? [node.role] : []
  const children = 'children' in node && Array.isArray(node.children) ? node.children : []
  return [...role, ...children.flatMap(rolesOf)]
}
