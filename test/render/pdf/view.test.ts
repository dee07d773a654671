import { describe, expect, test } from 'vitest'
import { type Decision, Report } from '../../../pipeline/model/report.js'
import { shortened } from '../../../pipeline/model/shortened.js'
import { type DocumentLayout, reportView, sections } from '../../../pipeline/render/pdf/view/report-view.js'
import { hundredths, levelBar } from '../../../pipeline/render/view/bar.js'
import { exampleReport } from '../../support/report-fixture.js'

const layout = (changes: Partial<DocumentLayout> = {}): DocumentLayout => ({
  paper: 'a4',
  pages: new Map(),
  included: sections,
  unprintable: null,
  stands: {},
  pageFile: null,
  ...changes,
})
const view = (report = exampleReport()) => reportView(report, layout())

test('the example report is one that the schema allows', () => {
  expect(() => Report.parse(exampleReport())).not.toThrow()
})

describe('bars', () => {
  test('stretches follow each other, cover the whole, and leave out what is nothing', () => {
    const { total, segments } = levelBar({ none: 1, lost: 0, thin: 2, covered: 0, deep: 3 })
    expect(total).toBe(6)
    expect(segments.map(({ level, count, start, width }) => [level, count, start, width])).toEqual([
      ['deep', 3, 0, 50],
      ['thin', 2, 50, 33.33],
      ['none', 1, 83.33, 16.67],
    ])
  })
  test('nothing has no length', () => {
    expect(levelBar({ none: 0, lost: 0, thin: 0, covered: 0, deep: 0 }).segments).toEqual([])
    expect(hundredths(0, 0)).toBe(0)
  })
})

describe('the summary', () => {
  test('says each figure out of what it is a part of, as the totals have it', () => {
    const report = exampleReport()
    for (const category of view(report).summary.categories) {
      const total = report.totals[category.category]
      expect(category.techniques).toBe(total.techniques)
      expect(category.outOf).toBe(report.techniques.length)
      expect(category.evidence.reduce((sum, { count }) => sum + count, 0)).toBe(total.distinct)
    }
  })
  test('names the gaps of the highest rank, whatever their order', () => {
    const report = exampleReport()
    report.gaps.reverse()
    expect(view(report).topGaps.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5])
  })
  test('passes over gaps that a decision in force accepts, and over no other', () => {
    const report = exampleReport()
    const decided = { owner: null, due: null, expiry: null, reason: null }
    const [first, second, third] = report.gaps
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable')
    first.decision = { ...decided, status: 'accept', standing: 'in-force' }
    second.decision = { ...decided, status: 'accept', standing: 'expired' }
    third.decision = { ...decided, status: 'plan', standing: 'in-force' }
    expect(view(report).topGaps.map(({ rank }) => rank)).toEqual([2, 3, 4, 5, 6])
  })
  test('keeps to a page: what is left out of it is counted', () => {
    const unknowns = Array.from({ length: 8 }, () => ({
      code: 'dates-unknown' as const,
      count: 1,
      detail: null,
    }))
    const { topUnknowns, unknownsLeftOut } = view(exampleReport({ unknowns }))
    expect([topUnknowns.length, unknownsLeftOut]).toEqual([4, 4])
  })
})

