import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import type { LinkState } from '../../pipeline/model/links.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { layer, scopeOfLayers, scored } from '../support/layers.js'
import { linkOf, linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { attackTechnique, referenceOf } from '../support/reference.js'

const url = (name: string) => `https://github.com/o/r/blob/main/${name}.yml`
const block = (...names: string[]) =>
  mappingText({ count: '9', rows: names.map((name) => `* [${name}](${url(name)})`).join('\n') })
const pages = [
  pageOf('T1001', block('shared', 'own1')),
  pageOf('T1001.001', block('own2')),
  pageOf('T1002', block('shared', 'outside')),
  pageOf('T1003', ''),
]
const reference = referenceOf(
  ['T1001', 'T1001.001', 'T1002', 'T1003', 'T1004', 'T1005.001'].map((id) => attackTechnique(id)),
)

function pageOf(id: string, detection: string) {
  return fileOf(`${id}.md`, pageText({ id, detection }))
}

/** A link with the places at which it stands. */
function placed(name: string, state: LinkState, ...files: string[]) {
  return linkOf(url(name), state, {
    places: files.map((file) => ({ file, line: 19, role: 'resource' as const })),
  })
}

function inScope(scores: Record<string, number | null>) {
  const { records, model } = read(...pages)
  const links = {
    ...linksOf({}),
    links: [
      placed('outside', 'dead', 'T1002.md'),
      placed('own1', 'alive', 'T1001.md'),
      placed('own2', 'dead', 'T1001.001.md'),
      placed('shared', 'dead', 'T1002.md', 'T1001.md'),
    ],
  }
  const scope = scopeOfLayers([layer(scored(scores))], model, reference)
  const result = assess({ records, model, links, reference, scope }, settings)
  return { ...result, report: Report.parse(result.report) }
}

describe('with a scope', () => {
  it('every technique of it is reported once, and none else', () => {
    const { report, findings } = inScope({ T1001: 5, 'T1001.001': 0, T1004: null, T9999: 1 })
    expect(report.techniques.map(({ id, score, file }) => [id, score, file])).toEqual([
      ['T1001', 5, 'T1001.md'],
      ['T1001.001', 0, 'T1001.001.md'],
      ['T1004', null, null],
    ])
    const elsewhere = [report.mappings, report.resources, report.gaps].flat()
    expect(
      elsewhere.filter(({ techniqueId }) => !['T1001', 'T1001.001', 'T1004'].includes(techniqueId)),
    ).toEqual([])
    expect(JSON.stringify(findings)).not.toContain('T1002')
    expect(report.scope).toMatchObject({ techniques: 3, pagesOutside: 2, withoutPage: 1, unknown: ['T9999'] })
    expect(report.unknowns.slice(-2)).toMatchObject([
      { code: 'scope-ids-unknown', count: 1 },
      { code: 'pages-outside-scope', count: 2 },
    ])
  })

  it('figures are those of the rows that are reported', () => {
    const { report } = inScope({ T1001: 5, 'T1001.001': 0, T1004: null })
    const { totals } = report
    expect(report.links.map(({ firstFile, placesCount, state }) => [firstFile, placesCount, state])).toEqual([
      ['T1001.md', 1, 'alive'],
      ['T1001.001.md', 1, 'dead'],
      ['T1001.md', 1, 'dead'],
    ])
    expect(totals).toMatchObject({
      pages: 4,
      techniques: 3,
      parentTechniques: 2,
      subTechniques: 1,
      distinctUrls: 3,
      resources: report.resources.length,
      mappings: report.mappings.length,
      gaps: report.gaps.length,
      techniquesWithoutMapping: 0,
      links: { alive: 1, dead: 2 },
      detection: { levels: { none: 1, lost: 1, thin: 1 } },
    })
    const counted = report.findingCounts.reduce((sum, { count }) => sum + count, 0)
    expect(counted).toBe(report.findings.length)
    expect(totals.findings.error + totals.findings.warning + totals.findings.note).toBe(counted)
    expect(report.completeness).toMatchObject({ pagesFound: 4, pagesParsed: 4 })
  })

  it('what has no page comes first, then the higher score, then zero, then no score', () => {
    const { report } = inScope({
      T1001: 1.5,
      T1002: 9,
      T1003: null,
      'T1001.001': 0,
      T1004: null,
      'T1005.001': 3,
    })
    const order = [...new Set(report.gaps.map(({ techniqueId }) => techniqueId))]
    expect(order).toEqual(['T1005.001', 'T1004', 'T1002', 'T1001', 'T1001.001', 'T1003'])
    expect(report.gaps[0]).toMatchObject({
      rank: 1,
      kind: 'page',
      category: null,
      score: 3,
      file: null,
      line: null,
    })
    expect(report.gaps.filter(({ kind }) => kind === 'page')).toHaveLength(2)
    expect(
      report.gaps.map(({ why }) => why.split(':')[0]).filter((word, at, all) => word !== all[at - 1]),
    ).toEqual(['score 3', 'no score', 'score 9', 'score 1.5', 'score 0', 'no score'])
  })

  it('what has no page is a finding, and stands under its tactics with nothing listed', () => {
    const { report, findings } = inScope({ 'T1005.001': 3 })
    const found = findings.findings.filter(({ code }) => code === 'technique-without-page')
    expect(found).toMatchObject([{ techniqueId: 'T1005.001', place: null, severity: 'warning' }])
    expect(report.heatMap).toMatchObject([
      { tactic: 'Command and Control', cells: [{ id: 'T1005.001', test: 'none' }] },
    ])
    expect(report.techniques[0]).toMatchObject({
      parentId: 'T1005',
      name: 'Web Protocols',
      gaps: 1,
      findings: 1,
    })
  })

  it('a sub-technique whose parent is outside has a place of its own in the heat map', () => {
    const { report } = inScope({ 'T1001.001': 1 })
    expect(report.heatMap[0]?.cells.map(({ id }) => id)).toEqual(['T1001.001'])
  })
})
