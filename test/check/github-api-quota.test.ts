import { describe, expect, test } from 'vitest'
import {
  accessOf,
  api,
  at,
  head,
  id,
  json,
  lastTouchOf,
  listed,
  repository,
  type Script,
  world,
} from './github-api-world.js'

describe('quota', () => {
  const limited = (headers: Record<string, string>) =>
    json({ message: 'API rate limit exceeded' }, headers, 403)

  const short = { 'retry-after': '20' }
  const atMs = ({ asked }: ReturnType<typeof world>) => asked.map((each) => each.atMs)

  const some = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`/repos/o/${name}`, repository]))

  test('leaves a reserve, then asks nothing more and says so once', async () => {
    let left = 7
    const it = world(some, { headers: () => ({ 'x-ratelimit-remaining': String(--left) }) })
    const kinds = []
    for (const path of ['o/a', 'o/b', 'o/c', 'o/d']) {
      const opened = await it.open(path)
      kinds.push(opened.kind === 'unknown' ? opened.reason : opened.kind)
    }
    expect(kinds).toEqual(['found', 'found', 'api-quota', 'api-quota'])
    expect(it.asked).toHaveLength(2)
    expect(it.notes).toHaveLength(1)
  })

  test.each([
    [30, [0, 31_000]],
    [600, [0]],
  ])('used up with a reset in %i s asks at %j', async (seconds, moments) => {
    const date = Date.parse('2026-01-01T00:00:00Z')
    let left = 6
    const headers = () => ({
      'x-ratelimit-remaining': String(left > 5 ? --left : 4999),
      'x-ratelimit-reset': String(date / 1000 + (left > 5 ? 0 : seconds)),
      date: new Date(date).toUTCString(),
    })
    const it = world(some, { headers })
    for (const path of ['o/a', 'o/b']) await it.open(path)
    expect(atMs(it)).toEqual(moments)
  })

  test('waits for short pauses, three minutes of them at most', async () => {
    const once = world({ '/repos/o/r': (nth) => (nth === 1 ? limited(short) : repository) })
    expect((await once.open()).kind).toBe('found')
    expect(atMs(once)).toEqual([0, 21_000])
    const always = world({ '/repos/o/r': limited(short) })
    expect(await always.open()).toEqual({ kind: 'unknown', reason: 'api-quota' })
    expect(atMs(always)).toEqual(Array.from({ length: 9 }, (_, nth) => nth * 21_000))
  })

  test('waits a minute where a limit names no time, as GitHub advises', async () => {
    const secondary = json({ message: 'You have exceeded a secondary rate limit.' }, {}, 403)
    const it = world({ '/repos/o/r': (nth) => (nth === 1 ? secondary : repository) })
    await it.open()
    expect(atMs(it)).toEqual([0, 60_000])
  })

  test('no request goes out while it waits', async () => {
    const it = world({ ...some, '/repos/o/r': (nth) => (nth === 1 ? limited(short) : repository) })
    await Promise.all(['o/r', 'o/a', 'o/b', 'o/c', 'o/d', 'o/e'].map((path) => it.open(path)))
    expect(atMs(it).filter((each) => each > 0 && each < 20_000)).toEqual([])
    expect(it.most.get('api.github.com')).toBe(4)
  })

  test('does not wait longer than a minute', async () => {
    const it = world({ '/repos/o/r': limited({ 'retry-after': '61' }) })
    expect(await it.open()).toEqual({ kind: 'unknown', reason: 'api-quota' })
    expect(it.asked).toHaveLength(1)
  })

  test('law: never more than 900 requests in any minute', async () => {
    const paths = Array.from({ length: 1500 }, (_, nth) => `o/${nth}`)
    const it = world(Object.fromEntries(paths.map((path) => [`/repos/${path}`, repository])))
    await Promise.all(paths.map((path) => it.open(path)))
    const moments = atMs(it)
    expect(moments).toHaveLength(1500)
    for (const [nth, from] of moments.entries())
      expect((moments[nth + 900] ?? Number.POSITIVE_INFINITY) - from).toBeGreaterThan(60_000)
  })

  test.each([undefined, 'secret'])(
    'the last 30 requests are not spent on history (token: %s)',
    async (token) => {
      let left = 30
      const headers = () => ({ 'x-ratelimit-remaining': String(left) })
      const script = { [lastTouchOf('x')]: listed(id('c'), '2024-01-01T00:00:00Z') }
      const it = world(script, { headers, ...(token && { token }) })
      const access = await accessOf(it)
      expect((await access.departures(head, ['x'])).size).toBe(1)
      left = 29
      await access.resolve(['main'])
      expect((await access.departures(head, ['y'])).size).toBe(0)
      expect((await access.departures(head, ['z'])).size).toBe(0)
      expect(it.notes).toHaveLength(1)
    },
  )

  test('law: what the last requests go to is no matter of which answers come first', async () => {
    const paths = Array.from({ length: 12 }, (_, nth) => `p${String(nth).padStart(2, '0')}.yml`)
    const commitOf = (path: string) => `${path.slice(1, 3)}`.repeat(20)
    const when = '2024-05-01T10:00:00Z'
    const page = (path: string, number: number) => `/repositories/7/commits/${commitOf(path)}?page=${number}`
    const answerOf = (path: string, number: number) =>
      json(
        {
          sha: commitOf(path),
          commit: at(when),
          files: number < 3 ? [] : [{ status: 'removed', filename: path }],
        },
        number < 3 ? { link: `<${api}${page(path, number + 1)}>; rel="next"` } : {},
      )
    const script: Script = Object.fromEntries(
      paths.flatMap((path) => [
        [lastTouchOf(path), listed(commitOf(path), when)],
        [`/repos/o/r/commits/${commitOf(path)}`, answerOf(path, 1)],
        ...[2, 3].map((number) => [page(path, number), answerOf(path, number)] as const),
      ]),
    )
    const runs = []
    for (const slow of [0, 1, 2, 3, 4]) {
      let left = 60
      const delayMs = (url: string) =>
        10 + ((url.length * 7 + url.charCodeAt(url.length - 9) * 31 * slow) % 97)
      const it = world(script, { delayMs, headers: () => ({ 'x-ratelimit-remaining': String(--left) }) })
      const departed = await (await accessOf(it)).departures(head, paths)
      runs.push({ departed: [...departed], asked: it.paths().sort() })
    }
    for (const run of runs.slice(1)) expect(run).toEqual(runs[0])
    expect(runs[0]?.asked.length).toBe(31)
  })

  test('is told in words: what was asked, what is left and until when', async () => {
    const it = world(
      {},
      {
        headers: () => ({
          'x-ratelimit-remaining': '3815',
          'x-ratelimit-reset': String(Date.parse('2026-01-01T09:14:00Z') / 1000),
        }),
      },
    )
    expect(it.spent()).toBeNull()
    await it.open()
    expect(it.spent()).toBe("GitHub's API: 1 request, 3,815 left until 09:14 UTC")
    const silent = world({ '/repos/o/r': json({}, {}, 500) })
    await silent.open()
    expect(silent.spent()).toBe("GitHub's API: 3 requests")
  })
})
