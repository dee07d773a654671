import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { renderHtmlPage } from '../../../pipeline/render/html/index.js'
import type { PageData } from '../../../pipeline/render/html/page-data.js'
import { fileAddresses, lineAddress } from '../../../pipeline/render/html/page-links.js'
import type { ReportTemplate } from '../../../pipeline/render/template/report-template.js'
import { fullReport } from '../../support/full-report.js'
import { exampleReport, hostileNames, longWord } from '../../support/report-fixture.js'
import { coverageTemplate } from '../../support/report-template.js'

let template: ReportTemplate
let html: string
beforeAll(async () => {
  template = await coverageTemplate()
  html = pageOf(exampleReport())
})
const pageOf = (report = exampleReport(), own = template) =>
  new TextDecoder().decode(renderHtmlPage(report, own).bytes)
const dataOf = (page: string): PageData =>
  JSON.parse(/<script type="application\/json" id="data">([^<]*)</.exec(page)?.[1] ?? 'null')
/** The page without style sheets, scripts and data. */
const plain = (page: string) => page.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/g, '')

describe('what is hostile', () => {
  test('brings no element that could load, run or lead away', () => {
    const elements = [...plain(html).matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name)
    for (const name of ['script', 'iframe', 'img', 'link', 'base', 'form', 'object'])
      expect(elements).not.toContain(name)
    expect(plain(html)).not.toMatch(/<[^>]*\s(style|on\w+)=/)
  })
  test('is text, in the page and in its data', () => {
    expect(plain(html)).toContain('&lt;script&gt;document.title')
    expect(html).toContain(longWord)
    const names = dataOf(html).techniques.map(({ name }) => name)
    expect(names).toContain(hostileNames.script)
    expect(names).toContain(hostileNames.scripts.replace(/\p{Bidi_Control}/gu, '\ufffd'))
    expect(html).not.toMatch(/[\u202a-\u202e\u2028\u2029]/)
  })
  test('leads nowhere but to http, https and mailto, and inside the page', () => {
    const targets = [...plain(html).matchAll(/\shref="([^"]*)"/g)].map(([, target]) => target)
    expect(targets.length).toBeGreaterThan(100)
    for (const target of targets) expect(target).toMatch(/^(#[\w.-]+$|https?:|mailto:)/)
  })
  test('cannot end the data, nor the page', () => {
    const report = exampleReport({ runId: '</script></body><script>1</script>' })
    report.findings = report.findings.map((finding) => ({ ...finding, message: '</script><!--\u2028' }))
    const page = pageOf(report)
    expect(page.match(/<script/g)?.length).toBe(html.match(/<script/g)?.length)
    expect(dataOf(page).findings[0]?.[5]).toBe('</script><!--\u2028')
  })
})

test('the policy lets in the page’s own style sheets and scripts, by digest, and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
  const texts = (name: string) =>
    [...html.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, text = '']) => text)
  const digests = (name: string) =>
    texts(name).map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  expect(texts('script').length).toBeGreaterThan(5)
  expect(policy).toBe(
    `default-src 'none'; style-src ${digests('style').join(' ')}; script-src ${digests('script').join(' ')}; ` +
      "font-src data:; img-src data:; base-uri 'none'; form-action 'none'",
  )
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<style>'))
})

test('a technique is found by its id, and every inner link has an end', () => {
  const anchors = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))
  expect(anchors).toContain('T1059.001')
  for (const [, target] of html.matchAll(/\shref="#([^"]*)"/g)) expect(anchors).toContain(target)
})

test('ids that are none, or stand twice, go by their place', () => {
  const report = exampleReport()
  const [first, second] = report.techniques
  if (first === undefined || second === undefined) throw new Error('the fixture is empty')
  report.techniques = [{ ...first, id: '" onclick=1' }, second, { ...second, file: 'again.md' }]
  expect(dataOf(pageOf(report)).techniques.map(({ anchor }) => anchor)).toEqual([
    'technique-1',
    second.id,
    'technique-3',
  ])
})

