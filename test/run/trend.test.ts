import { expect, it } from 'vitest'
import { Report } from '../../pipeline/model/report.js'
import type { StageName } from '../../pipeline/model/run-manifest.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { corpusOf, memoryOfLinks, memoryStore, testConfig, testWorld } from '../support/run-world.js'

const pageOf = (rows: readonly string[]) =>
  [
    '# T1059: Command and Scripting Interpreter',
    '',
    '## Technical Controls (Detection Rules)',
    '### [Sigma](https://github.com/SigmaHQ/sigma)',
    '',
    ...rows.map((row) => `* [${row}](https://site.example/${row})`),
    '',
  ].join('\n')

const http = {
  viaProxy: () => false,
  ask: async () => ({ kind: 'answer', status: 200, headers: {}, body: new Uint8Array() }) as const,
}

interface Wanted {
  rows?: string[]
  location?: string
  stages?: readonly StageName[]
  from?: string
  policy?: string
  coveredFrom?: number
}

/** One output folder over several runs. */
function folder() {
  const store = memoryStore()
  const memory = memoryOfLinks()
  const fileOf = (runId: string, path: string) =>
    JSON.parse(new TextDecoder().decode(store.published.get(runId)?.get(path)))
  const make = async (runId: string, wanted: Wanted = {}): Promise<Report> => {
    const { rows = ['a', 'b', 'c'], location = 'corpus', stages = stageOrder, from = null, ...more } = wanted
    const bytes = new TextEncoder().encode(pageOf(rows))
    const corpus = corpusOf(location, [{ file: 'T1059.md', content: { bytes } }])
    const config = testConfig({ format: 'csv', runId, recheckAfter: 0, ...more })
    await run(
      { command: 'run', stages, corpus: '', from, config },
      testWorld({ corpus, http, store, memory }),
    )
    return Report.parse(fileOf(runId, 'report.json'))
  }
  return { store, make, fileOf }
}

const told = ({ trend }: Report) => trend.map(({ runId, series }) => `${runId} ${series}`)

it('tells the key figures of all complete runs of the corpus, this one last', async () => {
  const { store, make } = folder()
  await make('one', { rows: ['a'] })
  await make('elsewhere', { location: 'other' })
  await make('without-reports', { stages: stageOrder.slice(0, -1) })
  await make('two', { rows: ['a', 'b'] })
  const { trend, trendLeftOut } = await make('three')
  expect(trend.map((each) => [each.runId, each.resources, each.verified, each.links, each.gaps])).toEqual([
    ['one', 1, 1, 2, 2],
    ['two', 2, 2, 3, 2],
    ['three', 3, 3, 4, 2],
  ])
  expect(trendLeftOut).toBe(0)
  const csv = new TextDecoder().decode(store.published.get('three')?.get('csv/trend.csv'))
  expect(csv.trim().split(/\r?\n/)).toHaveLength(4)
})

it('starts another series with another policy or limit, and takes the first up again', async () => {
  const { make } = folder()
  await make('one')
  await make('two', { policy: 'cvc-2022' })
  await make('three', { coveredFrom: 2 })
  expect(told(await make('four'))).toEqual(['one 0', 'two 1', 'three 2', 'four 0'])
})

it('counts what was only judged or printed again once, and what was checked again as new', async () => {
  const { make } = folder()
  await make('one')
  await make('printed', { stages: ['render'], from: 'one' })
  expect(told(await make('two'))).toEqual(['one 0', 'two 0'])
  expect(told(await make('judged', { stages: ['assess'], from: 'printed' }))).toEqual(['two 0', 'judged 0'])
  await make('judged-printed', { stages: ['render'], from: 'judged' })
  expect(told(await make('three'))).toEqual(['two 0', 'judged 0', 'three 0'])
  await make('checked', { stages: ['check', 'assess', 'render'], from: 'two' })
  expect(told(await make('four'))).toEqual(['two 0', 'judged 0', 'three 0', 'checked 0', 'four 0'])
})

it('passes over runs that cannot be read, and counts those that keep no figures', async () => {
  const { store, make, fileOf } = folder()
  await make('one')
  await make('two')
  const { figures: _, ...old } = fileOf('one', 'run.json')
  store.published.get('one')?.set('run.json', new TextEncoder().encode(JSON.stringify(old)))
  store.published.get('two')?.set('run.json', new TextEncoder().encode('{'))
  const report = await make('three')
  expect(told(report)).toEqual(['three 0'])
  expect(report.trendLeftOut).toBe(1)
})
