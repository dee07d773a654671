import { beforeAll, describe, expect, test } from 'vitest'
import { Failure } from '../../../pipeline/model/failure.js'
import type { Report } from '../../../pipeline/model/report.js'
import { renderHtml } from '../../../pipeline/render/pdf/index.js'
import type { ReportTemplate } from '../../../pipeline/render/template/report-template.js'
import { exampleReport, hostileNames, longWord } from '../../support/report-fixture.js'
import { coverageTemplate, shippedTemplate } from '../../support/report-template.js'

let template: ReportTemplate
let html: string
beforeAll(async () => {
  template = await coverageTemplate()
  html = renderHtml(exampleReport(), template)
})

/** One section of the document, so that a failure shows no more than that. */
const sectionOf = (page: string, name: string) =>
  page.slice(page.indexOf(`<section class="${name}"`)).split('</section>')[0] ?? ''
const elements = () => [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name)
const hrefs = () => [...html.matchAll(/\shref="([^"]*)"/g)].map(([, target]) => target)

describe('hostile pages', () => {
  test('bring no element that could load, run or lead away', () => {
    for (const name of ['script', 'iframe', 'img', 'link', 'base', 'form', 'object'])
      expect(elements()).not.toContain(name)
    expect(elements().filter((name) => name === 'meta').length).toBe(5)
  })
  test('show as text', () => {
    expect(html).toContain('&lt;script&gt;document.title')
    expect(html).toContain('{{constructor.constructor &quot;return process&quot;}} {{{name}}}')
    expect(html).toContain('&lt;iframe src&#x3D;&quot;file:///etc/passwd&quot;&gt;')
    expect(html).toContain(longWord)
  })
  test('can turn no text around: bidirectional overrides show as a mark', () => {
    expect(hostileNames.scripts).toMatch(/\u202e/)
    expect(html).not.toMatch(/[\u202a-\u202e]/)
    expect(html).toContain('\ufffdevil')
  })
  test('lead nowhere but to http, https and mailto, and inside the document', () => {
    expect(hrefs().length).toBeGreaterThan(40)
    for (const target of hrefs()) expect(target).toMatch(/^(#[a-z0-9-]+$|https?:|mailto:)/)
  })
  test('cannot leave the running head either', () => {
    const classification = '"; } </style><script>alert(1)</script>'
    const { length } = [...html.matchAll(/<\/style>/g)]
    const changed = renderHtml(exampleReport({ classification }), template)
    expect([...changed.matchAll(/<\/style>/g)].length).toBe(length)
    expect(changed).not.toContain('<script')
  })
})

test('the document loads nothing: its policy forbids it, and its fonts are inside', () => {
  expect(html).toMatch(
    /^<!doctype html>\s*<html lang="en" class="A4">\s*<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none';/,
  )
  const loaded = [...html.matchAll(/url\(([^)]{0,9})/g)].map(([, target]) => target)
  expect(loaded.length).toBeGreaterThan(8)
  for (const target of loaded) expect(target).toMatch(/^("data:|#)/)
})

test('a template without a head is refused, since no policy could be put in', async () => {
  const own = await coverageTemplate({ 'report.hbs': '<p>{{report.runId}}</p>' })
  expect(() => renderHtml(exampleReport(), own)).toThrow(Failure)
})

test('every inner link leads to an anchor that is there', () => {
  const anchors = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))
  for (const target of hrefs().filter((each) => each?.startsWith('#')))
    expect(anchors).toContain(target?.slice(1))
})

test('a heading changed in tables.json is changed in the document', async () => {
  expect(html).toContain('>Why</th>')
  const tables = String(template.files.get('tables.json')).replace(
    '"heading": "Why"',
    '"heading": "The reason"',
  )
  const changed = renderHtml(exampleReport(), await coverageTemplate({ 'tables.json': tables }))
  expect(changed).toContain('>The reason</th>')
  expect(changed).not.toContain('>Why</th>')
})

describe('freshness comes first', () => {
  test.each(['offline', 'no-network', 'interrupted'] as const)(
    'a run that was %s says so before anything else',
    (state) => {
      const network = { state, detail: 'The reason stands here.', viaProxy: false, proxiedLinks: 0 }
      const page = renderHtml(
        exampleReport({ network, unknowns: [{ code: state, count: 9, detail: null }] }),
        template,
      )
      expect(page.indexOf(`statement-${state}"`)).toBeGreaterThan(0)
      if (state !== 'offline')
        expect(page.slice(0, page.indexOf('id="summary"'))).toContain('The reason stands here.')
      expect(page.indexOf(`statement-${state}"`)).toBeLessThan(page.indexOf('id="summary"'))
    },
  )
})

describe('an offline run with clones and tables', () => {
  const network = { state: 'offline' as const, detail: null, viaProxy: false, proxiedLinks: 0 }
  test('denies nothing that it knows, and says by what it knows it', () => {
    const report = exampleReport({ network })
    const page = renderHtml(report, template)
    const freshness = sectionOf(page, 'freshness')
    for (const said of [sectionOf(page, 'cover'), sectionOf(page, 'summary'), freshness]) {
      expect(said).toContain('No site was asked')
      expect(said).not.toMatch(/no link was checked|nothing in this report says|links were asked/i)
    }
    const { tree, reference } = report.linkMethods
    expect(freshness).toContain(`>by a repository’s tree</th><td class="n">${tree}</td>`)
    expect(freshness).toContain(`>by a reference table alone</th><td class="n">${reference}</td>`)
    expect(freshness).toContain('<td>local clone</td><td>8eaafff1f284</td>')
  })
  test('that knows nothing says so too, and names no repository', () => {
    const links = exampleReport().links.map((link) => ({
      ...link,
      state: 'unchecked' as const,
      method: null,
    }))
    const report = exampleReport({ network, links, repositories: [] })
    report.totals.links = { ...report.totals.links, alive: 0, moved: 0, dead: 0, unchecked: links.length }
    const page = renderHtml(report, template)
    expect(sectionOf(page, 'cover')).toMatch(/The present state of none of its [\d,]+ links is known\./)
    expect(sectionOf(page, 'freshness')).not.toContain('Repositories whose trees answered')
  })
})

test('what is empty is said, and nothing breaks', () => {
  const bare = exampleReport({
    gaps: [],
    findings: [],
    findingCounts: [],
    unknowns: [],
    heatMap: [],
    tactics: [],
    sources: [],
    hosts: [],
    reconciliation: [],
    techniques: [],
    mappings: [],
    resources: [],
    links: [],
    settings: [],
    classification: null,
    ages: { newest: null, oldest: null, medianDays: null, bands: [], undated: 0 },
  })
  bare.corpus.revision = null
  expect(renderHtml(bare, template)).toContain('No gap was found.')
})

test('the notice of MITRE stands in it', () => {
  expect(html).toContain(
    '© The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
  )
})

test('same report, same text', () => {
  expect(renderHtml(exampleReport(), template)).toBe(html)
})

test('a scope is told on cover, summary and under methods; a technique without a page shows as such', () => {
  const report = exampleReport()
  const [technique, gap] = [report.techniques[0], report.gaps[0]]
  if (technique === undefined || gap === undefined) throw new Error('the example has no gap')
  Object.assign(technique, { file: null, line: null, score: 0 })
  Object.assign(gap, { kind: 'page', category: null, file: null, line: null, score: 0 })
  const layer = {
    file: 'l.json',
    sha256: '00',
    name: hostileNames.script,
    format: '4.5',
    domain: 'enterprise-attack',
    attackVersion: null,
    entries: 3,
    enabled: 2,
    disabled: 1,
  }
  report.scope = {
    layers: Array.from({ length: 5 }, () => layer),
    scoreRule: 'sum',
    techniques: 2,
    scored: 1,
    withoutPage: 1,
    pagesOutside: 7,
    mapped: [{ techniqueId: 'T1011', successor: 'T1002' }],
    unknown: ['T9999'],
  }
  const scoped = renderHtml(report, template)
  expect(sectionOf(scoped, 'cover')).toMatch(
    /2 techniques of .*l\.json.* and 2 more layers; 7 of \d+ pages left out/,
  )
  expect(sectionOf(scoped, 'summary')).toContain('1 has no page')
  expect(sectionOf(scoped, 'methods')).toMatch(/the sum of these.*T1011 for T1002.*1 id that neither/)
  for (const name of ['summary', 'gaps', 'techniques']) {
    expect(sectionOf(scoped, name)).toContain('no page')
  }
  expect(sectionOf(scoped, 'techniques')).toContain('; score 0<')
  expect(scoped).not.toContain('<script')
  expect(sectionOf(html, 'cover')).toContain('every technique of the corpus')
})

describe('words without an end', () => {
  const words = new Set(
    'name techniqueName tactic sourceName source repository host note reason owner problem difference explanation'
      .concat(' labelBefore labelAfter urlBefore urlAfter sentence url target evidenceUrl kind')
      .split(' '),
  )
  /** Every word that pages or people write, 2,000 letters longer. */
  const endless = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((each) => endless(each, key === 'tactics' ? 'tactic' : ''))
    if (typeof value === 'string') return words.has(key) && !isCode(value) ? `${value}${longWord}` : value
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, endless(each, name)]))
  }
  const isCode = (value: string) => /^[a-z-]+$/.test(value)

  test.each(['coverage', 'brief', 'gaps', 'links'])('fill no cell of the report %s', async (name) => {
    const page = renderHtml(endless(exampleReport()) as Report, await shippedTemplate(name))
    // A name has its own row across the page, and that may go over to the next one.
    const rows = [...page.matchAll(/<tr(?! class="whole").*?<\/tr>/gs)].map(([row]) => row)
    const texts = [...rows, ...(page.match(/<h3>.*?<\/h3>/gs) ?? []), sectionOf(page, 'heat-map')]
      .flatMap((text) => [...text.matchAll(/>([^<]*)/g)])
      .map(([, text = '']) => text)
    expect(texts.filter((text) => text.length > 600)).toEqual([])
    expect(texts.filter((text) => text.endsWith('…')).length).toBeGreaterThan(2)
    if (name === 'coverage') expect(page).toContain(`<tr class="whole"><td colspan="4">`)
  })
})

test('a heat map that is not printed has no legend either', () => {
  const report = exampleReport()
  const [first] = report.heatMap
  const [cell] = first?.cells ?? []
  if (first === undefined || cell === undefined) throw new Error('the example has no heat map')
  const heatMap = [{ ...first, cells: Array.from({ length: 1_001 }, () => cell) }]
  const section = sectionOf(renderHtml({ ...report, heatMap }, template), 'heat-map')
  expect(section).toContain('Not printed:')
  expect(section).not.toContain('Three marks')
})
