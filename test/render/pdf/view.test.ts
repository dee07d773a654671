import { describe, expect, test } from 'vitest'
import { Report } from '../../../pipeline/model/report.js'
import { reportView } from '../../../pipeline/render/pdf/view/report-view.js'
import { hundredths, levelBar } from '../../../pipeline/render/view/bar.js'
import { shortened } from '../../../pipeline/render/view/shortened.js'
import { exampleReport } from '../../support/report-fixture.js'

const view = (report = exampleReport()) => reportView(report, 'a4', new Map([['gaps', 7]]))

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
    expect(view(report).topGaps.map(({ rank }) => rank)).toEqual([1, 2, 3])
  })
  test('keeps to a page: what is left out of it is counted', () => {
    const unknowns = Array.from({ length: 8 }, () => ({
      code: 'dates-unknown' as const,
      count: 1,
      detail: null,
    }))
    const { topUnknowns, unknownsLeftOut } = view(exampleReport({ unknowns }))
    expect([topUnknowns.length, unknownsLeftOut]).toEqual([5, 3])
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

test('what changed most stands on the one page, with fewer gaps beside it', () => {
  const report = exampleReport()
  const [highlight] = report.changes.highlights
  if (highlight === undefined) throw new Error('unreachable')
  const shown = (count: number) =>
    view({ ...report, changes: { ...report.changes, highlights: Array(count).fill(highlight) } })
  expect([shown(5).since?.highlights.length, shown(5).topGaps.length]).toEqual([3, 3])
  expect([shown(0).since?.highlights.length, shown(0).topGaps.length]).toEqual([0, 5])
})

test('forty gaps are shown, and the rest is counted', () => {
  const report = exampleReport()
  expect(view(report).gaps.length).toBe(40)
  expect(view(report).gapsLeftOut).toBe(report.gaps.length - 40)
})

test('the heat map has a column for each tactic and every cell once', () => {
  const report = exampleReport()
  const [matrix, ...more] = view(report).heatMap
  expect(more).toEqual([])
  expect(matrix?.tactics.map(({ name }) => name)).toEqual(report.heatMap.map(({ tactic }) => tactic))
  const cells = matrix?.rows.flat().filter((cell) => cell !== null) ?? []
  expect(cells.length).toBe(report.heatMap.flatMap((each) => each.cells).length)
})

test('tactics beyond fourteen go on in a second matrix', () => {
  const { heatMap } = exampleReport()
  const matrices = view(exampleReport({ heatMap: [...heatMap, { tactic: 'Stealth', cells: [] }] })).heatMap
  expect(matrices.map(({ tactics }) => tactics.length)).toEqual([14, 1])
})

test('anchors are ours, never an id of a page', () => {
  const report = exampleReport()
  for (const technique of report.techniques) technique.id = '"><script>'
  expect(view(report).techniques.every(({ anchor }) => /^technique-\d+$/.test(anchor))).toBe(true)
})

test('page numbers are put to their sections only', () => {
  const pages = view().contents.map(({ section, page }) => [section, page])
  expect(pages).toContainEqual(['gaps', '7'])
  expect(pages).toContainEqual(['methods', ''])
})

test('names are shortened by characters, never through the middle of one', () => {
  expect(shortened('abc', 3)).toBe('abc')
  expect(shortened('a𝔟𝔠𝔡', 3)).toBe('a𝔟…')
})
