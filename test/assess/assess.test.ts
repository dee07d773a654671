import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import type { LinkState } from '../../pipeline/model/links.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { referenceOf } from '../support/reference.js'

const url = (name: string) => `https://github.com/o/r/blob/main/${name}.yml`
const rows = (...names: string[]) => names.map((name) => `* [${name}](${url(name)})`).join('\n')
const elastic = '[Elastic Detection Rules](https://github.com/elastic/detection-rules)'

function assessed(files: CorpusFile[], states: Record<string, LinkState> = {}, asOf = settings.asOf) {
  const { records, model } = read(...files)
  const named = Object.fromEntries(Object.entries(states).map(([name, state]) => [url(name), state]))
  const result = assess(
    { records, model, links: linksOf(named), reference: referenceOf() },
    { ...settings, asOf },
  )
  return { ...result, report: Report.parse(result.report) }
}

const detectionPage = (detection: string, more = {}) =>
  fileOf('T1071.001.md', pageText({ detection, ...more }))

describe('coverage', () => {
  it('tells what is listed from what is verified, lost and unknown', () => {
    const page = detectionPage(mappingText({ rows: rows('a', 'b', 'c', 'd', 'a') }))
    const { report } = assessed([page], { a: 'alive', b: 'moved', c: 'dead', d: 'blocked' })
    expect(report.techniques[0]?.detection).toEqual({
      listed: 5,
      distinct: 4,
      verified: 2,
      lost: 1,
      unknown: 1,
      sources: 1,
      usableSources: 1,
      level: 'covered',
      newest: '2022-08-09',
    })
  })

  it('counts one URL under two sources once', () => {
    const block = mappingText({ rows: rows('a') }) + mappingText({ heading: elastic, rows: rows('a', 'b') })
    const { report } = assessed([detectionPage(block)], { a: 'alive' })
    expect(report.totals.detection).toMatchObject({
      listed: 3,
      distinct: 2,
      verified: 1,
      unknown: 1,
      sources: 2,
    })
  })

  it.each([
    [['alive'], 'thin'],
    [['alive', 'alive'], 'thin'],
    [['alive', 'alive', 'unreachable'], 'covered'],
    [['alive', 'alive', 'dead'], 'thin'],
    [['dead', 'dead'], 'lost'],
  ] as [LinkState[], string][])('of %j is %s', (states, level) => {
    const names = states.map((_, index) => `n${index}`)
    const byName = Object.fromEntries(names.map((name, index) => [name, states[index] ?? 'alive']))
    const { report } = assessed([detectionPage(mappingText({ rows: rows(...names) }))], byName)
    expect(report.techniques[0]?.detection.level).toBe(level)
  })

  it('is deep only with several sources', () => {
    const many = Array.from({ length: 10 }, (_, index) => `n${index}`)
    const one = assessed([detectionPage(mappingText({ rows: rows(...many) }))])
    expect(one.report.techniques[0]?.detection.level).toBe('covered')
    const two = mappingText({ rows: rows(...many) }) + mappingText({ heading: elastic, rows: rows('x') })
    expect(assessed([detectionPage(two)]).report.techniques[0]?.detection.level).toBe('deep')
  })

  it.each([
    [{ covered: 1, deep: 2, deepSources: 1 }, 'deep'],
    [{ covered: 1, deep: 2, deepSources: 2 }, 'covered'],
    [{ covered: 2, deep: 3, deepSources: 1 }, 'covered'],
    [{ covered: 3, deep: 3, deepSources: 1 }, 'thin'],
  ])('of two resources of one source is by the limits %j %s', (thresholds, level) => {
    const { records, model } = read(detectionPage(mappingText({ rows: rows('a', 'b') })))
    const facts = { records, model, links: linksOf({}), reference: referenceOf() }
    const { report } = assess(facts, { ...settings, thresholds })
    expect(report.techniques[0]?.detection.level).toBe(level)
    expect(report.thresholds).toMatchObject(thresholds)
  })

  it.each([
    [{ a: 'alive', t: 'alive' }, 'validated'],
    [{ a: 'alive', t: 'unchecked' }, 'listed-unverified'],
    [{ a: 'alive', t: 'dead' }, 'detectable-untested'],
    [{ a: 'dead', t: 'alive' }, 'tested-undetected'],
    [{ a: 'dead', t: 'dead' }, 'neither'],
  ] as [Record<string, LinkState>, string][])('with %j the technique is %s', (states, pairing) => {
    const page = detectionPage(mappingText({ rows: rows('a') }), { test: mappingText({ rows: rows('t') }) })
    expect(assessed([page], states).report.techniques[0]?.pairing).toBe(pairing)
  })
})

