import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../pipeline/model/digest.js'
import type { Report } from '../../pipeline/model/report.js'
import { RunManifest } from '../../pipeline/model/run-manifest.js'
import { stableJson } from '../../pipeline/model/stable-json.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { manifestBytes } from '../../pipeline/run/manifest.js'
import { verifyRun } from '../../pipeline/run/verify.js'
import { verifyFigures } from '../../pipeline/run/verify-figures.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { corpusOf, memoryStore, testConfig, testWorld } from '../support/run-world.js'
import { readScript, scriptedHttp } from '../support/scripted-http.js'

const folder = 'test/cases/lost-and-moved'
const store = memoryStore()
const decoder = new TextDecoder()

beforeAll(async () => {
  const corpus = corpusOf('pages', (await readWholeCorpus(`${folder}/pages`)).files)
  const http = scriptedHttp(readScript(`${folder}/answers.json`))
  const plan = { command: 'run', stages: stageOrder, corpus: 'pages', from: null, config: testConfig() }
  await run(plan, testWorld({ corpus, http, store }))
})

/** The run with its report changed and all its hashes made anew, as somebody would who wants it to pass. */
async function forged(change: (report: Report) => void) {
  const files = new Map(store.published.get('r1'))
  const report: Report = JSON.parse(decoder.decode(files.get('report.json')))
  change(report)
  const bytes = new TextEncoder().encode(stableJson(report))
  const manifest = RunManifest.parse(JSON.parse(decoder.decode(files.get('run.json'))))
  manifest.outputs = manifest.outputs.map((entry) =>
    entry.path === 'report.json' ? { ...entry, bytes: bytes.length, sha256: sha256(bytes) } : entry,
  )
  files.set('report.json', bytes).set('run.json', manifestBytes(manifest))
  store.published.set('forged', files)
  return { saved: await store.find('forged'), files }
}

describe('the headline figures of a run', () => {
  it('follow from its model and links', async () => {
    const found = await verifyFigures(await store.find('r1'))
    expect(found?.wrong).toEqual([])
    expect(found?.count).toBeGreaterThan(30)
  })

  it.each<[string, (report: Report) => void]>([
    ['totals.techniques', ({ totals }) => (totals.techniques += 1)],
    ['totals.mappings', ({ totals }) => (totals.mappings -= 1)],
    ['totals.resources', ({ totals }) => (totals.resources += 1)],
    ['totals.distinctUrls', ({ totals }) => (totals.distinctUrls += 1)],
    ['totals.detection.lost', ({ totals }) => (totals.detection.lost = 0)],
    ['totals.detection.verified', ({ totals }) => (totals.detection.verified += 1)],
    ['totals.test.unknown', ({ totals }) => (totals.test.unknown += 1)],
    ['totals.links.moved', ({ totals }) => (totals.links.moved += 1)],
    ['totals.validated', ({ totals }) => (totals.validated += 1)],
  ])('that are %s wrong are found though every hash is right', async (path, change) => {
    const { saved, files } = await forged(change)
    const entries = [...files.keys()].map((each) => ({ path: each, isFile: true }))
    expect(await verifyRun(saved, entries)).toEqual([])
    expect((await verifyFigures(saved))?.wrong.map((figure) => figure.path)).toEqual([path])
  })

  it('are those of the techniques that a report in scope lists', async () => {
    const { saved } = await forged((report) => {
      Object.assign(report, { scope: {}, techniques: [{ id: 'T1999' }] })
    })
    const wrong = new Map((await verifyFigures(saved))?.wrong.map(({ path, derived }) => [path, derived]))
    expect([wrong.get('totals.resources'), wrong.get('totals.distinctUrls')]).toEqual([0, 0])
    expect(wrong.has('totals.techniques')).toBe(false)
  })

  it('are not there to be verified where a stage made no report', async () => {
    const from = { command: 'normalize', stages: ['normalize' as const], corpus: '', from: 'r1' }
    const world = testWorld({ corpus: corpusOf('pages', []), http: scriptedHttp({}), store })
    await run({ ...from, config: testConfig({ runId: 'r2' }) }, world)
    expect(await verifyFigures(await store.find('r2'))).toBeNull()
  })
})
