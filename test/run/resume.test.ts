import { describe, expect, it } from 'vitest'
import type { Http } from '../../pipeline/model/http.js'
import type { LinkMemory } from '../../pipeline/model/link-memory.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { corpusOf, memoryOfLinks, memoryStore, testConfig, testWorld } from '../support/run-world.js'

const urls = Array.from({ length: 12 }, (_, index) => `https://site${index % 3}.example/page${index}`)
const page = [
  '# T1059 - Command and Scripting Interpreter',
  '',
  '### Technical Controls (Detection Rules)',
  '',
  '#### Sigma',
  '',
  ...urls.map((url) => `- [${url}](${url})`),
  '',
].join('\n')
const corpus = corpusOf('corpus', [{ file: 'T1059.md', content: { bytes: new TextEncoder().encode(page) } }])

/** One refuses to tell, one is missing: that is asked about again at the end of its host's queue. */
const missing = urls[7] ?? ''
const statuses = new Map([
  [urls[5], 403],
  [missing, 404],
])

/** Answers as the web would, and dies at the given request as a killed process does: nothing after it happens. */
function webThatDiesAt(request: number, asked: string[]): Http {
  let count = 0
  return {
    viaProxy: () => false,
    ask: async ({ url }) => {
      count += 1
      if (count === request) throw new Error('killed')
      asked.push(url)
      const status = statuses.get(url) ?? 200
      return { kind: 'answer', status, headers: {}, body: new Uint8Array() }
    },
  }
}

function runOnce(
  http: Http,
  parts: Pick<Parameters<typeof testWorld>[0], 'store' | 'memory'>,
  runId: string,
) {
  const config = testConfig({ format: 'csv', runId })
  const plan = { command: 'run', stages: stageOrder, corpus: 'corpus', from: null, config }
  return run(plan, testWorld({ corpus, http, ...parts }))
}

const isTold = (memory: LinkMemory, url: string) => (memory.recall(url)?.state ?? 'unchecked') !== 'unchecked'
const halfWay: boolean[] = []

const linksOf = (store: ReturnType<typeof memoryStore>, runId: string) =>
  new TextDecoder().decode(store.published.get(runId)?.get('links.json'))

describe('a run that was cut short', () => {
  it.each([4, 7, 9, 12, 13, 14])('is taken up by the next one: killed at request %i', async (killedAt) => {
    const whole = memoryStore()
    await runOnce(webThatDiesAt(0, []), { store: whole, memory: memoryOfLinks() }, 'whole')

    const parts = { store: memoryStore(), memory: memoryOfLinks() }
    const asked: string[] = []
    await expect(runOnce(webThatDiesAt(killedAt, asked), parts, 'first')).rejects.toThrow('killed')
    const answered = new Set(urls.filter((url) => isTold(parts.memory, url)))
    const isHalfWay = parts.memory.recall(missing)?.state === 'unchecked'
    expect(answered.size).toBeGreaterThan(0)
    const second: string[] = []
    await runOnce(webThatDiesAt(0, second), parts, 'second')

    expect(linksOf(parts.store, 'second')).toBe(linksOf(whole, 'whole'))
    expect(second.filter((url) => answered.has(url))).toEqual([])
    if (isHalfWay) expect(second.filter((url) => url === missing)).toEqual([missing])
    halfWay.push(isHalfWay)
  })

  it('was half way with the missing page at some of these moments', () => {
    expect(halfWay).toContain(true)
  })

  it('is not taken up once it was published: failures are asked again', async () => {
    const parts = { store: memoryStore(), memory: memoryOfLinks() }
    await runOnce(webThatDiesAt(0, []), parts, 'first')
    const asked: string[] = []
    await runOnce(webThatDiesAt(0, asked), parts, 'second')
    expect(new Set(asked)).toEqual(new Set([urls[5], missing]))
  })

  it('is taken up by its name, and no other name will do', async () => {
    const parts = { store: memoryStore(), memory: memoryOfLinks() }
    await expect(runOnce(webThatDiesAt(6, []), parts, 'first')).rejects.toThrow('killed')
    const plan = { command: 'run', stages: stageOrder, corpus: 'corpus', from: null }
    const world = testWorld({ corpus, http: webThatDiesAt(0, []), ...parts })
    const named = (resume: string) => ({
      ...plan,
      config: { ...testConfig({ format: 'csv' }), runId: null, resume },
    })
    await expect(run(named('other'), world)).rejects.toMatchObject({ exitCode: 3 })
    const { manifest } = await run(named('first'), world)
    expect(manifest.runId).toBe('first')
  })
})
