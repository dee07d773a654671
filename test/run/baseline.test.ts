import { expect, it } from 'vitest'
import { Report } from '../../pipeline/model/report.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { corpusOf, memoryOfLinks, memoryStore, testConfig, testWorld } from '../support/run-world.js'

const pageOf = (...rows: string[]) =>
  [
    '# T1059: Command and Scripting Interpreter',
    '',
    '## Technical Controls (Detection Rules)',
    '### [Sigma](https://github.com/SigmaHQ/sigma)',
    '',
    ...rows.map((row) => `* [${row}](https://site.example/${row})`),
    '',
  ].join('\n')

const store = () => ({ store: memoryStore(), memory: memoryOfLinks() })

async function runOf(
  parts: ReturnType<typeof store>,
  runId: string,
  rows: string[],
  more: { location?: string; baseline?: string; lost?: string } = {},
) {
  const { location = 'corpus', baseline, lost } = more
  const bytes = new TextEncoder().encode(pageOf(...rows))
  const corpus = corpusOf(location, [{ file: 'T1059.md', content: { bytes } }])
  const status = (url: string) => (lost !== undefined && url.endsWith(lost) ? 404 : 200)
  const http = {
    viaProxy: () => false,
    ask: async ({ url }: { url: string }) =>
      ({ kind: 'answer', status: status(url), headers: {}, body: new Uint8Array() }) as const,
  }
  const config = testConfig({ format: 'csv', runId, recheckAfter: 0, ...(baseline && { baseline }) })
  await run(
    { command: 'run', stages: stageOrder, corpus: '', from: null, config },
    testWorld({ corpus, http, ...parts }),
  )
  const files = parts.store.published.get(runId)
  const text = (path: string) => new TextDecoder().decode(files?.get(path))
  return { changes: Report.parse(JSON.parse(text('report.json'))).changes, csv: text('csv/changes.csv') }
}

it('tells what changed since the previous complete run of the corpus, in the report and as CSV', async () => {
  const parts = store()
  expect((await runOf(parts, 'one', ['a', 'b'])).changes).toMatchObject({
    baseline: null,
    absence: 'first-run',
  })
  await runOf(parts, 'elsewhere', ['z'], { location: 'other' })
  const { changes, csv } = await runOf(parts, 'two', ['a', 'c'], { lost: '/a' })
  expect(changes.baseline?.runId).toBe('one')
  const rows = changes.rows.filter(({ kind }) => kind !== 'finding')
  const shown = rows.map((each) => [each.change, each.kind, each.urlBefore ?? each.urlAfter, each.difference])
  expect(shown).toEqual([
    ['removed', 'resource', 'https://site.example/b', null],
    ['added', 'resource', 'https://site.example/c', null],
    ['changed', 'link', 'https://site.example/a', 'state: alive, now dead (http-404)'],
  ])
  expect(changes.counts.find(({ kind }) => kind === 'link')).toMatchObject({ changed: 1, lost: 1, gained: 0 })
  expect(csv).toMatch(/^change,kind,technique_id,category,source,/)
  expect(csv).toContain('removed,resource,T1059,detection,sigma,lost,b,https://site.example/b')
})

it('takes the run that is named, none, or fails where the named one is not there', async () => {
  const parts = store()
  await runOf(parts, 'one', ['a'])
  await runOf(parts, 'two', ['a', 'b'])
  expect((await runOf(parts, 'three', ['a'], { baseline: 'one' })).changes.rows).toEqual([])
  expect((await runOf(parts, 'four', ['a'], { baseline: 'none' })).changes.absence).toBe('not-wanted')
  await expect(runOf(parts, 'five', ['a'], { baseline: 'gone' })).rejects.toThrow('There is no run')
})

it('makes the report all the same where the previous run cannot be read any more', async () => {
  const parts = store()
  await runOf(parts, 'one', ['a'])
  parts.store.published.get('one')?.set('links.json', new TextEncoder().encode('rubbish'))
  expect((await runOf(parts, 'two', ['a'])).changes).toMatchObject({ baseline: null, absence: 'unreadable' })
})

it('tells why a level changed, by one policy', async () => {
  const parts = store()
  await runOf(parts, 'one', ['a', 'b', 'c'])
  const { changes, csv } = await runOf(parts, 'two', ['a', 'b'])
  const level = 'level: covered, now thin; 1 resource went (sigma "c").'
  expect(changes.rows.find(({ kind }) => kind === 'technique')).toMatchObject({
    change: 'changed',
    category: 'detection',
    gain: 'lost',
    difference: level,
  })
  expect(csv).toContain(level.replaceAll('"', '""'))
  expect(changes.highlights.map(({ sentence }) => sentence)).toContain(
    '1 technique is covered less by detection rules: T1059 Command and Scripting Interpreter (covered, now thin).',
  )
})

it.each<[string, (report: Record<string, unknown>) => unknown]>([
  ['names no policy', ({ policy: _, ...older }) => older],
  ['has another form', () => ({ schemaVersion: '1.0.0', techniques: 3 })],
])('compares with a run whose report %s, and says that levels are left out', async (_, older) => {
  const parts = store()
  await runOf(parts, 'one', ['a', 'b', 'c'])
  const files = parts.store.published.get('one')
  const report = JSON.parse(new TextDecoder().decode(files?.get('report.json')))
  files?.set('report.json', new TextEncoder().encode(JSON.stringify(older(report))))
  const { changes } = await runOf(parts, 'two', ['a', 'b'])
  expect(changes.notes.map(({ code }) => code)).toEqual(['levels-unknown'])
  expect(changes.rows.map(({ change, kind }) => `${change} ${kind}`)).toEqual([
    'changed mapping',
    'removed resource',
  ])
})
