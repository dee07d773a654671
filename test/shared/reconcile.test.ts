import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { beforeAll, expect, it } from 'vitest'
import { assess, type Facts } from '../../pipeline/assess/index.js'
import { gatherLinks } from '../../pipeline/check/gather-links.js'
import { extract } from '../../pipeline/extract/index.js'
import { LinkState, type Links } from '../../pipeline/model/links.js'
import type { Report } from '../../pipeline/model/report.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readOutside } from '../../pipeline/reconcile/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { headlineFigures, wrongFigures } from '../../pipeline/verify/index.js'
import { tables } from '../render/xlsx-book.js'
import { assessSettings } from '../support/assess-settings.js'
import { csvTables } from '../support/csv-tables.js'
import { linkOf, linksOf } from '../support/links.js'
import { describeShared, shared } from '../support/shared.js'

const cvc = `${shared}/corpus/2022-08-10.cvc.json`

/** The same table as the CSV that the site offers: CRLF, a hyphen in one name. */
function asCsv(json: string): string {
  return Papa.unparse(JSON.parse(json)).replace('sentinel_defender', 'sentinel-defender')
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
const codes = (differences: Report['completeness']['differences']) => {
  const counts: Record<string, number> = {}
  for (const { against, reason } of differences) {
    const code = `${against} ${reason}`
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

let facts: Facts
let report: Report

/** Links in states that depend on nothing but their order. */
function linksInAllStates({ model }: Pick<Facts, 'model'>): Links {
  const { options } = LinkState
  const links = [...gatherLinks(model)].map(([url, places], at) =>
    linkOf(url, options[(at * 7 + (at >> 3)) % options.length] ?? 'alive', { places }),
  )
  return { ...linksOf({}), links }
}

describeShared('the corpus of 2022-08-10 with the site’s own table', () => {
  beforeAll(async () => {
    const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/2022-08-10`)
    const records = extract(files, corpus)
    const model = normalize(records)
    const outside = readOutside({ name: 'cvc.json', bytes: readFileSync(cvc) }, [])
    const links = linksInAllStates({ model })
    facts = { records, model, links, reference: await readReference(null), outside }
    report = assess(facts, assessSettings).report
  })

  it('leaves nothing unexplained but two declared totals', () => {
    const { completeness } = report
    const unexplained = completeness.differences.filter(({ reason }) => reason === null)
    expect(unexplained.map(({ against, source, theirs, ours }) => [against, source, theirs, ours])).toEqual([
      ['declared-total', 'splunk', 1624, 1622],
      ['declared-total', 'atomic', 1341, 1340],
    ])
    expect(completeness.unexplained).toBe(2)
  })

  it('explains all else, with places', () => {
    const { differences, outside } = report.completeness
    expect(codes(differences)).toEqual({
      'declared-count placeholder-row': 112,
      'declared-count tests-counted': 19,
      'declared-total placeholder-row': 1,
      'declared-total mapping-behind': 11,
      'declared-total null': 2,
      'outside-count placeholder-row': 112,
      'outside-count tests-counted': 19,
      'outside-count mapping-behind': 11,
      'outside-total mapping-behind': 5,
      'outside-total tests-counted': 1,
    })
    expect(differences.filter(({ places }) => places.length === 0)).toEqual([])
    expect(outside).toMatchObject({ techniques: 578, compared: 578 * 8, equal: 578 * 8 - 142 })
    expect(outside?.columns.filter(({ source }) => source === null)).toHaveLength(19)
  })

  it('says the same when the table is CSV', () => {
    const outside = readOutside({ name: 'cvc.json', bytes: bytesOf(asCsv(readFileSync(cvc, 'utf8'))) }, [])
    const { completeness } = assess({ ...facts, outside }, assessSettings).report
    expect(completeness.differences).toEqual(
      report.completeness.differences.map((each) => ({
        ...each,
        explanation: each.explanation.replace('sentinel_defender', 'sentinel-defender'),
      })),
    )
  })

  it('has every page and row accounted for', () => {
    expect(report.completeness).toMatchObject({
      pagesFound: 578,
      pagesParsed: 578,
      pagesRejected: 0,
      filesSkipped: 0,
      rowsWritten: 9228,
      rowsKept: 9116,
      placeholders: 112,
    })
  })

  it('has, by source, the states that links.json has', async () => {
    const stateOf = new Map(facts.links.links.map(({ url, state }) => [url, state]))
    const rows = (await csvTables(report, tables))('resources')
    for (const source of report.sources) {
      const own = rows.filter((row) => row.source === source.source && row.category === source.category)
      const urls = new Set(own.map((row) => row.evidence_url ?? '').filter((url) => url !== ''))
      const counts = Object.fromEntries(LinkState.options.map((state) => [state, 0]))
      for (const url of urls) {
        const state = stateOf.get(url)
        if (state === undefined) throw new Error(`${url} is not in links.json`)
        counts[state] = (counts[state] ?? 0) + 1
      }
      expect(counts, `${source.category}/${source.source}`).toEqual(source.links)
      expect(source.verified + source.lost + source.unknown).toBe(source.distinct)
    }
    expect(wrongFigures(report.totals, headlineFigures(facts.model, facts.links, null))).toEqual([])
  })
})
