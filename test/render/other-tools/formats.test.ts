import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import type { Artifact } from '../../../pipeline/model/artifact.js'
import { judgedCategories } from '../../../pipeline/model/category.js'
import { nameUuid } from '../../../pipeline/model/digest.js'
import { failOnCodes } from '../../../pipeline/model/fail-on.js'
import { findingCodes } from '../../../pipeline/model/finding.js'
import type { Report } from '../../../pipeline/model/report.js'
import { renderCsv } from '../../../pipeline/render/csv/index.js'
import { renderJunit } from '../../../pipeline/render/junit/index.js'
import { renderMarkdown } from '../../../pipeline/render/markdown/index.js'
import { plain } from '../../../pipeline/render/markdown/markdown-text.js'
import { renderNavigator } from '../../../pipeline/render/navigator/index.js'
import { renderOscal } from '../../../pipeline/render/oscal/index.js'
import { githubLimits, renderSarif } from '../../../pipeline/render/sarif/index.js'
import { readTableDefinitions } from '../../../pipeline/render/table/read-definitions.js'
import { readLayers } from '../../../pipeline/scope/read-layers.js'
import { memoryFiles } from '../../support/memory-files.js'
import { exampleReport } from '../../support/report-fixture.js'
import { hostileTexts } from '../hostile-text.js'
import { faultsOf, junitDocument } from './schemas.js'

const text = ({ bytes }: Artifact) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
const json = (artifact: Artifact) => JSON.parse(text(artifact))
const definitions = readTableDefinitions(
  readFileSync('templates/coverage/tables.json', 'utf8'),
  'tables.json',
)

/** The report with every text that a page may have written replaced. */
function written(hostile: string): Report {
  const report = exampleReport()
  return {
    ...report,
    classification: hostile,
    corpus: { ...report.corpus, location: hostile },
    network: { ...report.network, detail: hostile },
    techniques: report.techniques.map((each) => ({ ...each, name: hostile, file: hostile, url: hostile })),
    mappings: report.mappings.map((each) => ({ ...each, sourceName: hostile, sourceUrl: hostile })),
    sources: report.sources.map((each) => ({ ...each, sourceName: hostile, sourceUrl: hostile })),
    resources: report.resources.map((each) => ({ ...each, label: hostile, evidenceUrl: hostile })),
    links: report.links.map((each) => ({ ...each, url: hostile, target: hostile, host: hostile })),
    findings: report.findings.map((each) => ({ ...each, message: hostile, file: hostile })),
    gaps: report.gaps.map((each) => ({ ...each, techniqueName: hostile, why: hostile })),
  }
}

/** A report in which nothing was found: every list is empty, every figure of the fixture stays. */
const bare: Report = {
  ...exampleReport(),
  ...{
    techniques: [],
    mappings: [],
    sources: [],
    resources: [],
    links: [],
    hosts: [],
    findings: [],
    gaps: [],
  },
}

const validates = {
  sarif: (report: Report) => expect(faultsOf.sarif(json(renderSarif(report).file))).toEqual([]),
  oscal: (report: Report) => expect(faultsOf.oscal(json(renderOscal(report)))).toEqual([]),
  junit: (report: Report) => junitDocument(text(renderJunit(report))).dispose(),
  navigator: (report: Report) => {
    for (const layer of renderNavigator(report)) readLayers({ name: layer.path, bytes: layer.bytes })
  },
}

describe.each(Object.entries(validates))('%s', (_, validate) => {
  it('fits its own schema', () => {
    validate(exampleReport())
    validate(bare)
  })

  it('fits it whatever the pages say', () => {
    fc.assert(
      fc.property(hostileTexts, (hostile) => void validate(written(hostile))),
      { numRuns: 12 },
    )
  })
})

it('the data package fits the profile of Data Package 2.0', async () => {
  const { put, files } = memoryFiles()
  await renderCsv(exampleReport(), definitions, { delimiter: ';', bom: false }, put)
  const path = 'csv/datapackage.json'
  const bytes = files.get(path)
  if (bytes === undefined) throw new Error('no description')
  expect(faultsOf.dataPackage(json({ path, bytes }))).toEqual([])
  expect(faultsOf.dataPackage({ resources: [] })).not.toEqual([])
})

