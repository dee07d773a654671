import { describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import { answer, checked, failure, scriptedHttp, virtualTimer } from './stage.js'

const links = (host: string, count: number) => Array.from({ length: count }, (_, n) => `https://${host}/${n}`)
const states = (result: Awaited<ReturnType<typeof checked>>) => {
  const counts: Record<string, number> = {}
  for (const { state, reason } of result.links) {
    const key = reason === null ? state : `${state} ${reason}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** A timer and an Http whose answers take `latencyMs` of its time. */
function slowHttp(
  latencyMs: number,
  script: (request: HttpRequest, nth: number, atMs: number) => HttpOutcome,
) {
  const timer = virtualTimer()
  return scriptedHttp(async (request, nth) => {
    await timer.sleep(latencyMs)
    return script(request, nth, timer.elapsedMs())
  }, timer)
}

describe('one host', () => {
  it('is never asked more than its limit at once', async () => {
    const world = slowHttp(20, () => answer(200))
    const result = await checked([...links('a.example', 60), ...links('b.example', 60)], world, {
      perHost: 3,
    })
    expect(states(result)).toEqual({ alive: 120 })
    expect([...world.most.values()]).toEqual([3, 3])
  })

  it('is one host under http and https, with a final dot and in capitals', async () => {
    const world = slowHttp(20, () => answer(200))
    const spellings = ['http://a.example', 'https://a.example', 'https://A.EXAMPLE.']
    await checked(
      spellings.flatMap((origin, spelling) =>
        Array.from({ length: 20 }, (_, n) => `${origin}/${spelling}-${n}`),
      ),
      world,
      { perHost: 2 },
    )
    expect(Math.max(...world.most.values())).toBe(2)
  })

  it('does not keep another one waiting, however slow', async () => {
    const world = slowHttp(10, ({ url }) =>
      url.includes('slow') ? answer(429, { 'retry-after': '600' }) : answer(200),
    )
    await checked([...links('slow.example', 400), ...links('quick.example', 400)], world, { concurrency: 4 })
    const lastQuick = Math.max(
      ...world.asked.filter((each) => each.url.includes('quick')).map((each) => each.atMs),
    )
    expect(lastQuick).toBeLessThan(10_000)
  })

  it('is waited for in its own lane by redirects from elsewhere', async () => {
    const world = slowHttp(10, ({ url }) =>
      url.includes('from.example') ? answer(302, { location: url.replace('from', 'to') }) : answer(200),
    )
    await checked(links('from.example', 50), world, { perHost: 2 })
    expect(world.most.get('to.example')).toBe(2)
  })

  it('is asked for ten thousand links in linear work', async () => {
    const world = scriptedHttp(() => answer(200))
    expect(states(await checked(links('a.example', 10_000), world))).toEqual({ alive: 10_000 })
    expect(world.asked.length).toBe(10_000)
  })
})

describe('"not so fast"', () => {
  /** Lets `allowed` requests through in each `windowMs`, and says how long the rest of the window is. */
  const limiter = (allowed: number, windowMs: number) => {
    let windowStart = 0
    let let1 = 0
    return (_: HttpRequest, __: number, atMs: number) => {
      if (atMs - windowStart >= windowMs) {
        windowStart = atMs
        let1 = 0
      }
      if (let1++ < allowed) return answer(200)
      return answer(429, { 'retry-after': String(Math.ceil((windowStart + windowMs - atMs) / 1000)) })
    }
  }

  it('costs few requests and no verdict: 200 links at 60 in 10 seconds', async () => {
    const world = slowHttp(20, limiter(60, 10_000))
    expect(states(await checked(links('a.example', 200), world))).toEqual({ alive: 200 })
    expect(world.asked.length).toBeLessThanOrEqual(205)
    expect(world.timer.elapsedMs()).toBeLessThan(33_000)
  })

  it('holds for requests that stood in line for their turn among all hosts', async () => {
    let limitedAtMs = Number.POSITIVE_INFINITY
    const world = slowHttp(10, ({ url }, nth, atMs) => {
      if (!url.endsWith('/5') || nth > 1) return answer(200)
      limitedAtMs = atMs
      return answer(429, { 'retry-after': '60' })
    })
    const urls = [...links('a.example', 40), ...links('b.example', 40)]
    expect(states(await checked(urls, world, { concurrency: 1, exclude: ['b.example/5'] })).alive).toBe(79)
    const meanwhile = world.asked.filter(
      ({ url, atMs }) => url.includes('a.example') && atMs > limitedAtMs && atMs < limitedAtMs + 60_000,
    )
    expect(meanwhile).toEqual([])
  })

  it('is run into again now and then, since limits are lifted', async () => {
    let isLifted = false
    const limited = limiter(20, 10_000)
    const world = slowHttp(20, (request, nth, atMs) => (isLifted ? answer(200) : limited(request, nth, atMs)))
    const before = world.http.ask
    world.http.ask = (request) => {
      if (world.asked.length > 100) isLifted = true
      return before(request)
    }
    expect(states(await checked(links('a.example', 1000), world))).toEqual({ alive: 1000 })
    expect(world.timer.elapsedMs()).toBeLessThan(90_000)
  })

  it.each([
    ['429', answer(429, { 'retry-after': '60' })],
    ['503', answer(503, { 'retry-after': '60' })],
    ['403 with retry-after', answer(403, { 'retry-after': '60' })],
    [
      '403 with a rate limit',
      answer(403, {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1700000060',
        date: new Date(1_700_000_000_000).toUTCString(),
      }),
    ],
    [
      'a date',
      answer(429, { 'retry-after': new Date(60_000).toUTCString(), date: new Date(0).toUTCString() }),
    ],
  ])('closes the whole host for the time asked (%s), whatever else it answers', async (_, notSoFast) => {
    const timer = virtualTimer()
    let limitedAtMs = -1
    const world = scriptedHttp(async ({ url }, nth) => {
      const isLimiting = url.endsWith('/5') && nth === 1
      await timer.sleep(isLimiting ? 10 : 12)
      if (!isLimiting) return answer(200)
      limitedAtMs = timer.elapsedMs()
      return notSoFast
    }, timer)
    const result = await checked(links('a.example', 100), world)
    expect(states(result)).toEqual({ alive: 100 })
    const meanwhile = world.asked.filter(
      (each) => each.atMs > limitedAtMs && each.atMs < limitedAtMs + 55_000,
    )
    expect(meanwhile).toEqual([])
  })

  it('is not waited for beyond a quarter of an hour', async () => {
    const world = slowHttp(10, () => answer(429, { 'retry-after': '3600' }))
    expect(states(await checked([...links('a.example', 50)], world))).toEqual({
      'blocked http-429': 1,
      'unchecked host-rate-limited': 49,
    })
    expect(world.asked.length).toBe(1)
  })

  it('is believed of a link that hears nothing else, and of that link only', async () => {
    const world = slowHttp(10, ({ url }) =>
      url.endsWith('/3') ? answer(429, { 'retry-after': '1' }) : answer(200),
    )
    expect(states(await checked(links('a.example', 40), world))).toEqual({ alive: 39, 'blocked http-429': 1 })
  })

  it('is believed of a host that breaks its word', async () => {
    const world = slowHttp(10, () => answer(429, { 'retry-after': '1' }))
    const counts = states(await checked(links('a.example', 200), world))
    expect(Object.keys(counts).sort()).toEqual(['blocked http-429', 'unchecked host-rate-limited'])
    expect(world.asked.length).toBeLessThan(10)
  })
})

describe('a host that is down', () => {
  const other = 'https://up.example/'
  const down = (reason: Parameters<typeof failure>[0]) =>
    slowHttp(20, ({ url }) => (url === other ? answer(200) : failure(reason)))

  it.each(['timeout', 'reset', 'connection-refused', 'name-unresolved'] as const)(
    'is given up after %s',
    async (reason) => {
      const world = down(reason)
      const counts = states(await checked([other, ...links('down.example', 500)], world))
      expect(counts['unchecked host-given-up']).toBeGreaterThan(480)
      expect(counts[`unreachable ${reason}`]).toBe(500 - (counts['unchecked host-given-up'] ?? 0))
      expect(world.asked.length).toBeLessThan(20)
    },
  )

  it('is given up at once where its name is unknown', async () => {
    const world = down('name-not-found')
    expect(states(await checked([other, ...links('down.example', 500)], world))).toEqual({
      alive: 1,
      'unreachable name-not-found': 1,
      'unchecked host-given-up': 499,
    })
  })

  it('is not given up for a server that drops every first request', async () => {
    const world = slowHttp(20, (_, nth) => (nth === 1 ? failure('reset') : answer(200)))
    expect(states(await checked(links('a.example', 60), world))).toEqual({ alive: 60 })
  })

  it('is not given up for an outage of two seconds', async () => {
    const world = slowHttp(5, (_, __, atMs) => (atMs < 900 ? failure('connection-refused') : answer(200)))
    expect(states(await checked(links('a.example', 60), world))).toEqual({ alive: 60 })
  })
})

describe('order and chance', () => {
  it('change nothing in the artifact', async () => {
    const urls = ['a', 'b', 'c'].flatMap((host) => links(`${host}.example`, 30))
    const script = ({ url }: HttpRequest) => {
      const last = url.at(-1) ?? ''
      if (last === '3') return answer(404)
      if (last === '4') return answer(301, { location: '/other' })
      return last === '5' ? answer(503) : answer(200)
    }
    const run = (latency: () => number) => {
      const timer = virtualTimer()
      const world = scriptedHttp(async (request) => {
        await timer.sleep(latency())
        return script(request)
      }, timer)
      return checked(urls, { ...world, random: Math.random })
    }
    const first = await run(() => 1)
    const second = await run(() => Math.random() * 1000)
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })
})