describe('what the states of the links rest on', () => {
  test('accounts for every link once, by method, by state and by certainty', () => {
    const report = exampleReport()
    const { methods, knownBy, linksKnown, movedBy } = view(report).freshness
    const sum = (counts: number[]) => counts.reduce((all, each) => all + each, 0)
    expect(sum(methods.map(({ links }) => links))).toBe(report.links.length)
    expect(sum(knownBy.map(({ known }) => known))).toBe(linksKnown)
    expect(knownBy.map(({ method }) => method)).toEqual(['http', 'tree', 'reference'])
    expect(movedBy).toEqual([{ certainty: 'medium', count: report.totals.links.moved }])
  })

  test('says how many of the verified resources a reference table alone verifies', () => {
    const report = exampleReport()
    const byTable = report.links.filter(
      ({ method, state }) => method === 'reference' && (state === 'alive' || state === 'moved'),
    ).length
    expect(byTable).toBeGreaterThan(0)
    expect(view(report).freshness.resourcesByReference).toBe(byTable)
    expect(view(report).summary.categories[0]?.verifiedByReference).toBe(byTable)
  })

  test('keeps hosts and repositories to one page, those with most links first, and counts the rest', () => {
    const repositories = Array.from({ length: 9 }, (_, index) => ({
      repository: `github.com/o/r${index}`,
      by: 'api' as const,
      commits: ['a', 'b', 'c', 'd', 'e'],
      links: index,
      note: null,
    }))
    const hosts = Array.from({ length: 30 }, () => ({ ...exampleReport().hosts[0] })) as Report['hosts']
    const { freshness } = view(exampleReport({ repositories, hosts }))
    expect(freshness.repositories.map(({ links }) => links)).toEqual([8, 7, 6, 5, 4, 3, 2])
    expect(freshness.repositories[0]).toMatchObject({ commits: ['a', 'b', 'c'], commitsLeftOut: 2 })
    expect([freshness.repositoriesLeftOut, freshness.hostsShown, freshness.hostsInAll]).toEqual([2, 6, 30])
  })
})

test('where links lead is told with what stands on them, dead ones with how long, and what fix regains', () => {
  const report = exampleReport()
  const repositoryLinks = Array.from({ length: 12 }, (_, index) => ({
    repository: `github.com/o/r${index}`,
    links: 12 - index,
    states: report.totals.links,
  }))
  const [source, ...others] = report.sources.map((each) => ({ ...each, links: { ...each.links, dead: 0 } }))
  if (source === undefined) throw new Error('unreachable')
  const sources = [{ ...source, links: { ...source.links, alive: 2, dead: 3 }, medianAgeDays: 0 }, ...others]
  const { freshness } = view({ ...report, repositoryLinks, sources })
  expect([freshness.byRepository.length, freshness.byRepositoryLeftOut]).toEqual([10, 2])
  expect(freshness.bySource).toMatchObject([
    { sourceName: source.sourceName, links: 5, dated: true, medianAgeDays: 0, states: { alive: 2, dead: 3 } },
  ])
  expect(freshness.deadBands).toMatchObject([
    { fromDays: 0, lastDay: 29, open: false, links: 1, width: 50 },
    { fromDays: 30, open: true, links: 2, width: 100 },
  ])
  expect([freshness.deadUndated, freshness.deadByHistory]).toEqual([1, 2])
  expect(freshness.repairs).toEqual(report.repairs)
  const none = { sureLinks: 0, surePlaces: 0, otherLinks: 0, otherPlaces: 0, resources: 0 }
  expect(view({ ...report, repairs: none }).freshness.repairs).toBeNull()
})

test('what changed most stands on the one page, and all of it under changes', () => {
  const report = exampleReport()
  const [highlight] = report.changes.highlights
  const [change] = report.changes.rows
  if (highlight === undefined || change === undefined) throw new Error('unreachable')
  const rows = Array.from({ length: 30 }, () => ({ ...change, gain: 'lost' as const }))
  const kinds = [
    { ...change, kind: 'finding' as const },
    { ...change, kind: 'technique' as const },
  ]
  const shown = view({
    ...report,
    changes: { ...report.changes, highlights: Array(5).fill(highlight), rows: [...rows, ...kinds] },
  })
  expect(shown.since?.highlights.length).toBe(3)
  expect(shown.changes.any).toBe(true)
  expect(shown.changes.lost).toMatchObject({ all: 30, leftOut: 14 })
  expect(shown.changes.gained.rows.map(({ kind }) => kind)).toEqual(['technique'])
})