it('all formats say the same figures', () => {
  const report = exampleReport()
  const { totals } = report
  const [coverage, gaps] = renderNavigator(report).map(json)
  const [run] = json(renderSarif(report).file).runs
  const [result] = json(renderOscal(report))['assessment-results'].results
  const junit = junitDocument(text(renderJunit(report)))
  const summary = text(renderMarkdown(report))

  expect(coverage.techniques).toHaveLength(totals.techniques)
  expect(result.observations).toHaveLength(totals.techniques * judgedCategories.length)
  expect(run.results).toHaveLength(report.findings.length)
  expect(result.findings).toHaveLength(totals.gaps)
  expect(sum(gaps.techniques.map(({ score }: { score: number }) => score))).toBe(totals.gaps)
  for (const category of judgedCategories) {
    const { verified, lost, unknown, techniques, levels, distinct } = totals[category]
    const own = result.observations.map((each: { props: { name: string; value: string }[] }) =>
      Object.fromEntries(each.props.map(({ name, value }) => [name, value])),
    )
    const inCategory = own.filter((props: Record<string, string>) => props.category === category)
    for (const level of Object.keys(levels) as (keyof typeof levels)[])
      expect(inCategory.filter((props: Record<string, string>) => props.level === level)).toHaveLength(
        levels[level],
      )
    const suite = `//testsuite[@name="gap.${category}"]`
    const failing = new Set(
      report.gaps.filter((gap) => gap.category === category).map(({ techniqueId }) => techniqueId),
    )
    expect(junit.find(`${suite}/testcase`)).toHaveLength(totals.techniques)
    expect(junit.find(`${suite}/testcase/failure`)).toHaveLength(failing.size)
    expect(junit.find(`${suite}/properties/property[@name="verified"][@value="${verified}"]`)).toHaveLength(1)
    expect(summary).toContain(
      `| ${category} | ${techniques} | ${levels.covered + levels.deep} | ${distinct} | ${verified} | ${lost} | ${unknown} |`,
    )
  }
  const { links } = totals
  expect(summary).toContain(
    `| ${links.alive} | ${links.moved} | ${links.dead} | ${links.blocked} | ${links.unreachable} | ${links.unchecked} | ${links.refused} |`,
  )
  expect(
    junit.find(`//testsuite[@name="dead"]//property[@name="dead"][@value="${links.dead}"]`),
  ).toHaveLength(1)
  junit.dispose()
})

it('the gates of the summary are those of --fail-on', () => {
  const findingCounts = findingCodes.map((code, index) => ({
    code,
    severity: 'note' as const,
    count: 1 + index,
  }))
  const summary = text(renderMarkdown(exampleReport({ findingCounts })))
  for (const word of ['gap', 'stale', 'dead', 'unchecked']) {
    const codes = failOnCodes([word])
    const count = sum(findingCounts.filter(({ code }) => codes.has(code)).map((each) => each.count))
    expect(summary).toContain(`| ${word} | ${count} |`)
  }
})

