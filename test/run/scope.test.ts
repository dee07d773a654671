import { describe, expect, it } from 'vitest'
import { Failure } from '../../pipeline/model/failure.js'
import type { NamedFile } from '../../pipeline/model/ports.js'
import { type RunNeeds, run, stageOrder } from '../../pipeline/run/index.js'
import { layer, layerFile, scored } from '../support/layers.js'
import { mappingText, pageText } from '../support/page.js'
import { corpusOf, memoryOfLinks, memoryStore, testConfig, testWorld } from '../support/run-world.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const files = ['T1059', 'T1003'].map((id) => ({
  file: `${id}.md`,
  content: { bytes: bytesOf(pageText({ id, name: 'A technique' })) },
}))
const http = {
  viaProxy: () => false,
  ask: async () => ({ kind: 'answer', status: 200, headers: {}, body: new Uint8Array() }) as const,
}
const layers: Record<string, NamedFile> = {
  '/home/me/first.json': layerFile(layer(scored({ T1059: 3, T1486: 1 })), 'first.json'),
  'second.json': layerFile(layer(scored({ T1059: 4 })), 'second.json'),
}

async function made(
  config: Record<string, unknown>,
  store = memoryStore(),
  stages = stageOrder,
  pages = files,
) {
  const corpus = corpusOf('corpus', pages)
  const world = testWorld({ corpus, http, store, memory: memoryOfLinks() })
  const readSettingFile: RunNeeds['readSettingFile'] = async (setting, path) =>
    layers[path] ?? world.readSettingFile(setting, path)
  const plan = { command: 'run', stages, corpus: '', from: null, config: testConfig(config) }
  const result = await run(plan, { ...world, readSettingFile })
  const text = (path: string) =>
    new TextDecoder().decode(store.published.get(result.manifest.runId)?.get(path))
  return { ...result, text, store }
}

describe('the scope of a run', () => {
  it('is that of all layers together, which artifacts know by name and hash, never by path', async () => {
    const scope = ['/home/me/first.json', 'second.json']
    const { manifest, report, text } = await made({ scope, scopeScore: 'sum' })
    expect(report?.techniques.map(({ id, score }) => [id, score])).toEqual([
      ['T1059', 7],
      ['T1486', 1],
    ])
    expect(manifest.settings).toMatchObject({ scope: ['first.json', 'second.json'], scopeScore: 'sum' })
    expect(manifest.inputs.slice(-2)).toMatchObject([{ path: 'first.json' }, { path: 'second.json' }])
    expect(manifest.inputs.at(-1)?.sha256).toBe(report?.scope?.layers[1]?.sha256)
    for (const path of ['run.json', 'report.json', 'findings.json'])
      expect(text(path)).not.toContain('/home/me')
    expect(JSON.parse(text('links.json')).links).toHaveLength(2)
    expect(text('csv/techniques.csv').split('\r\n')[2]).toMatch(
      /^T1486,Data Encrypted for Impact,Impact,.*,,,none,/,
    )
    expect(text('csv/gaps.csv').split('\r\n')[1]).toMatch(/^gap-\w+,T1486,,page,1,.*,,,1,,,,,,$/)
  })

  it.each(['technique-without-page', 'gap'])(
    'lets --fail-on %s hear of techniques without a page',
    async (word) => {
      const { exitCode, failOnCount } = await made({ scope: ['/home/me/first.json'], failOn: [word] })
      expect([exitCode, failOnCount > 0]).toEqual([2, true])
    },
  )

  it('that cannot be read costs no work', async () => {
    const store = memoryStore()
    const begun: string[] = []
    const begin = (runId: string) => {
      begun.push(runId)
      return memoryStore().begin(runId)
    }
    const fault = await made({ scope: ['no/such.json'] }, { ...store, begin }).catch(
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(Failure)
    expect(fault).toMatchObject({ exitCode: 3, message: 'The scope layer such.json could not be read.' })
    expect(begun).toEqual([])
  })

  it('that is rendered again is not read again', async () => {
    const { store } = await made({ scope: ['/home/me/first.json'] })
    const { report } = await made({ runId: 'again', scope: ['first.json'] }, store, ['render'])
    expect(report?.scope?.techniques).toBe(2)
  })
})

describe('changes since a run of another scope', () => {
  it('are told of the pages in scope, and findings where both runs looked', async () => {
    const { store } = await made({ runId: 'all' })
    const { report } = await made({ runId: 'one', scope: ['second.json'] }, store)
    const { baseline, notes, rows } = report?.changes ?? {}
    expect(baseline?.runId).toBe('all')
    const layerName = expect.stringMatching(/^a layer/)
    expect(notes).toMatchObject([{ code: 'other-scope', before: null, after: layerName }])
    expect(rows).toEqual([])
    const back = await made({ runId: 'two' }, store)
    expect(back.report?.changes).toMatchObject({
      notes: [{ before: layerName, after: null }],
      rows: [],
    })
  })

  it('leave out what changed on pages outside', async () => {
    const rows = { T1059: '* [in](https://a.example/in)', T1003: '* [out](https://a.example/out)' }
    const listing = Object.entries(rows).map(([id, row]) => ({
      file: `${id}.md`,
      content: { bytes: bytesOf(pageText({ id, detection: mappingText({ rows: row }) })) },
    }))
    const { store } = await made({ runId: 'bare' })
    const { report } = await made({ runId: 'more', scope: ['second.json'] }, store, stageOrder, listing)
    const changes = report?.changes.rows ?? []
    expect(changes.map(({ kind }) => kind)).toContain('resource')
    expect(changes.filter(({ techniqueId }) => techniqueId !== 'T1059')).toEqual([])
  })
})
