import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { extract } from '../../pipeline/extract/index.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { scopeOf, scopeRequest } from '../../pipeline/scope/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { readSettingFile } from '../../pipeline/system/setting-file.js'
import { assessSettings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { describeShared, shared } from '../support/shared.js'

const path = `${shared}/corpus/layers/TrickBot.json`

/** The layer as its file has it, read by nobody but `JSON.parse`. */
const written: { techniques: { techniqueID: string; enabled?: boolean; score?: number }[] } = describedLayer()
function describedLayer() {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { techniques: [] }
  }
}

describeShared('the layer of TrickBot', () => {
  it('is reported technique by technique, once each and none else, ranked by its scores', async () => {
    const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/2022-08-10`)
    const records = extract(files, corpus)
    const model = normalize(records)
    const reference = await readReference(null)
    const request = scopeRequest([await readSettingFile('scope', path)], 'max')
    const scope = scopeOf(request, model, reference.attack)
    const { report } = assess({ records, model, links: linksOf({}), reference, scope }, assessSettings)
    const enabled = written.techniques.filter((entry) => entry.enabled !== false)
    const ids = [...new Set(enabled.map(({ techniqueID }) => techniqueID))].sort()
    expect(ids).toHaveLength(53)
    expect(report.techniques.map(({ id }) => id)).toEqual(ids)
    const scoreOf = new Map(enabled.map(({ techniqueID, score }) => [techniqueID, score ?? null]))
    expect(report.techniques.map(({ id, score }) => [id, score])).toEqual(
      ids.map((id) => [id, scoreOf.get(id)]),
    )
    const scores = report.gaps.map(({ score }) => score ?? Number.NEGATIVE_INFINITY)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(report.scope).toMatchObject({
      techniques: 53,
      scored: 53,
      withoutPage: 0,
      pagesOutside: 525,
      unknown: [],
    })
  })
})
