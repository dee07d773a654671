import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CorpusSource } from '../../pipeline/model/ports.js'
import { type RunNeeds, run, stageOrder } from '../../pipeline/run/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { createRunStore } from '../../pipeline/system/run-folders/index.js'
import { corpusOf, ownTemplates, testConfig, testWorld } from '../support/run-world.js'
import { scriptedHttp } from '../support/scripted-http.js'

let out: string
let corpus: CorpusSource
beforeEach(async () => {
  out = mkdtempSync(join(tmpdir(), 'control-coverage-index-'))
  corpus = corpusOf('pages', (await readWholeCorpus('test/cases/offline/pages')).files)
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

const index = () => readFileSync(join(out, 'index.html'), 'utf8')

async function runAs(runId: string, changes: Partial<RunNeeds> = {}, settings: Record<string, unknown> = {}) {
  const config = testConfig({ runId, offline: true, ...settings })
  const needs = { ...testWorld({ corpus, http: scriptedHttp({}), store: createRunStore(out) }), ...changes }
  return run({ command: 'run', stages: stageOrder, corpus: 'pages', from: null, config }, needs)
}

test('the list of runs is made anew with each, from what is there', async () => {
  await runAs('first')
  expect(index()).toContain('<h3>first</h3>')
  await runAs('second')
  expect(index()).toContain('<h3>first</h3>')
  rmSync(join(out, 'runs/first'), { recursive: true })
  const config = testConfig({ runId: 'third' })
  const needs = testWorld({ corpus, http: scriptedHttp({}), store: createRunStore(out) })
  await run({ command: 'render', stages: ['render'], corpus: '', from: 'second', config }, needs)
  expect(index()).not.toContain('<h3>first</h3>')
  expect(index()).toContain('made of run second')
})

test('a link that stands in its place is replaced, and not followed', async () => {
  const victim = join(out, 'victim')
  writeFileSync(victim, 'untouched')
  symlinkSync(victim, join(out, 'index.html'))
  await runAs('first')
  expect(readFileSync(victim, 'utf8')).toBe('untouched')
  expect(lstatSync(join(out, 'index.html')).isFile()).toBe(true)
  expect(index()).toContain('<h3>first</h3>')
})

test.each([
  ['a template that is wrong', () => undefined, { 'page/page.hbs': '<p>{{nothing}}</p>' }],
  ['a folder in its place', () => mkdirSync(join(out, 'index.html/x'), { recursive: true }), {}],
])('%s costs no run, and is told', async (_, before, files) => {
  before()
  const told: string[] = []
  const { exitCode } = await runAs('first', {
    readTemplates: async (name) => {
      const own = await ownTemplates(name)
      return name === 'index' ? { ...own, files: new Map([...own.files, ...Object.entries(files)]) } : own
    },
    log: { info: () => undefined, warn: (event) => void told.push(event) },
  })
  expect({ exitCode, told }).toEqual({ exitCode: 0, told: ['run-index'] })
  expect(existsSync(join(out, 'runs/first/run.json'))).toBe(true)
  expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([])
})

test('a report without a page for browsers leaves that format out, and says so', async () => {
  const { manifest, exitCode } = await runAs(
    'first',
    {
      readTemplates: async (name) => {
        const { files } = await ownTemplates(name)
        const own = [...files].filter(([path]) => name === 'index' || !path.startsWith('page/'))
        return { name, base: null, files: new Map(own) }
      },
    },
    { format: 'csv,html' },
  )
  expect({ exitCode, complete: manifest.complete }).toEqual({ exitCode: 0, complete: true })
  expect(manifest.renderers.map(({ format, state }) => `${format} ${state}`)).toEqual([
    'csv rendered',
    'html left-out',
  ])
  expect(manifest.renderers[1]?.notes.join()).toContain('page/page.hbs')
})

test('a page that is wrong is told before any work, with file and line', async () => {
  const readTemplates: RunNeeds['readTemplates'] = async (name) => {
    const { files } = await ownTemplates(name)
    return { name, base: null, files: new Map([...files, ['page/gaps.hbs', '\n{{report.gap}}']]) }
  }
  const openCheck = () => Promise.reject(new Error('there was work'))
  await expect(runAs('first', { readTemplates, openCheck })).rejects.toThrow('coverage/page/gaps.hbs:2')
})
