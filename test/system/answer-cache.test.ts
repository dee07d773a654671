import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AnswerCacheLimits, openAnswerCache } from '../../pipeline/system/answer-cache.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  path = join(folder, '.state', 'answers.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)
const answer = (text: string) => ({ etag: `"${text.length}"`, link: null, body: bytes(text) })
const dayMs = 24 * 60 * 60_000

function withCache<Result>(
  use: (cache: ReturnType<typeof openAnswerCache>) => Result,
  limits: Partial<AnswerCacheLimits> = {},
): Result {
  const cache = openAnswerCache(path, limits)
  try {
    return use(cache)
  } finally {
    cache.close()
  }
}

/** Bytes that gzip makes no smaller. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

it('tells the next run what it was told, to the byte, compressed on disk', () => {
  const told = { etag: 'W/"ü"', link: '<https://a.example/2>; rel="next"', body: bytes('x'.repeat(1e6)) }
  withCache((cache) => cache.remember('https://a.example/1', told))
  withCache((cache) => {
    const recalled = cache.recall('https://a.example/1')
    expect(recalled && { ...recalled, body: new Uint8Array(recalled.body) }).toEqual(told)
    expect(cache.recall('https://a.example/2')).toBeNull()
  })
  expect(statSync(path).size).toBeLessThan(100_000)
})

it('keeps to its size, and lets go of what was used longest ago', () => {
  let nowMs = 0
  const limits = { maxBytes: 10_000, now: () => ++nowMs }
  const has = (name: string) => withCache((cache) => cache.recall(name) !== null, limits)
  withCache((cache) => {
    for (const name of ['a', 'b', 'c', 'd'])
      cache.remember(name, { ...answer(''), body: noise(2300, nowMs + 1) })
    cache.recall('a')
    cache.remember('e', { ...answer(''), body: noise(2300, 99) })
    cache.remember('huge', { ...answer(''), body: noise(9000, 98) })
  }, limits)
  expect(['a', 'b', 'c', 'd', 'e', 'huge'].filter(has)).toEqual(['a', 'c', 'd', 'e'])
})

it('counts an answer that was replaced once', () => {
  withCache(
    (cache) => {
      for (let nth = 1; nth < 20; nth++) cache.remember('a', { ...answer(''), body: noise(2000, nth) })
      cache.remember('b', { ...answer(''), body: noise(2000, 50) })
      for (let nth = 1; nth < 20; nth++) cache.remember('a', { ...answer(''), body: noise(2000, nth) })
      expect(cache.recall('b')).not.toBeNull()
    },
    { maxBytes: 10_000 },
  )
})

it('forgets what nobody used for 90 days', () => {
  let nowMs = 0
  const limits = { now: () => nowMs }
  withCache((cache) => {
    cache.remember('used', answer('1'))
    cache.remember('unused', answer('2'))
  }, limits)
  nowMs = 60 * dayMs
  withCache((cache) => cache.recall('used'), limits)
  nowMs = 91 * dayMs
  withCache((cache) => {
    expect(cache.recall('unused')).toBeNull()
    expect(cache.recall('used')).not.toBeNull()
  }, limits)
})

it('begins a damaged file anew, and does without one that it cannot have', () => {
  withCache((cache) => cache.remember('a', answer('1')))
  writeFileSync(path, 'no database at all, however long one looks at it'.repeat(100))
  withCache((cache) => {
    expect(cache.recall('a')).toBeNull()
    expect(cache.warnings[0]).toMatch(/damaged: it was kept as answers\.db\.corrupt-/)
    cache.remember('a', answer('2'))
    expect(cache.recall('a')?.etag).toBe('"1"')
  })
  writeFileSync(join(folder, 'file'), '')
  const none = openAnswerCache(join(folder, 'file', 'answers.db'))
  expect(none.warnings).toHaveLength(1)
  none.remember('a', answer('1'))
  expect(none.recall('a')).toBeNull()
  none.close()
})

it('does not believe a damaged body', () => {
  const body = noise(5000, 7)
  withCache((cache) => cache.remember('a', { ...answer(''), body }))
  const file = readFileSync(path)
  const at = file.indexOf(Buffer.from(body.subarray(100, 140)))
  expect(at).toBeGreaterThan(0)
  file[at] = (file[at] ?? 0) ^ 255
  writeFileSync(path, file)
  withCache((cache) => expect(cache.recall('a')).toBeNull())
})

it('leaves the file of a newer version as it is, and says so', () => {
  withCache((cache) => cache.remember('a', answer('1')))
  const database = new Database(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  const before = readFileSync(path)
  withCache((cache) => {
    cache.remember('a', answer('2'))
    expect(cache.recall('a')).toBeNull()
    expect(cache.warnings[0]).toContain('newer')
  })
  expect(readFileSync(path)).toEqual(before)
})
