import { describe, expect, it } from 'vitest'
import { check } from '../../pipeline/check/index.js'
import {
  answer,
  checked,
  checkedOne,
  failure,
  memoryOf,
  modelOf,
  rememberedLink,
  scriptedHttp,
  settings,
  today,
  virtualTimer,
} from './stage.js'

const url = 'https://site.example/page'
const daysAgo = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString()

describe('which links are asked', () => {
  it('asks one address once, however it is written, and reports on every spelling', async () => {
    const spellings = [
      url,
      `${url}#a`,
      `${url}#b`,
      'https://SITE.example/page',
      'https://site.example:443/page',
      'https://u:p@site.example/page',
      'HTTPS://site.example./page',
    ]
    const world = scriptedHttp(() => answer(200))
    const { links } = await checked([...spellings, ...spellings], world)
    expect(world.asked.map((each) => each.url)).toEqual([url])
    expect(links.map((link) => link.url)).toEqual([...spellings].sort())
    expect(links.every((link) => link.state === 'alive' && link.places.length === 2)).toBe(true)
  })

  it('asks query values apart', async () => {
    const world = scriptedHttp(({ url: asked }) => answer(asked.endsWith('2') ? 404 : 200))
    const { links } = await checked([`${url}?id=1`, `${url}?id=2`], world)
    expect(links.map((link) => link.state)).toEqual(['alive', 'dead'])
  })

  it.each([
    ['page.md', 'malformed'],
    ['https://', 'malformed'],
    ['http://256.1.1.1/', 'malformed'],
    ['mailto:a@b.example', 'not-http'],
    ['ftp://site.example/', 'not-http'],
    ['javascript:alert(1)', 'not-http'],
    ['http://2130706433/', 'private-address'],
    ['http://①②⑦.⓪.⓪.①/', 'private-address'],
    ['http://[::ffff:127.0.0.1]/', 'private-address'],
    ['http://metadata.google.internal/', 'private-address'],
    ['http://intranet/', 'private-address'],
    ['http://site.example:25/', 'blocked-port'],
  ])('refuses %s', async (refused, reason) => {
    const world = scriptedHttp(() => answer(200))
    for (const offline of [false, true]) {
      expect(await checkedOne(refused, world, { offline })).toMatchObject({
        state: 'refused',
        reason,
        method: null,
        checkedAt: null,
        attempts: 0,
      })
    }
    expect(world.asked).toEqual([])
  })

  it('asks a private host that the user allowed', async () => {
    const world = scriptedHttp(() => answer(200))
    const allowed = { allowHosts: ['127.0.0.1:8080'] }
    expect(await checkedOne('http://127.0.0.1:8080/', world, allowed)).toMatchObject({ state: 'alive' })
    expect(await checkedOne('http://127.0.0.1:8081/', world, allowed)).toMatchObject({ state: 'refused' })
  })

  it.each([
    ['https://site.example/', true],
    ['/page', true],
    ['https://*/page', true],
    ['*.example/*', true],
    ['https://site.example/pag', true],
    ['https://site.example/*x', false],
    ['site.example*', false],
    ['other', false],
    ['', false],
  ])('excludes by the pattern %j: %j', async (pattern, isExcluded) => {
    const link = await checkedOne(
      url,
      scriptedHttp(() => answer(200)),
      { exclude: [pattern] },
    )
    expect(link).toMatchObject(isExcluded ? { state: 'unchecked', reason: 'excluded' } : { state: 'alive' })
  })

  it('says what asks', async () => {
    const headers: Record<string, string>[] = []
    const world = scriptedHttp((request) => {
      headers.push(request.headers)
      return answer(200)
    })
    await checkedOne(url, world)
    expect(headers).toEqual([
      { 'user-agent': 'control-coverage/test', accept: '*/*', 'accept-encoding': 'identity' },
    ])
  })

  it('gathers every role with its places in order', async () => {
    const model = modelOf([])
    const [technique] = model.techniques
    const [mapping] = technique?.mappings ?? []
    if (technique === undefined || mapping === undefined) throw new Error('the model has a mapping')
    const at = (line: number) => ({ file: 'T1.md', line })
    const link = { label: '', url }
    const full = {
      ...technique,
      url,
      urlPlace: at(2),
      descriptionLinks: [{ ...link, place: at(3) }],
      mappings: [
        {
          ...mapping,
          sourceUrl: url,
          place: at(4),
          locator: { text: '', links: [link], place: at(5) },
          resources: [{ label: '', url, trail: [link], tests: null, place: at(6) }],
        },
      ],
    }
    const world = scriptedHttp(() => answer(200))
    const progress = { start: () => ({ advance: () => undefined, done: () => undefined }) }
    const needs = {
      ...world,
      memory: memoryOf().memory,
      clock: { now: () => new Date(today) },
      progress,
      random: () => 0,
      clones: null,
      githubToken: null,
      reference: null,
    }
    const { links } = await check({ ...model, techniques: [full] }, settings, needs)
    expect(links[0]?.places.map(({ line, role }) => `${line} ${role}`)).toEqual([
      '2 technique',
      '3 description',
      '4 source',
      '5 locator',
      '6 resource',
      '6 trail',
    ])
  })
})