describe('a Navigator layer', () => {
  it('has nothing that the Navigator would drop without a word', () => {
    for (const layer of renderNavigator(exampleReport()).map(json)) {
      expect(layer.versions).toEqual({
        attack: expect.stringMatching(/^\d+$/),
        navigator: '5.3.2',
        layer: '4.5',
      })
      const entries = [layer, ...layer.techniques]
      for (const { metadata, links } of entries) {
        for (const each of metadata)
          expect(each).toEqual({ name: expect.stringMatching(/./), value: expect.stringMatching(/./) })
        for (const each of links)
          expect(each).toEqual({
            label: expect.stringMatching(/./),
            url: expect.stringMatching(/^https?:\/\//),
          })
      }
      for (const technique of layer.techniques) expect(technique).not.toHaveProperty('tactic')
      const { minValue, maxValue } = layer.gradient
      expect([Number.isInteger(maxValue), maxValue > minValue]).toEqual([true, true])
    }
  })

  it('scores what is assessed, what is lost with 0, and where nothing is listed not at all', () => {
    const report = exampleReport()
    const [layer] = renderNavigator(report)
    if (layer === undefined) throw new Error('unreachable')
    const scores = new Map<string, number | undefined>(
      json(layer).techniques.map((each: { techniqueID: string; score?: number }) => [
        each.techniqueID,
        each.score,
      ]),
    )
    const points = { none: 0, lost: 0, thin: 1, covered: 2, deep: 3 }
    for (const { id, policy, detection, test } of report.techniques) {
      const expected = points[policy.level] + points[detection.level] + points[test.level]
      expect(scores.get(id), id).toBe(
        policy.listed + detection.listed + test.listed === 0 ? undefined : expected,
      )
    }
    expect([...scores.values()].filter((score) => score === undefined).length).toBeGreaterThan(0)
  })
})

describe('SARIF', () => {
  const moved = {
    findingId: 'link-moved-1',
    code: 'link-moved' as const,
    severity: 'warning' as const,
    techniqueId: 'T1059',
    file: 'a b/T1059 ä.md',
    line: 7,
    message: '',
  }
  const withMoved = (firstColumn: number | null): Report => {
    const report = exampleReport()
    const [link] = report.links
    if (link === undefined) throw new Error('unreachable')
    const url = 'https://x.example/old'
    const target = 'https://x.example/new (1)'
    const { file: firstFile, line: firstLine } = moved
    const one = {
      ...link,
      url,
      target,
      state: 'moved' as const,
      placesCount: 2,
      firstFile,
      firstLine,
      firstColumn,
    }
    const finding = { ...moved, message: `${url} has moved to ${target} (rename); it stands in 2 places` }
    const base = { of: 'repository' as const, folder: 'docs/pages' }
    const corpus = { ...report.corpus, location: 'pages', base }
    return { ...report, corpus, links: [one], findings: [finding] }
  }

  it('replaces a moved link where its place is known exactly', () => {
    const [result] = json(renderSarif(withMoved(5)).file).runs[0].results
    expect(result).toMatchObject({
      ruleId: 'link-moved',
      level: 'warning',
      partialFingerprints: { 'findingId/v1': 'link-moved-1' },
      properties: { replacement: 'https://x.example/new (1)', places: 2 },
    })
    const uri = 'docs/pages/a%20b/T1059%20%C3%A4.md'
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: { startLine: 7 },
    })
    const [change] = result.fixes[0].artifactChanges
    expect(change.artifactLocation.uri).toBe(uri)
    expect(change.replacements).toEqual([
      {
        deletedRegion: { startLine: 7, startColumn: 5, endLine: 7, endColumn: 26 },
        insertedContent: { text: 'https://x.example/new%20%281%29' },
      },
    ])
  })

  it('proposes no fix where the place is not known exactly', () => {
    const [result] = json(renderSarif(withMoved(null)).file).runs[0].results
    expect(result).not.toHaveProperty('fixes')
    expect(result.properties.replacement).toBe('https://x.example/new (1)')
  })

  it.each([
    [{ of: 'repository', folder: 'docs/pages' }, '%SRCROOT%', 'docs/pages', /top of the git repository/],
    [{ of: 'repository', folder: '' }, '%SRCROOT%', '.', /at commit [0-9a-f]{8}/],
    [{ of: 'working-folder', folder: 'pages' }, '%SRCROOT%', 'pages', /where the run was started/],
    [{ of: 'corpus', folder: '' }, 'CORPUS', '.', /^the folder of the pages, called 2022-08-10 /],
    [undefined, 'CORPUS', '.', /^the folder of the pages/],
  ] as const)(
    'says what the addresses of a corpus that is known by %o are relative to',
    (base, id, top, words) => {
      const report = exampleReport()
      const [one] = report.findings
      if (one === undefined) throw new Error('unreachable')
      const findings = [one, { ...one, file: null, line: null }]
      const corpus = { ...report.corpus, location: '2022-08-10', ...(base && { base }) }
      const sarif = json(renderSarif({ ...report, corpus, findings }).file)
      expect(faultsOf.sarif(sarif)).toEqual([])
      const [run] = sarif.runs
      const [page, folder] = run.results.map(
        ({ locations }: { locations: [{ physicalLocation: { artifactLocation: unknown } }] }) =>
          locations[0].physicalLocation.artifactLocation,
      )
      expect(page).toEqual({ uri: top === '.' ? one.file : `${top}/${one.file}`, uriBaseId: id })
      expect(folder).toEqual({ uri: top, uriBaseId: id })
      // No address: it would be that of this machine.
      expect(run.originalUriBaseIds).toEqual({
        [id]: { description: { text: expect.stringMatching(words) } },
      })
    },
  )

  it('tells new findings from those of the run before', () => {
    const report = exampleReport()
    const [first, second] = report.findings
    if (first === undefined || second === undefined) throw new Error('unreachable')
    const row = {
      ...report.changes.rows[0],
      kind: 'finding',
      change: 'added',
      techniqueId: second.techniqueId,
    }
    const rows = [{ ...row, labelAfter: second.message }] as Report['changes']['rows']
    const findings = [first, second]
    const states = (changes: Report['changes']) =>
      json(renderSarif({ ...report, findings, changes }).file).runs[0].results.map(
        ({ baselineState }: { baselineState?: string }) => baselineState,
      )
    expect(states({ ...report.changes, rows })).toEqual(['unchanged', 'new'])
    expect(states({ ...report.changes, baseline: null, rows: [] })).toEqual([undefined, undefined])
  })

  it('says what it leaves out beyond what code scanning takes, and keeps the gravest', () => {
    const report = exampleReport()
    const [one] = report.findings
    if (one === undefined) throw new Error('unreachable')
    const many = Array.from({ length: githubLimits.results }, () => ({ ...one, severity: 'note' as const }))
    const { file, notes } = renderSarif({ ...report, findings: [...many, { ...one, severity: 'error' }] })
    const [run] = json(file).runs
    expect(run.results).toHaveLength(githubLimits.results)
    expect(run.results[0].level).toBe('error')
    expect(notes).toEqual([expect.stringContaining('the 1 least severe are left out here')])
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toBe(notes[0])
  })
})

