import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { corpusOf, memoryStore, testConfig, testWorld } from '../support/run-world.js'
import { readScript, scriptedHttp } from '../support/scripted-http.js'

// A case is a folder: `pages/`, `answers.json` (what each URL answers), `settings.json` where it differs from the
// defaults, and `expected/`, every file of the run but `run.json`. `npm run accept` writes `expected/` anew.

const root = dirname(fileURLToPath(import.meta.url))
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const accepting = process.env.ACCEPT === '1' && process.env.CI === undefined

async function runCase(folder: string): Promise<Map<string, string>> {
  const store = memoryStore()
  const settings = join(folder, 'settings.json')
  const config = testConfig(existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {})
  const corpus = corpusOf('pages', (await readWholeCorpus(join(folder, 'pages'))).files)
  const http = scriptedHttp(readScript(join(folder, 'answers.json')))
  const plan = { command: 'run', stages: stageOrder, corpus: 'pages', from: null, config }
  await run(plan, testWorld({ corpus, http, store }))
  const files = [...(store.published.get('r1') ?? [])].filter(([path]) => path !== 'run.json')
  return new Map(files.map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

function accept(expected: string, files: ReadonlyMap<string, string>): void {
  rmSync(expected, { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(expected, path)), { recursive: true })
    writeFileSync(join(expected, path), text)
  }
}

function expectedFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

describe.each(cases.map(({ name }) => name))('the case %s', (name) => {
  const folder = join(root, name)
  const expected = join(folder, 'expected')

  it('gives the files that were accepted', async () => {
    const files = await runCase(folder)
    if (accepting) accept(expected, files)
    expect([...files.keys()].sort()).toEqual(expectedFiles(expected))
    for (const [path, text] of files) expect(text, path).toBe(readFileSync(join(expected, path), 'utf8'))
  })
})