describe('sources that are lost', () => {
  const many = Array.from({ length: 10 }, (_, index) => `n${index}`)
  const block = mappingText({ rows: rows(...many) }) + mappingText({ heading: elastic, rows: rows('x') })

  it('make no evidence deep, and leave a single source behind', () => {
    const { report } = assessed([detectionPage(block)], { x: 'dead' })
    expect(report.techniques[0]?.detection).toMatchObject({ level: 'covered', sources: 2, usableSources: 1 })
    expect(report.gaps.filter(({ category }) => category === 'detection').map(({ kind }) => kind)).toEqual([
      'single-source',
    ])
  })
})

describe('two pages of one technique', () => {
  it('are one technique in every figure', () => {
    const pages = ['a.md', 'b.md'].map((file, index) =>
      fileOf(file, pageText({ detection: mappingText({ rows: rows('same', `own${index}`), count: '2' }) })),
    )
    const { report } = assessed(pages)
    expect(
      report.techniques.map(({ id, file, detection }) => [id, file, detection.listed, detection.distinct]),
    ).toEqual([['T1071.001', 'a.md', 4, 3]])
    expect(report.totals).toMatchObject({ pages: 2, techniques: 1, detection: { techniques: 1 } })
    expect(report.gaps.map(({ kind }) => kind).sort()).toEqual(['policy', 'test'])
    expect(report.techniques[0]?.gaps).toBe(2)
    expect(report.tactics).toMatchObject([{ techniques: 0, subTechniques: 1 }])
    expect(report.heatMap[0]?.cells).toHaveLength(1)
  })
})

describe('credentials in addresses', () => {
  it('stay in the model and out of every report', () => {
    const page = detectionPage(
      mappingText({ rows: '* [x](https://user:secretpw@example.org/u?token=SECRETTOKEN)' }),
    )
    const { report } = assessed([page])
    expect(JSON.stringify(report)).not.toMatch(/secretpw|SECRETTOKEN/)
    expect(report.resources[0]?.url).toContain('example.org')
  })
})

describe('the states of links', () => {
  it('are told by when they were learnt', () => {
    const { records, model } = read(detectionPage(mappingText()))
    const links = linksOf({ [url('a')]: 'alive', [url('b')]: 'alive', [url('c')]: 'unchecked' })
    const changed = links.links.map((link, index) => ({
      ...link,
      method: index === 0 ? ('carried' as const) : index === 1 ? ('http' as const) : null,
      checkedAt: '2026-11-20T00:00:00.000Z',
      lastAlive: '2026-11-20T00:00:00.000Z',
    }))
    const { report } = assess(
      { records, model, links: { ...links, links: changed }, reference: referenceOf() },
      settings,
    )
    expect(report.linkAges).toEqual({
      asked: 1,
      carried: 1,
      oldestCarried: '2026-11-20T00:00:00.000Z',
      remembered: 1,
      newestRemembered: '2026-11-20T00:00:00.000Z',
    })
  })
})

describe('by what the links are known', () => {
  it('is counted once a link, and the repositories are taken over', () => {
    const { records, model } = read(detectionPage(mappingText({ rows: rows('a', 'b', 'c', 'd') })))
    const links = linksOf({
      [url('a')]: 'alive',
      [url('b')]: 'alive',
      [url('c')]: 'dead',
      [url('d')]: 'blocked',
    })
    const methods = ['tree', 'reference', 'carried', null] as const
    const known = links.links.map((link, index) => ({
      ...link,
      method: methods[index] ?? null,
      candidates: index === 2 ? ['https://user:secretpw@example.org/'] : [],
    }))
    const repositories = [
      { repository: 'github.com/o/r', by: 'mirror' as const, commits: ['c0'], links: 1, note: null },
    ]
    const { report } = assess(
      { records, model, links: { ...links, links: known, repositories }, reference: referenceOf() },
      settings,
    )
    expect(report.linkMethods).toEqual({ http: 0, tree: 1, reference: 1, carried: 1, none: 1 })
    expect(report.repositories).toEqual(repositories)
    expect(report.totals.detection).toMatchObject({ verified: 2, verifiedByReference: 1 })
    expect(report.tactics[0]?.detection.verifiedByReference).toBe(1)
    expect(report.links[2]?.candidates).toEqual(['https://***@example.org/'])
  })

  it('a resource that stands twice is verified by a table once, and a dead one is not', () => {
    const block = mappingText({ rows: rows('a', 'b') }) + mappingText({ heading: elastic, rows: rows('a') })
    const { records, model } = read(detectionPage(block))
    const links = linksOf({ [url('a')]: 'alive', [url('b')]: 'dead' })
    const known = links.links.map((link) => ({ ...link, method: 'reference' as const }))
    const { report } = assess(
      { records, model, links: { ...links, links: known }, reference: referenceOf() },
      settings,
    )
    expect(report.totals.detection).toMatchObject({ verified: 1, lost: 1, verifiedByReference: 1 })
  })
})