describe('the summary', () => {
  const markdown = new MarkdownIt({ html: true, linkify: true })

  it('shows what pages say as words and as nothing else', () => {
    const hostile = [
      '<img src=x onerror=alert(1)>',
      '[click](https://evil.example)',
      '| a | b |',
      '# heading',
      '@octocat #12 GH-12 www.evil.example https://evil.example ftp://evil.example',
      '`code` **bold** ~~gone~~ &lt; &#60;script&#62; $x^2$',
      '1. one',
      '- item',
      '\\',
    ]
    const shown = ({
      content,
      children,
    }: {
      content: string
      children: { type: string; content: string }[] | null
    }) => (children === null ? content : children.map((child) => child.content).join(''))
    for (const each of hostile) {
      const tokens = markdown.parse(`${plain(each)}\n`, {})
      expect(tokens.map(({ type }) => type)).toEqual(['paragraph_open', 'inline', 'paragraph_close'])
      const [, inline] = tokens
      if (inline === undefined) throw new Error('unreachable')
      expect(shown(inline).replaceAll('\u200B', '')).toBe(each)
      const types = new Set((inline.children ?? []).map(({ type }) => type))
      types.delete('text')
      types.delete('text_special')
      expect([...types]).toEqual([])
    }
  })

  it('calls nobody and names no issue', () => {
    expect(plain('@octocat #12 GH-12')).toBe('@&#8203;octocat \\#&#8203;12 GH-&#8203;12')
  })

  it('is one page, whatever the report', () => {
    const report = written('W'.repeat(2000))
    expect(renderMarkdown(report).bytes.length).toBeLessThan(100_000)
  })
})

describe('UUIDs', () => {
  it('are of version 5, and of names alone', () => {
    expect(nameUuid('a', 1, null)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(nameUuid('a', 1)).toBe(nameUuid('a', 1))
    expect(nameUuid('a', 1)).not.toBe(nameUuid('a', '1'))
  })

  it('of stable things are the same in another run, those of the run are not', () => {
    const of = (runId: string) => json(renderOscal(exampleReport({ runId })))['assessment-results']
    const [one, other] = [of('one'), of('other')]
    const stable = ({ results: [result] }: { results: [Record<string, { uuid: string }[]>] }) =>
      [...(result.observations ?? []), ...(result.findings ?? [])].map(({ uuid }) => uuid)
    expect(stable(one)).toEqual(stable(other))
    expect(new Set(stable(one)).size).toBe(stable(one).length)
    expect(one.uuid).not.toBe(other.uuid)
    expect(one.results[0].uuid).not.toBe(other.results[0].uuid)
  })
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