describe('what memory is for', () => {
  it.each(['alive', 'moved'])('carries a fresh %s and asks nobody', async (state) => {
    const world = scriptedHttp(() => answer(404))
    const { memory, remembered } = memoryOf(rememberedLink(url, state, daysAgo(6.9)))
    expect(await checkedOne(url, { ...world, memory })).toMatchObject({
      state,
      method: 'carried',
      checkedAt: daysAgo(6.9),
      attempts: 0,
    })
    expect(world.asked).toEqual([])
    expect(remembered).toEqual([])
  })

  it.each([
    ['alive', daysAgo(7)],
    ['alive', daysAgo(-1)],
    ['alive', 'nonsense'],
    ['dead', daysAgo(1)],
    ['blocked', daysAgo(1)],
    ['unreachable', daysAgo(1)],
  ])('asks again what was %s at %s', async (state, at) => {
    const { memory } = memoryOf(rememberedLink(url, state, at))
    const link = await checkedOne(url, { ...scriptedHttp(() => answer(200)), memory })
    expect(link).toMatchObject({ state: 'alive', method: 'http' })
  })

  it('takes over everything a run learnt before it was interrupted', async () => {
    const { memory } = memoryOf(rememberedLink(url, 'dead', daysAgo(0), { reason: 'http-404' }))
    const world = { ...scriptedHttp(() => answer(200)), memory }
    expect(await checkedOne(url, world, { resumedFrom: daysAgo(0.1) })).toMatchObject({
      state: 'dead',
      reason: 'http-404',
      method: 'http',
    })
  })

  it('confirms a death on the second finding 24 hours later', async () => {
    const { memory } = memoryOf()
    const world = { ...scriptedHttp(() => answer(404)), memory }
    const at = (now: string) => checkedOne(url, { ...world, now })
    expect(await at('2026-03-01T00:00:00.000Z')).toMatchObject({
      confirmed: false,
      deadSince: '2026-03-01T00:00:00.000Z',
    })
    expect(await at('2026-03-01T23:59:59.000Z')).toMatchObject({ confirmed: false })
    expect(await at('2026-03-02T00:00:00.000Z')).toMatchObject({
      confirmed: true,
      deadSince: '2026-03-01T00:00:00.000Z',
    })
  })

  it('forgets a death as soon as the link lives, but not for a time-out', async () => {
    const { memory } = memoryOf()
    let status = 404
    const at = (now: string) => checkedOne(url, { ...scriptedHttp(() => answer(status)), memory, now })
    await at('2026-03-01T00:00:00.000Z')
    status = 503
    expect(await at('2026-03-02T00:00:00.000Z')).toMatchObject({
      state: 'unreachable',
      deadSince: '2026-03-01T00:00:00.000Z',
    })
    status = 200
    expect(await at('2026-03-03T00:00:00.000Z')).toMatchObject({
      deadSince: null,
      lastAlive: '2026-03-03T00:00:00.000Z',
    })
    status = 404
    const again = await at('2026-03-20T00:00:00.000Z')
    expect(again).toMatchObject({
      confirmed: false,
      deadSince: '2026-03-20T00:00:00.000Z',
      firstSeen: '2026-03-01T00:00:00.000Z',
    })
    expect(again.history.map((each) => each.state)).toEqual(['dead', 'unreachable', 'alive', 'dead'])
  })

  it('keeps the last ten sightings', async () => {
    const { memory } = memoryOf()
    const world = { ...scriptedHttp(() => answer(404)), memory }
    for (let day = 10; day < 25; day++)
      await checkedOne(url, { ...world, now: `2026-03-${day}T00:00:00.000Z` })
    const { history } = await checkedOne(url, { ...world, now: '2026-03-25T00:00:00.000Z' })
    expect(history.map((each) => each.at.slice(8, 10))).toEqual([
      '16',
      '17',
      '18',
      '19',
      '20',
      '21',
      '22',
      '23',
      '24',
      '25',
    ])
  })
})

