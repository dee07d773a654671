import MarkdownIt from 'markdown-it'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import { artifacts } from '../../pipeline/run/artifacts.js'
import { run, stageOrder } from '../../pipeline/run/index.js'
import { testConfig } from '../support/run-world.js'
import { type CountedWorld, type Counts, countedWorld } from './counted-world.js'

/** Schema checks of single items, the one thing here that goes through no port. */
const checked = vi.hoisted(() => ({ items: 0 }))
vi.mock('zod', async (importOriginal) => {
  const original = await importOriginal<typeof import('zod')>()
  const parse: typeof original.z.parse = (...words) => {
    checked.items += 1
    return original.z.parse(...words)
  }
  return { ...original, z: { ...original.z, parse } }
})

const formats = 'csv,xlsx,pdf,html,navigator,sarif,junit,markdown,oscal'

/** What one run took, per unit of its work. */
interface Taken {
  counts: Counts
  parses: number
  checks: number
  /** The artifacts that it saved, by name. */
  saved: Saved
}

type Saved = { [Name in keyof typeof artifacts]: z.infer<(typeof artifacts)[Name]['schema']> }

async function taken(world: CountedWorld, runId: string, changed: object = {}): Promise<Taken> {
  world.reset()
  checked.items = 0
  const parse = vi.spyOn(MarkdownIt.prototype, 'parse')
  const config = testConfig({ runId, format: formats, ...changed })
  try {
    const plan = { command: 'run', stages: stageOrder, corpus: 'pages', from: null, config }
    await run(plan, world.needs)
    const took = { counts: world.counts(), parses: parse.mock.calls.length, checks: checked.items }
    return { ...took, saved: await savedBy(world, runId) }
  } finally {
    parse.mockRestore()
  }
}

async function savedBy({ needs }: CountedWorld, runId: string): Promise<Saved> {
  const saved = await needs.store.find(runId)
  const read = async ([name, { file }]: [string, { file: string }]) => [
    name,
    JSON.parse(new TextDecoder().decode(await saved.read(file))) as unknown,
  ]
  return Object.fromEntries(await Promise.all(Object.entries(artifacts).map(read))) as Saved
}

/** Repositories that the API is asked about. */
function repositoriesIn(urls: readonly string[]): number {
  const names = urls.map((url) => /^https:\/\/github\.com\/([^/]+\/[^/]+)/.exec(url)?.[1])
  return new Set(names.filter((name) => name !== undefined)).size
}

/** Wall time is never looked at: only how often a run goes to the world, and what for. */
describe('a run wastes nothing', () => {
  let once: Taken
  let twice: Taken
  let again: Taken
  beforeAll(async () => {
    const world = await countedWorld({ pages: 40, seed: 1 })
    once = await taken(world, 'cold')
    again = await taken(world, 'warm')
    twice = await taken(await countedWorld({ pages: 80, seed: 1 }), 'cold')
  })

  it('takes each page once, of as many pages as there are', () => {
    for (const [{ counts }, pages] of [
      [once, 40],
      [again, 40],
      [twice, 80],
    ] as const) {
      expect(counts.corpusReads).toBe(1)
      expect(counts.pagesTaken.size).toBe(pages)
      expect(new Set(counts.pagesTaken.values())).toEqual(new Set([1]))
    }
  })

  it('parses each page once, and the description quoted on it, and none that did not change', () => {
    const parses = { once: once.parses, again: again.parses, twice: twice.parses }
    expect(parses).toEqual({ once: 2 * 40, again: 0, twice: 2 * 80 })
  })

  it('asks each distinct address once, each repository once, and none again while its answer is fresh', () => {
    for (const { counts, saved } of [once, twice]) {
      const links = saved.links.links.filter(({ method }) => method === 'http')
      const asked = [...counts.requests.keys()].filter(
        (url) => !url.startsWith('https://api.github.com/repos/'),
      )
      expect(links.length).toBeGreaterThan(100)
      expect(asked.sort()).toEqual(links.map(({ url }) => new URL(url).href).sort())
      expect(counts.requests.size - asked.length).toBe(repositoriesIn(asked))
      expect(new Set(counts.requests.values())).toEqual(new Set([1]))
    }
    expect(again.counts.requests.size).toBe(0)
  })

  it('reads templates and tables once, and prints each report twice in one browser', () => {
    for (const { counts } of [once, again, twice]) {
      expect(counts).toMatchObject({
        // The report's, and those of the list of runs.
        templateReads: 2,
        referenceReads: 1,
        checksOpened: 1,
        printersOpened: 1,
        prints: { draft: 1, final: 1 },
      })
    }
  })

  it('opens each file of the run folder once, however many pages there are', () => {
    for (const { counts } of [once, again, twice]) {
      expect(new Set(counts.opened.values())).toEqual(new Set([1]))
      expect([...counts.opened.keys()].sort()).toEqual([...once.counts.opened.keys()].sort())
    }
    expect([...once.counts.opened.keys()]).toEqual(
      expect.arrayContaining([
        ...Object.values(artifacts).map(({ file }) => file),
        'coverage.xlsx',
        'run.json',
      ]),
    )
  })

  it('checks each item of an artifact against its schema once', () => {
    for (const { checks, saved } of [once, twice]) {
      const items = Object.values(saved)
        .flatMap((artifact) => Object.values<unknown>(artifact))
        .reduce((sum: number, value) => sum + (Array.isArray(value) ? value.length : 0), 0)
      expect(checks).toBe(items)
    }
  })
})
