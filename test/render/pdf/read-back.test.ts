import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../../pipeline/model/report.js'
import { renderPdf } from '../../../pipeline/render/pdf/index.js'
import { sections } from '../../../pipeline/render/pdf/view/report-view.js'
import { type ClosablePrinter, createPrinter } from '../../../pipeline/system/browser/index.js'
import { describePrinting } from '../../support/printing.js'
import { exampleReport, hostileNames, longWord } from '../../support/report-fixture.js'
import { coverageTemplate, shippedTemplate } from '../../support/report-template.js'

const hasQpdf = spawnSync('qpdf', ['--version']).status === 0

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
    const titles = root?.items.map(({ title }) => title) ?? []
    expect(titles).toContain('On one page')
    expect(titles.filter((title) => /^(.+)\1$/.test(title))).toEqual([])
    const { info } = await document.getMetadata()
    expect(info).toMatchObject({
      Title: 'Control Coverage of data/corpus, as of 24 Nov 2026',
      Language: 'en',
    })
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true })
    const { metadata } = await document.getMetadata()
    expect(metadata?.get('dc:title')).toBe('Control Coverage of data/corpus, as of 24 Nov 2026')
    expect(metadata?.get('dc:creator')).toEqual(['control-coverage 0.1.0'])
    expect(info).toMatchObject({
      Author: 'control-coverage 0.1.0',
      Subject: expect.stringContaining('ATT&CK'),
    })
    expect(await document.getPageLabels()).toEqual(texts.map((_, index) => String(index + 1)))
  })

  test('is read in order: headings of falling rank, tables with heads, drawings with words', async () => {
    const trees = await Promise.all(texts.map(async (_, index) => treeOf(document, index + 1)))
    const nodes = trees.flatMap(nodesOf)
    const headings = nodes.flatMap(({ role }) => (/^H\d$/.test(role) ? [Number(role.slice(1))] : []))
    expect(headings[0]).toBe(1)
    headings.forEach((rank, index) => {
      expect(rank).toBeLessThanOrEqual((headings[index - 1] ?? 0) + 1)
    })
    const roles = new Set(nodes.map(({ role }) => role))
    for (const role of ['Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Link', 'Figure']) expect(roles).toContain(role)
    const figures = nodes.filter(({ role }) => role === 'Figure')
    expect(figures.length).toBeGreaterThan(report.techniques.length)
    for (const { alt } of figures) expect(alt).toMatch(/^policy \w+, detection \w+, test \w+$|: from \d/)
  })

  test('has the figures of the report, none other', () => {
    const [, summary = ''] = texts
    const flat = summary.replace(/\s+/g, ' ')
    const { totals } = report
    for (const { techniques, verified, unknown, lost } of [totals.policy, totals.detection, totals.test]) {
      expect(flat).toContain(`${techniques} of ${totals.techniques}`)
      expect(flat).toContain(`${verified} verified ${unknown} unknown ${lost} lost`)
    }
    for (const figure of [
      `${totals.validated} of ${totals.techniques} with detection and test, both verified`,
      `${totals.gaps} gaps in all`,
      `${totals.links.alive} are alive, ${totals.links.moved} moved, ${totals.links.dead} dead`,
    ])
      expect(flat).toContain(figure)
    for (const { rank, techniqueId } of report.gaps.slice(0, 5))
      expect(flat).toContain(`${rank} ${techniqueId} `)
  })

  test.skipIf(!hasQpdf)('is sound to another reader', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'read-back-')), 'coverage.pdf')
    await writeFile(file, pdf)
    const { status, stdout, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' })
    await rm(dirname(file), { recursive: true })
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' })
  })

  test.each(['a4', 'letter'] as const)(
    'in brief has six pages of %s with all that it may have to say',
    async (paper) => {
      const words = JSON.parse(readFileSync('templates/coverage/words.json', 'utf8'))
      const codes = Object.keys(words.unknown) as Report['unknowns'][number]['code'][]
      const detail = 'the resolver of this machine gave no answer '.repeat(20)
      const unknowns = codes
        .filter((code) => !['offline', 'interrupted'].includes(code))
        .map((code) => ({ code, count: 12_345, detail: code === 'no-network' ? detail : null }))
      const technique = { ...report.techniques[0], name: '\u{13000}' } as Report['techniques'][number]
      const gaps = report.gaps.map((gap) => ({ ...gap, techniqueName: technique.name }))
      const full = { ...report, unknowns, gaps, classification: 'TLP:AMBER+STRICT' }
      const { bytes } = await renderPdf(full, await shippedTemplate('brief'), { printer }, { paper })
      const brief = await getDocument({ data: bytes, verbosity: 0 }).promise
      const last = await (await brief.getPage(brief.numPages)).getTextContent()
      const text = last.items.map((item) => ('str' in item ? item.str : '')).join('')
      await brief.destroy()
      expect(text).toContain(`${unknowns.length - 8} kinds more`)
      // Levels, what is not known, limitations, fonts and notice: all of it on this one page.
      for (const words of ['What the words mean', 'none of this document', 'Set in Noto Sans'])
        expect(text).toContain(words)
    },
  )

  test('in brief has six pages at most, and leads nowhere that it lacks', async () => {
    const rendered = await renderPdf(report, await shippedTemplate('brief'), { printer }, { paper: 'a4' })
    expect(rendered.path).toBe('brief.pdf')
    const brief = await getDocument({ data: rendered.bytes, verbosity: 0 }).promise
    expect(brief.numPages).toBeLessThanOrEqual(6)
    const targets = (await annotationsOf(brief)).flatMap(({ dest }) =>
      typeof dest === 'string' ? [dest] : [],
    )
    expect(targets.length).toBeGreaterThan(4)
    for (const target of targets) expect(await brief.getDestination(target), target).not.toBeNull()
    await brief.destroy()
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
      const heatMapPage = texts.findIndex((text) => text.includes('Three marks')) + 1
      const letter = await getDocument({ data: bytes, verbosity: 0 }).promise
      const sizes = await Promise.all(
        [1, heatMapPage].map(async (page) => (await letter.getPage(page)).view.slice(2)),
      )
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

async function annotationsOf(
  document: PDFDocumentProxy,
): Promise<{ subtype: string; unsafeUrl?: string; dest?: unknown }[]> {
  const pages = Array.from({ length: document.numPages }, async (_, index) =>
    (await document.getPage(index + 1)).getAnnotations(),
  )
  return (await Promise.all(pages)).flat()
}

async function treeOf(document: PDFDocumentProxy, page: number): Promise<object> {
  return (await (await document.getPage(page)).getStructTree()) ?? {}
}

/** The nodes of a page's structure tree, in reading order. */
function nodesOf(node: object): { role: string; alt: string | null }[] {
  const alt = 'alt' in node && typeof node.alt === 'string' ? node.alt : null
  const own = 'role' in node && typeof node.role === 'string' ? [{ role: node.role, alt }] : []
  const children = 'children' in node && Array.isArray(node.children) ? node.children : []
  return [...own, ...children.flatMap(nodesOf)]
}
