import { describe, expect, test } from 'vitest'
import type { RunManifest } from '../../../pipeline/model/run-manifest.js'
import { type ListedRun, renderRunIndex } from '../../../pipeline/render/run-index/index.js'
import { ownTemplates } from '../../support/run-world.js'

const template = await ownTemplates('index')
const pageOf = (runs: ListedRun[]) => new TextDecoder().decode(renderRunIndex(runs, template))

const figures = {
  verified: 700,
  lost: 30,
  unknown: 170,
  detectionCovered: 20,
  validated: 12,
  gaps: 280,
  links: 900,
}
function manifest(changed: Record<string, unknown> = {}): RunManifest {
  return {
    schemaVersion: '1.0.0',
    runId: 'r1',
    derivedFrom: null,
    tool: { name: 'control-coverage', version: '0.1.0' },
    command: 'run',
    startedAt: '2026-11-01T00:00:00.000Z',
    asOf: '2026-11-01',
    complete: true,
    exitCode: 0,
    settings: { classification: 'TLP:AMBER' },
    corpus: { location: 'data/corpus', revision: null, pageCount: 42, sha256: 'ab'.repeat(32) },
    stages: ['extract', 'normalize', 'check', 'assess', 'render'],
    renderers: [],
    counts: { techniques: 42, gaps: 300 },
    inputs: [],
    templates: [],
    outputs: ['coverage.html', 'coverage.pdf', 'csv/gaps.csv', 'report.json'].map((path) => ({
      path,
      bytes: 1,
      sha256: 'ab'.repeat(32),
    })),
    timings: [],
    digest: 'ab'.repeat(32),
    ...changed,
  }
}
/** A manifest with the key figures of its run. */
const withFigures = (startedAt: string, policyDigest: string) =>
  manifest({
    startedAt,
    figures: {
      ...figures,
      runId: 'r',
      startedAt,
      asOf: '2026-11-01',
      toolVersion: '0.1.0',
      corpusSha256: 'ab',
      policyId: 'evidence',
      policyDigest,
      scopeDigest: null,
      checked: true,
      techniques: 42,
      mappings: 90,
      resources: 900,
      linksDead: 30,
      linksMoved: 20,
    },
  })
const run = (runId: string, own: RunManifest | null): ListedRun => ({ runId, manifest: own })
const namesOf = (page: string) => [...page.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, name]) => name)
const linksOf = (page: string) => [...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)

describe('the list of runs', () => {
  test('has the newest first, with figures and links; the order they come in changes no byte', () => {
    const runs = [
      run('old', manifest()),
      run('new', manifest({ startedAt: '2026-11-03T00:00:00.000Z', complete: false })),
      run('lost', null),
      run('also-old', manifest()),
    ]
    const page = pageOf(runs)
    expect(namesOf(page)).toEqual(['new', 'old', 'also-old', 'lost'])
    expect(linksOf(page)).toContain('./runs/old/coverage.pdf')
    expect(linksOf(page)).toContain('./runs/old/csv/gaps.csv')
    for (const words of ['42', '300', 'TLP:AMBER', 'incomplete', 'unreadable']) expect(page).toContain(words)
    expect(pageOf([...runs].reverse())).toBe(page)
  })

  test('joins no figures that were judged by different rules', () => {
    const runs = ['a', 'a', 'b'].map((digest, index) =>
      run(`r${index}`, withFigures(`2026-11-0${index + 1}`, digest)),
    )
    const page = pageOf(runs)
    const drawing = page.slice(page.indexOf('<svg')).split('</svg>')[0] ?? ''
    expect(drawing.match(/<polyline/g)).toHaveLength(1)
    expect(drawing.match(/<circle/g)).toHaveLength(2)
    expect(page).toContain('1 other run, of another policy or scope')
    expect(pageOf([run('r', manifest()), run('s', manifest())])).not.toContain('<svg')
  })

  test('tells a scope with what it left, and that nobody asked the links', () => {
    const page = pageOf([
      run('r', {
        ...withFigures('2026-11-01', 'a'),
        settings: { scope: ['<i>.json'] },
        counts: { techniques: 578 },
      }),
    ])
    expect(page).toContain('scope &lt;i&gt;.json')
    expect(page).toContain('<dd>42</dd>')
    expect(page).not.toContain('578')
    expect(page).not.toContain('links were not asked')
    const { figures, ...rest } = withFigures('2026-11-01', 'a')
    const offline = pageOf([
      run('r', { ...rest, ...(figures && { figures: { ...figures, checked: false } }) }),
    ])
    expect(offline).toContain('links were not asked')
    expect(offline).not.toContain('>verified<')
    const without = { ...rest, ...(figures && { figures: { ...figures, checked: false } }) }
    const two = pageOf([run('r', without), run('s', without)])
    expect(two).toContain('<figcaption>gaps')
    expect(two).not.toContain('<figcaption>lost resources')
  })

  test('shows hostile names as text, and links to nothing outside the run', () => {
    const path = (text: string) => ({ path: text, bytes: 1, sha256: '' })
    const outputs = [
      '../../x.html',
      'javascript:alert(1).html',
      '/etc/x.pdf',
      'a b.pdf',
      'csv/../../x.csv',
    ].map(path)
    const page = pageOf([
      run('"><script>alert(1)', manifest({ outputs })),
      run('a b#?%', manifest({ settings: { classification: '<b>' } })),
    ])
    expect(page).not.toContain('<script>alert')
    expect(linksOf(page)).toContain('./runs/a%20b%23%3F%25/coverage.pdf')
    for (const target of linksOf(page)) expect(target).toMatch(/^\.\/runs\/[^/:]+\/([\w-]+\/)?[\w.-]+$/)
    expect(page).toContain("default-src 'none'; style-src 'sha256-")
    expect(page).toContain("script-src 'none'")
  })

  test('is there when there is no run', () => {
    expect(pageOf([])).toContain('0 runs')
  })
})
