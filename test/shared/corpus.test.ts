import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { extract } from '../../pipeline/extract/index.js'
import { groupBy } from '../../pipeline/model/group-by.js'
import type { Model } from '../../pipeline/model/model.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { describeShared, shared } from '../support/shared.js'

async function read(date: string) {
  const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/${date}`)
  const records = extract(files, corpus)
  const model = normalize(records)
  const counts = [...groupBy([...records.findings, ...model.findings], ({ code }) => code)]
  return { records, model, codes: Object.fromEntries(counts.map(([code, found]) => [code, found.length])) }
}

const mappingsOf = (model: Model) => model.techniques.flatMap(({ mappings }) => mappings)

function totals(model: Model) {
  const mappings = mappingsOf(model)
  return {
    techniques: model.techniques.length,
    subTechniques: model.techniques.filter(({ parentId }) => parentId !== null).length,
    tactics: new Set(model.techniques.flatMap(({ tactics }) => tactics)).size,
    mappings: mappings.length,
    rows: mappings.reduce((sum, { resources, placeholders }) => sum + resources.length + placeholders, 0),
    withoutMapping: model.techniques.filter(({ mappings: own }) => own.length === 0).length,
  }
}

/** Occurrences of links in the text; one that stands twice under one bullet is counted twice, as in the text. */
function linkOccurrences(records: Awaited<ReturnType<typeof read>>['records']): number {
  return records.pages
    .map(({ technique, description, sections }) => {
      const mappings = sections.flatMap((section) => section.mappings)
      const own = mappings.map(({ source, locator, rows }) => {
        const inRows = rows.map(
          ({ url, trail, form }) => trail.length + (url === null ? 0 : form === 'folded' ? 2 : 1),
        )
        return (source === null ? 0 : 1) + (locator?.links.length ?? 0) + inRows.reduce((a, b) => a + b, 0)
      })
      return (technique === null ? 0 : 1) + (description?.links.length ?? 0) + own.reduce((a, b) => a + b, 0)
    })
    .reduce((a, b) => a + b, 0)
}

describeShared('the shared corpus', () => {
  it('of 2022-04-28 is read whole', async () => {
    const { records, model, codes } = await read('2022-04-28')
    expect(totals(model)).toEqual({
      techniques: 578,
      subTechniques: 379,
      tactics: 14,
      mappings: 1350,
      rows: 7462,
      withoutMapping: 99,
    })
    expect(linkOccurrences(records)).toBe(11_061)
    expect(codes).toEqual({ 'placeholder-row': 112, 'text-repaired': 90, 'resource-duplicate': 210 })
  })

  it('of 2022-08-10 is read whole', async () => {
    const { records, model, codes } = await read('2022-08-10')
    expect(totals(model)).toEqual({
      techniques: 578,
      subTechniques: 379,
      tactics: 14,
      mappings: 1694,
      rows: 9228,
      withoutMapping: 96,
    })
    expect(linkOccurrences(records)).toBe(21_573)
    expect(codes).toEqual({
      'placeholder-row': 112,
      'text-repaired': 90,
      'resource-unlinked': 206,
      'resource-duplicate': 256,
      'mapping-behind': 11,
    })
  })

  it('agrees with the site’s own counts but for the blocks that are behind', async () => {
    const { model } = await read('2022-08-10')
    const columns = {
      d3fend: 'policy/d3fend',
      sigma: 'detection/sigma',
      splunk: 'detection/splunk',
      elastic: 'detection/elastic',
      sentinel_defender: 'detection/sentinel',
      car: 'detection/car',
      art: 'test/atomic',
      car_red: 'test/car',
    }
    const site: Record<string, string | number | null>[] = JSON.parse(
      readFileSync(`${shared}/corpus/2022-08-10.cvc.json`, 'utf8'),
    )
    const ofId = new Map(site.map((row) => [row.techID, row]))
    const behind = new Set(
      model.findings
        .filter(({ code }) => code === 'mapping-behind')
        .map(({ place }) => `${place?.file}:${place?.line}`),
    )
    const differing: string[] = []
    let compared = 0
    for (const { id, mappings } of model.techniques) {
      for (const [column, key] of Object.entries(columns)) {
        const mapping = mappings.find(({ category, source }) => `${category}/${source}` === key)
        const tests = mapping?.resources.flatMap(({ tests: stated }) => stated ?? []) ?? []
        const count = key === 'test/car' ? tests.reduce((a, b) => a + b, 0) : (mapping?.resources.length ?? 0)
        compared += 1
        if (count !== (ofId.get(id)?.[column] ?? 0))
          differing.push(`${mapping?.place.file}:${mapping?.place.line}`)
      }
    }
    expect(compared).toBe(578 * 8)
    expect(new Set(differing)).toEqual(behind)
  })
})