test('decisions that somebody must look at come first, and what ends soon is counted', () => {
  const nothing = { gapId: null, techniqueId: null, category: null, kind: null, owner: null, due: null }
  const row = (standing: Decision['standing'], expiry: string | null) => ({
    ...nothing,
    status: 'accept' as const,
    expiry,
    reason: null,
    standing,
    problem: null,
    sheet: null,
    row: null,
    more: [],
    moreText: null,
    mark: '',
  })
  const rows = [
    row('gap-gone', null),
    row('in-force', null),
    row('in-force', '2027-12-31'),
    row('in-force', '2026-12-31'),
    row('expired', '2026-01-31'),
  ]
  const { decisions } = view(exampleReport({ decisions: { file: null, rows } }))
  expect(decisions.rows.map(({ standing, expiry }) => [standing, expiry])).toEqual([
    ['expired', '2026-01-31'],
    ['in-force', '2026-12-31'],
    ['in-force', '2027-12-31'],
    ['in-force', null],
    ['gap-gone', null],
  ])
  expect([decisions.endingSoon, decisions.expired]).toEqual([1, 1])
})

test('the trend joins no two runs of different series', () => {
  const asked = exampleReport().trend.map((point) => ({ ...point, checked: true }))
  const { trend } = view(exampleReport({ trend: asked }))
  expect(trend.every(({ stretches, dots }) => stretches.length === 0 && dots.length === 3)).toBe(true)
  expect(view(exampleReport({ trend: exampleReport().trend.slice(0, 1) })).trend).toEqual([])
})

test('a run that asked no link is in no drawing of what is verified, lost or dead', () => {
  const trend = exampleReport().trend.map((point, index) => ({ ...point, checked: index > 0 }))
  const drawn = (points: Report['trend']) =>
    Object.fromEntries(
      view(exampleReport({ trend: points })).trend.map((line) => [line.figure, line.dots.length]),
    )
  expect(drawn(trend)).toEqual({
    detectionCovered: 3,
    validated: 2,
    verified: 2,
    lost: 2,
    gaps: 3,
    linksDead: 2,
  })
  expect(drawn(trend.slice(0, 2))).toEqual({ detectionCovered: 2, gaps: 2 })
})

test('figures that nothing explains are shown, the others counted', () => {
  const report = exampleReport()
  const difference = {
    against: 'outside-count' as const,
    techniqueId: 'T1059',
    category: null,
    source: 'car',
    theirs: 0,
    ours: null,
    explanation: 'nobody knows',
    places: [],
    placesCount: 0,
    file: null,
    line: null,
  }
  const differences = [
    { ...difference, reason: 'count-mismatch' },
    { ...difference, reason: null },
  ]
  const completeness = { ...report.completeness, differences, unexplained: 1 }
  expect(view({ ...report, completeness }).differences).toMatchObject({
    all: 2,
    explained: 1,
    rows: [{ theirsKnown: true, oursKnown: false, reason: null }],
  })
})

test('the appendix has the rows by source and the dead links first', () => {
  const report = exampleReport()
  const { entries, leftOut } = view(report).appendix
  expect([entries.length, leftOut]).toEqual([report.techniques.length, 0])
  const shown = entries.flatMap(({ policy, detection, test }) => [policy, detection, test])
  const rows = shown.flatMap(({ bySource }) => bySource).reduce((sum, { listed }) => sum + listed, 0)
  expect(rows).toBe(report.mappings.reduce((sum, { listedCount }) => sum + listedCount, 0))
  for (const { parts, links } of shown) {
    const lost = parts.find(({ part }) => part === 'lost')?.count ?? 0
    expect(links.filter((each) => each.lost).length).toBe(Math.min(2, lost))
  }
})

test('forty gaps are shown, and the rest is counted', () => {
  const report = exampleReport()
  expect(view(report).gaps.length).toBe(40)
  expect(view(report).gapsLeftOut).toBe(report.gaps.length - 40)
})

