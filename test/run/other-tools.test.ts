import { describe, expect, it } from 'vitest'
import type { Report } from '../../pipeline/model/report.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { faultsOf, junitDocument } from '../render/other-tools/schemas.js'
import { corpusOf, memoryStore, ownTemplates, testConfig, testWorld } from '../support/run-world.js'
import { scriptedHttp } from '../support/scripted-http.js'

const forOtherTools = 'csv,navigator,sarif,junit,markdown,oscal'

async function made(
  changed: Record<string, unknown>,
  layers: Record<string, Uint8Array> = {},
  templates = ownTemplates,
) {
  const store = memoryStore()
  const corpus = corpusOf('data/corpus', (await readWholeCorpus('data/corpus')).files)
  const world = testWorld({ corpus, http: scriptedHttp({}), store, templates })
  const readSettingFile = async (_: string, name: string) => ({
    name,
    bytes: layers[name] ?? new Uint8Array(),
  })
  const openCheck = async () => ({ ...(await world.openCheck()), reference: await world.readReference() })
  const config = testConfig({ format: forOtherTools, offline: true, ...changed })
  const plan = { command: 'run', stages: stageOrder, corpus: 'data/corpus', from: null, config }
  const { exitCode, manifest } = await run(plan, { ...world, readSettingFile, openCheck })
  const files = store.published.get('r1') ?? new Map<string, Uint8Array>()
  const bytes = (path: string) => files.get(path) ?? new Uint8Array()
  const text = (path: string) => new TextDecoder().decode(bytes(path))
  const report: Report = JSON.parse(text('report.json'))
  return {
    exitCode,
    manifest,
    paths: [...files.keys()],
    bytes,
    text,
    json: (path: string) => JSON.parse(text(path)),
    report,
  }
}

describe('a run over the sample corpus', () => {
  it('makes files that fit the schemas of those who read them', async () => {
    const { exitCode, json, text, report } = await made({})
    expect(exitCode).toBe(0)
    expect(faultsOf.sarif(json('findings.sarif'))).toEqual([])
    expect(faultsOf.oscal(json('oscal.json'))).toEqual([])
    expect(faultsOf.dataPackage(json('csv/datapackage.json'))).toEqual([])
    junitDocument(text('junit.xml')).dispose()
    expect(json('findings.sarif').runs[0].results).toHaveLength(report.findings.length)
    expect(json('findings.sarif').runs[0].results.some((each: object) => 'fixes' in each)).toBe(true)
    expect(json('oscal.json')['assessment-results'].results[0].findings).toHaveLength(report.gaps.length)
  })

  it('makes what is asked for, and each once however many reports there are', async () => {
    const other = async (name: string) => ({ ...(await ownTemplates('coverage')), name })
    const { paths, manifest } = await made({ format: 'junit,csv', report: 'coverage,other' }, {}, other)
    expect(paths.filter((path) => /junit|navigator|sarif|summary|oscal/.test(path))).toEqual(['junit.xml'])
    expect(manifest.renderers.map(({ format }) => format).sort()).toEqual(['csv', 'junit'])
  })

  it.each([
    ['navigator.json', ({ techniques }: Report) => techniques.map(({ id }) => id)],
    [
      'navigator-gaps.json',
      ({ gaps }: Report) => [...new Set(gaps.map(({ techniqueId }) => techniqueId))].sort(),
    ],
  ])('takes its own %s as a scope', async (path, ids) => {
    const first = await made({ format: 'navigator' })
    const layer = { [path]: first.bytes(path) }
    const { report } = await made({ format: 'navigator', scope: [path] }, layer)
    expect(report.techniques.map(({ id }) => id)).toEqual(ids(first.report))
    const scores = new Map(report.techniques.map(({ id, score }) => [id, score]))
    for (const { techniqueID, score, enabled } of first.json(path).techniques)
      expect(scores.get(techniqueID)).toBe(enabled ? (score ?? null) : undefined)
    expect(report.scope?.unknown).toEqual([])
  })
})
