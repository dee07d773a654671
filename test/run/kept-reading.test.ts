import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { run } from '../../pipeline/run/index.js'
import { createReadingStore } from '../../pipeline/system/reading-store.js'
import { createRunStore } from '../../pipeline/system/run-folders/index.js'
import { mappingText, pageText } from '../support/page.js'
import { corpusOf, testConfig, testWorld } from '../support/run-world.js'

let top = ''
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'reading-'))
})
afterAll(() => rmSync(top, { recursive: true, force: true }))

const http = {
  viaProxy: () => false,
  ask: async () => ({ kind: 'answer', status: 200, headers: {}, body: new Uint8Array() }) as const,
}

function page(id: string, row = `* **[Rule of ${id}](https://example.org/${id})**`): CorpusFile {
  const text = pageText({ id, name: `Technique ${id}`, detection: mappingText({ rows: row }) })
  return { file: `${id}.md`, content: { bytes: new TextEncoder().encode(text) } }
}

const pages = [page('T1003'), page('T1059', '* no rules mapped yet'), page('T1059.001')]

/** Runs everything into `out`, and tells whether pages were parsed. */
async function made(
  out: string,
  runId: string,
  { files = pages, program = 'one', ...settings }: Record<string, unknown> & { files?: CorpusFile[] } = {},
) {
  const readings = createReadingStore(join(out, '.state', 'reading'), String(program))
  const corpus = corpusOf('corpus', files)
  const world = testWorld({ corpus, http, store: createRunStore(out), readings })
  let corpusReads = 0
  const readCorpus = async () => {
    corpusReads += 1
    return corpus
  }
  const said: string[] = []
  const progress = {
    start: () => ({ advance: () => undefined, done: (words: string) => void said.push(words) }),
  }
  const config = testConfig({ runId, baseline: 'none', ...settings })
  const stages = ['extract', 'normalize', 'check', 'assess'] as const
  await run({ command: 'run', stages, corpus: '', from: null, config }, { ...world, readCorpus, progress })
  const text = (file: string) =>
    readFileSync(join(out, 'runs', runId, file), 'utf8').replaceAll(`"${runId}"`, '"ID"')
  return { text, corpusReads, isParsed: said.includes(`${files.length} pages read`) }
}

function beALink(path: string): void {
  renameSync(path, `${path}.elsewhere`)
  symlinkSync(`${path}.elsewhere`, path)
}

/** Nobody writes to it: whoever reads waits for ever. */
function beAPipe(path: string): void {
  unlinkSync(path)
  execFileSync('mkfifo', [path])
}

const artifactFiles = ['records.json', 'model.json', 'links.json', 'findings.json', 'report.json']

describe('a reading that is kept', () => {
  it('spares the next run the parsing of the same pages, and changes no byte', async () => {
    const out = join(top, 'same')
    const first = await made(out, 'first')
    const second = await made(out, 'second')
    expect([first.isParsed, second.isParsed]).toEqual([true, false])
    for (const file of artifactFiles) expect(second.text(file), file).toBe(first.text(file))
  })

  it('outlives the run that made it', async () => {
    const out = join(top, 'retired')
    const model = (await made(out, 'first')).text('model.json')
    rmSync(join(out, 'runs'), { recursive: true })
    const second = await made(out, 'second')
    expect([second.isParsed, second.text('model.json')]).toEqual([false, model])
  })

  it.each<[string, Parameters<typeof made>[2], (out: string) => void]>([
    [
      'a page has changed',
      {
        files: [...pages.slice(1), page('T1003', '* **[Other](https://example.org/o)**')].sort((a, b) =>
          a.file < b.file ? -1 : 1,
        ),
      },
      () => undefined,
    ],
    ['a page is gone', { files: pages.slice(1) }, () => undefined],
    ['a section is mapped otherwise', { section: ['Detection=detection'] }, () => undefined],
    ['another program reads', { program: 'two' }, () => undefined],
    ['its artifact was changed', {}, (out) => appendFileSync(join(out, 'runs/first/model.json'), ' ')],
    ['its values are torn', {}, (out) => appendFileSync(join(out, '.state/reading/values.jsonl'), '{')],
    ['a file of it is gone', {}, (out) => unlinkSync(join(out, '.state/reading/records.json'))],
    ['a file of it is a link', {}, (out) => beALink(join(out, '.state/reading/model.json'))],
    ['its list is a pipe', {}, (out) => beAPipe(join(out, '.state/reading/reading.json'))],
    ['its list is rubbish', {}, (out) => appendFileSync(join(out, '.state/reading/reading.json'), 'x')],
  ])('is of no use where %s', async (name, given, spoil) => {
    const out = join(top, name)
    await made(out, 'first')
    spoil(out)
    expect((await made(out, 'second', given)).isParsed).toBe(true)
    // What was read anew is kept in its place.
    expect((await made(out, 'third', given)).isParsed).toBe(false)
  })

  it('is found by a whole digest: of a short one, two corpora with the same can be made', async () => {
    const out = join(top, 'key')
    await made(out, 'first')
    const { key } = JSON.parse(readFileSync(join(out, '.state/reading/reading.json'), 'utf8')) as {
      key: string
    }
    expect(key).toMatch(/^one [0-9a-f]{64}$/)
  })

  it('is looked for with one reading of a corpus whose files are at hand: it may have been fetched', async () => {
    const out = join(top, 'fetched')
    await made(out, 'first')
    const changed = await made(out, 'second', { files: pages.slice(1) })
    expect([changed.isParsed, changed.corpusReads]).toEqual([true, 1])
  })

  it.each<[string, CorpusFile]>([
    [
      'a page could not be read: it may be readable next time',
      { file: 'T9.md', content: { unreadable: 'EACCES' } },
    ],
    ['an address holds a credential', page('T9', '* **[R](https://u:canary@example.org/r)**')],
  ])('is not kept where %s', async (name, odd) => {
    const out = join(top, name)
    await made(out, 'first', { files: [...pages, odd] })
    const readings = createReadingStore(join(out, '.state', 'reading'), 'one')
    expect(await readings.isEmpty()).toBe(true)
  })
})