describe('gaps', () => {
  it('lost evidence comes before evidence that was never there', () => {
    const page = detectionPage(mappingText({ rows: rows('a', 'b') }))
    const { report } = assessed([page], { a: 'dead', b: 'dead' })
    expect(report.gaps.map(({ rank, category, kind }) => [rank, category, kind])).toEqual([
      [1, 'detection', 'lost'],
      [2, 'test', 'test'],
      [3, 'policy', 'policy'],
    ])
  })

  it('old evidence and a single source are gaps too, where others could stand beside it', () => {
    const both = detectionPage(mappingText({ rows: rows('a') }))
    const other = fileOf(
      'T1001.md',
      pageText({ id: 'T1001', detection: mappingText({ heading: elastic, rows: rows('b') }) }),
    )
    const { report } = assessed([both, other], {}, '2026-11-24')
    const kinds = report.gaps.filter(({ category }) => category === 'detection').map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['single-source', 'single-source', 'stale', 'stale'])
  })

  it('each is a finding as well, with a stable id', () => {
    const first = assessed([detectionPage('')])
    const second = assessed([fileOf('T1071.001.md', `\n\n${pageText()}`)])
    expect(first.findings.findings.map(({ code }) => code).sort()).toEqual([
      'gap-detection',
      'gap-policy',
      'gap-test',
    ])
    expect(second.report.gaps.map(({ gapId }) => gapId)).toEqual(first.report.gaps.map(({ gapId }) => gapId))
    expect(second.findings.findings.map(({ id }) => id)).toEqual(first.findings.findings.map(({ id }) => id))
  })
})

describe('freshness', () => {
  it('counts ages at the day asked for', () => {
    const { report, findings } = assessed([detectionPage(mappingText())], {}, '2023-08-10')
    expect(report.mappings[0]).toMatchObject({ lastAccessed: '2022-08-09', ageDays: 366 })
    expect(report.ages).toMatchObject({ newest: '2022-08-09', medianDays: 366, undated: 0 })
    expect(report.ages.bands.find(({ fromDays }) => fromDays === 365)).toMatchObject({ mappings: 1 })
    expect(findings.findings).toContainEqual(expect.objectContaining({ code: 'mapping-stale' }))
    const fresh = assessed([detectionPage(mappingText())], {}, '2023-08-09')
    expect(fresh.findings.findings).not.toContainEqual(expect.objectContaining({ code: 'mapping-stale' }))
  })

  it('says what could not be found out', () => {
    const { records, model } = read(detectionPage(mappingText()))
    const offline = {
      ...linksOf({ [url('a')]: 'unchecked' }),
      network: { state: 'offline' as const, detail: 'asked to be', viaProxy: false, proxiedLinks: 0 },
    }
    const { report, findings } = assess(
      { records, model, links: offline, reference: referenceOf() },
      settings,
    )
    expect(report.unknowns[0]).toEqual({ code: 'offline', count: 1, detail: 'asked to be' })
    expect(findings.findings.filter(({ code }) => code === 'link-unchecked')).toMatchObject([
      { place: null, facts: { count: 1 } },
    ])
  })
})

describe('figures', () => {
  it('equal the sums of the rows below them', () => {
    const pages = ['T1001', 'T1001.001', 'T1002'].map((id, index) =>
      fileOf(
        `${id}.md`,
        pageText({
          id,
          tactics: index === 0 ? 'Execution' : 'Execution, Impact',
          detection: mappingText({ rows: rows('a', `b${index}`) }),
          test: index === 1 ? mappingText({ rows: rows('t') }) : '',
        }),
      ),
    )
    const { report } = assessed(pages, { a: 'alive', b0: 'dead', t: 'alive' })
    const { totals } = report
    expect(totals.resources).toBe(report.resources.length)
    expect(totals.mappings).toBe(report.mappings.length)
    expect(totals.resources).toBe(report.sources.reduce((sum, { listed }) => sum + listed, 0))
    expect(totals.gaps).toBe(report.gaps.length)
    expect(totals.detection.listed).toBe(
      report.techniques.reduce((sum, { detection }) => sum + detection.listed, 0),
    )
    for (const { verified, lost, unknown, distinct } of [totals.policy, totals.detection, totals.test]) {
      expect(verified + lost + unknown).toBe(distinct)
    }
    expect(totals).toMatchObject({ techniques: 3, parentTechniques: 2, subTechniques: 1, tactics: 2 })
    expect(
      report.tactics.map(({ tactic, techniques, subTechniques }) => [tactic, techniques, subTechniques]),
    ).toEqual([
      ['Execution', 2, 1],
      ['Impact', 1, 1],
    ])
    expect(
      report.heatMap[0]?.cells.map(({ id, subTechniques }) => [id, subTechniques.map((sub) => sub.id)]),
    ).toEqual([
      ['T1001', ['T1001.001']],
      ['T1002', []],
    ])
  })

  it('reconcile what is declared with what is listed', () => {
    const page = detectionPage(mappingText({ count: '5', rows: rows('a', 'b') }))
    expect(assessed([page]).report.reconciliation).toMatchObject([
      { source: 'sigma', declared: 5, rows: 2, tests: null, placeholders: 0, difference: 3, mismatches: 1 },
    ])
  })
})