test('each row stands with its block, its link and its line', () => {
  const report = exampleReport()
  const { resources, mappings, links, sources } = dataOf(html)
  expect(resources).toHaveLength(report.resources.length)
  resources.forEach(([mapping, label, link, own, , , line], index) => {
    const row = report.resources[index]
    const block = report.mappings[mapping]
    expect({ label, line, technique: block?.techniqueId, url: links[link]?.[0], own }).toEqual({
      label: row?.label.replace(/\p{Bidi_Control}/gu, '\ufffd'),
      line: row?.line,
      technique: row?.techniqueId,
      url: row?.url,
      own: 1,
    })
    expect(sources[mappings[mapping]?.[1] ?? -1]?.source).toBe(row?.source)
  })
})

test('whatever a report may have is shown: scope, decisions, trend, differences, scores', () => {
  const page = plain(pageOf(fullReport()))
  for (const words of ['&lt;b&gt;Ann&lt;/b&gt;', 'T1053.001 → T1053.002', 'cvc.json', 'Nothing explains it.'])
    expect(page).toContain(words)
  // Two runs of one series are joined, the third stands alone.
  const drawing = page.slice(page.indexOf('class="card spark"')).split('</figure>')[0] ?? ''
  expect(drawing.match(/<polyline/g)).toHaveLength(1)
  expect(drawing.match(/<circle/g)).toHaveLength(3)
  // What is not known is no zero.
  expect(page).toContain('<td class="n">0</td><td class="n">–</td><td class="meaning">Nothing explains it.')
})

test('what is empty is said, and nothing breaks', () => {
  const lists = [
    'gaps',
    'findings',
    'findingCounts',
    'unknowns',
    'heatMap',
    'tactics',
    'sources',
    'hosts',
  ] as const
  const rows = [
    'reconciliation',
    'techniques',
    'mappings',
    'resources',
    'links',
    'settings',
    'repositories',
  ] as const
  const bare = exampleReport(Object.fromEntries([...lists, ...rows].map((name) => [name, []])))
  bare.classification = null
  bare.changes = { ...bare.changes, baseline: null, absence: 'first-run', rows: [], counts: [] }
  bare.ages = { newest: null, oldest: null, medianDays: null, bands: [], undated: 0 }
  expect(plain(pageOf(bare))).toContain('No gap was found.')
})

test('same report, same bytes; and lines may end as on Windows', async () => {
  expect(pageOf()).toBe(html)
  const css = String(template.files.get('page/page.css')).replaceAll('\n', '\r\n')
  expect(pageOf(exampleReport(), await coverageTemplate({ 'page/page.css': css }))).toBe(html)
})

describe('where the pages can be read', () => {
  const revision = '5f3c6ad1b2c3d4e5f60718293a4b5c6d7e8f9012'
  const at = (location: string, own: string | null = revision) =>
    lineAddress(fileAddresses({ location, revision: own, pageCount: 1, sha256: '' }), 'a/T 1.md', 7)
  const blob = `https://github.com/acme/pages/blob/${revision}`
  test.each([
    ['https://github.com/acme/pages', `${blob}/a/T%201.md?plain=1#L7`],
    ['https://github.com/acme/pages.git#main', `${blob}/a/T%201.md?plain=1#L7`],
    ['https://github.com/acme/pages#v1:docs/x', `${blob}/docs/x/a/T%201.md?plain=1#L7`],
    ['https://github.com/acme/pages#v1:../x', null],
    ['https://github.com.evil.example/acme/pages', null],
    ['https://gitlab.com/acme/pages', null],
    ['data/corpus', null],
  ])('%s', (location, expected) => expect(at(location)).toBe(expected))
  test('nowhere without a commit', () => expect(at('https://github.com/acme/pages', null)).toBeNull())
})

test('of a scope the page tells the pages in it, and of links that nobody asked that nobody did', () => {
  const report = fullReport()
  if (report.scope === null) throw new Error('the full report has a scope')
  const pages = report.totals.pages - report.scope.pagesOutside
  const page = plain(pageOf(report))
  expect(page).toContain(`What ${pages} pages about`)
  expect(page).not.toMatch(/pages? describes? \d/)
  const offline = plain(pageOf({ ...report, network: { ...report.network, state: 'offline' } }))
  expect(offline).toContain('<dt>Links</dt><dd>No site was asked, ')
})