test('the heat map has every cell once, under its tactic, and no tactic without any', () => {
  const { heatMap } = exampleReport()
  const columns = view(exampleReport({ heatMap: [...heatMap, { tactic: 'Stealth', cells: [] }] })).heatMap
  const filled = heatMap.filter(({ cells }) => cells.length > 0)
  expect(columns.map(({ tactic }) => tactic)).toEqual(filled.map(({ tactic }) => tactic))
  expect(columns.map(({ cells }) => cells.length)).toEqual(filled.map(({ cells }) => cells.length))
})

test('anchors are ours, never an id of a page', () => {
  const report = exampleReport()
  for (const technique of report.techniques) technique.id = '"><script>'
  expect(view(report).appendix.entries.every(({ anchor }) => /^technique-\d+$/.test(anchor))).toBe(true)
})

test('contents have the pages of what is there, and a document links to nothing that it lacks', () => {
  const pages = new Map([['gaps', 7]])
  expect(reportView(exampleReport(), layout({ pages })).contents).toEqual([{ section: 'gaps', page: '7' }])
  const brief = reportView(exampleReport(), layout({ included: ['summary', 'gaps'] }))
  expect(brief.contents.map(({ section }) => section)).toEqual(['summary', 'gaps'])
  expect(brief.has).toMatchObject({ gaps: true, techniques: false })
  expect(brief.topGaps.every(({ anchor }) => anchor === null)).toBe(true)
})

test.each([
  ['short', 'word '.repeat(8), 15],
  ['long', 'word '.repeat(48), 10],
  ['endless', 'word '.repeat(4_000), 1],
])('the first gaps of a brief report keep to a page where their reasons are %s', (_, why, count) => {
  const [gap] = exampleReport().gaps
  if (gap === undefined) throw new Error('unreachable')
  const gaps = Array.from({ length: 20 }, (_, at) => ({ ...gap, techniqueName: 'Name', why, rank: at + 1 }))
  expect(view({ ...exampleReport(), gaps }).firstGaps.map(({ rank }) => rank)).toEqual(
    Array.from({ length: count }, (_, at) => at + 1),
  )
})

test('links lead to techniques of the appendix alone, and to none that it leaves out', () => {
  const report = exampleReport()
  const [technique] = report.techniques
  const [gap] = report.gaps
  if (technique === undefined || gap === undefined) throw new Error('unreachable')
  const techniques = Array.from({ length: 2_001 }, (_, at) => ({ ...technique, id: `T${1_000 + at}` }))
  const gaps = ['T2999', 'T3000'].map((techniqueId, at) => ({ ...gap, techniqueId, rank: at + 1 }))
  const { appendix, topGaps } = view({ ...report, techniques, gaps })
  expect(appendix.leftOut).toBe(1)
  expect(topGaps.map(({ anchor }) => anchor)).toEqual([appendix.entries.at(-1)?.anchor, null])
})

test('names are shortened by characters, never through the middle of one', () => {
  expect(shortened('abc', 3)).toBe('abc')
  expect(shortened('a𝔟𝔠𝔡', 3)).toBe('a𝔟…')
})

describe('a heat map', () => {
  const withMarks = (marks: number) => {
    const report = exampleReport()
    const [first] = report.heatMap
    const [cell] = first?.cells ?? []
    if (first === undefined || cell === undefined) throw new Error('the example has no heat map')
    const cells = Array.from({ length: marks }, (_, at) => ({ ...cell, id: `T${1000 + at}` }))
    return { ...report, heatMap: [{ ...first, cells }] }
  }

  test.each([
    [1_000, 1_000, 0],
    [1_001, 0, 1_001],
  ])('of %i marks prints %i and says that it leaves %i out', (marks, printed, leftOut) => {
    const { heatMap, heatMarksLeftOut } = view(withMarks(marks))
    expect(heatMap.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(printed)
    expect(heatMarksLeftOut).toBe(leftOut)
  })
})