describe('a run that cannot ask', () => {
  const old = rememberedLink(url, 'alive', daysAgo(1), { lastAlive: daysAgo(1) })

  it('is offline: nothing is asked, carried or overwritten', async () => {
    const world = scriptedHttp(() => answer(200))
    const { memory, remembered } = memoryOf(old)
    const result = await checked([url], { ...world, memory }, { offline: true })
    expect(result.network.state).toBe('offline')
    expect(result.links[0]).toMatchObject({
      state: 'unchecked',
      reason: 'offline',
      lastAlive: daysAgo(1),
      checkedAt: null,
    })
    expect(result.links[0]?.history).toEqual(old.history)
    expect([world.asked, remembered]).toEqual([[], []])
  })

  it.each(['name-not-found', 'name-unresolved', 'network-unreachable', 'timeout', 'proxy'] as const)(
    'finds no network by %s',
    async (reason) => {
      const world = scriptedHttp(() => failure(reason))
      const { memory, remembered } = memoryOf(old)
      const urls = [url, ...Array.from({ length: 900 }, (_, n) => `https://h${n % 9}.example/${n}`)]
      const result = await checked(urls, { ...world, memory })
      expect(result.network).toMatchObject({ state: 'no-network', detail: expect.stringContaining(reason) })
      expect(new Set(result.links.map((link) => `${link.state} ${link.reason}`))).toEqual(
        new Set(['unchecked no-network']),
      )
      expect(world.asked.length).toBe(6)
      expect(remembered).toEqual([])
    },
  )

  it.each(['tls', 'reset', 'protocol', 'connection-refused'] as const)(
    'finds a network by %s',
    async (reason) => {
      const result = await checked(
        [url],
        scriptedHttp(() => failure(reason)),
      )
      expect(result.network.state).toBe('online')
    },
  )

  it('asks no probed link a second time', async () => {
    const urls = Array.from({ length: 12 }, (_, n) => `https://h${n}.example/`)
    const world = scriptedHttp(() => answer(200))
    await checked(urls, world)
    expect(world.asked.map((each) => each.url).sort()).toEqual([...urls].sort())
  })

  it('keeps what came before it was stopped, and flushes it', async () => {
    const stop = new AbortController()
    const timer = virtualTimer()
    let answered = 0
    const world = scriptedHttp(async (request) => {
      await timer.sleep(10)
      if (request.signal?.aborted) return failure('aborted')
      if (++answered === 20) stop.abort()
      return answer(200)
    }, timer)
    const { memory, remembered, flushes } = memoryOf()
    const urls = Array.from({ length: 300 }, (_, n) => `https://site.example/${n}`)
    const result = await checked(urls, { ...world, memory, signal: stop.signal })
    expect(result.network.state).toBe('interrupted')
    expect(result.links.filter((link) => link.state === 'alive').length).toBe(remembered.length)
    expect(remembered.length).toBeGreaterThanOrEqual(20)
    expect(new Set(result.links.filter((link) => link.state !== 'alive').map((link) => link.reason))).toEqual(
      new Set(['interrupted']),
    )
    expect(flushes()).toBe(1)
  })

  it('stops while a host is waited for', async () => {
    const stop = new AbortController()
    const world = scriptedHttp(() => {
      setTimeout(() => stop.abort(), 5)
      return answer(429, { 'retry-after': '600' })
    })
    const timer = {
      elapsedMs: () => performance.now(),
      sleep: (_: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve())),
    }
    const result = await checked([url], { ...world, timer, signal: stop.signal })
    expect(result.links[0]).toMatchObject({ state: 'unchecked', reason: 'interrupted' })
  })
})
