import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Report } from '../../pipeline/model/report.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { corpusOf, memoryStore, testConfig, testWorld } from '../support/run-world.js'

const folder = mkdtempSync(join(tmpdir(), 'decisions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const page = ['# T1059: Command and Scripting Interpreter', ''].join('\n')
const corpus = corpusOf('corpus', [{ file: 'T1059.md', content: { bytes: new TextEncoder().encode(page) } }])
const nobody = {
  viaProxy: () => false,
  ask: async () => {
    throw new Error('nobody is asked')
  },
}

async function runOf(settings: object) {
  const store = memoryStore()
  const config = testConfig({ offline: true, format: 'csv,xlsx', ...settings })
  const plan = { command: 'run', stages: stageOrder, corpus: '', from: null, config }
  const { exitCode, manifest } = await run(plan, testWorld({ corpus, http: nobody, store }))
  const files = store.published.get('r1') ?? new Map<string, Uint8Array>()
  const text = (path: string) => new TextDecoder().decode(files.get(path))
  return { exitCode, manifest, files, text, report: Report.parse(JSON.parse(text('report.json'))) }
}

it('carries decisions typed into gaps.csv to the next run and, by its decisions.csv, to the one after', async () => {
  const first = await runOf({ failOn: 'gap' })
  expect(first.exitCode).toBe(2)
  const typed = join(folder, 'typed.csv')
  const lines = first.text('csv/gaps.csv').trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^gap_id,technique_id,category,.*,status,owner,due,expiry,reason,standing$/)
  writeFileSync(
    typed,
    lines.map((line, at) => (at === 0 ? line : line.replace(/,,,,,,$/, ',accept,=Ann,,,"a, b",'))).join('\n'),
  )

  const second = await runOf({ failOn: 'gap', decisions: typed })
  expect(second.exitCode).toBe(0)
  expect(second.manifest.settings.decisions).toBe('typed.csv')
  expect(second.report.settings).toContainEqual({ name: 'decisions', value: 'typed.csv' })
  expect(second.report.decisions.file).toMatchObject({ name: 'typed.csv' })
  expect(second.report.totals.gapsAccepted).toBe(3)
  expect(second.text('csv/decisions.csv')).toContain('accept,"\'=Ann",,,"a, b",in-force,')

  const kept = join(folder, 'decisions.csv')
  writeFileSync(kept, second.files.get('csv/decisions.csv') ?? '')
  const third = await runOf({ decisions: kept })
  const words = ({ report }: typeof third) => report.decisions.rows.map(({ row: _, ...rest }) => rest)
  expect(words(third)).toEqual(words(second))
})

it.each([
  ['missing', null, 'could not be read'],
  ['no file of decisions', 'a,b\n1,2\n', 'has no column "gap_id"'],
])('stops before any work where the file is %s', async (_, content, why) => {
  const path = join(folder, 'wrong.csv')
  if (content !== null) writeFileSync(path, content)
  const work = { ...testWorld({ corpus, http: nobody }), readCorpus: () => expect.unreachable() }
  const config = testConfig({ decisions: path })
  const plan = { command: 'run', stages: stageOrder, corpus: '', from: null, config }
  await expect(run(plan, work)).rejects.toMatchObject({
    name: 'Failure',
    exitCode: 3,
    message: `The decisions file wrong.csv ${why}.`,
  })
})
