import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overHttp } from '../../pipeline/check/over-http/index.js'
import type { CheckNeeds } from '../../pipeline/check/settings.js'
import type { HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import { answer, checked, checkedOne, memoryOf, page, scriptedHttp, settings, virtualTimer } from './stage.js'

const notFound = '<title>Page not found</title>'
const short = '<title>A page</title><p>words</p>'
const links = (names: number, origin = 'https://site.example') =>
  Array.from({ length: names }, (_, n) => `${origin}/x/T${n}`)

type Site = (request: HttpRequest, nth: number) => HttpOutcome

/** Sends every address to the one with a slash, for good, where a page is. */
const habitual: Site = ({ url, method }) =>
  url.endsWith('/') ? page(short, method) : answer(301, { location: `${url}/` })

describe('an origin that wants a slash at the end', () => {
  it('is asked once for each link, as soon as it is known', async () => {
    const world = scriptedHttp(habitual)
    const result = await checked(links(600), world)
    expect(world.asked.length).toBeLessThanOrEqual(620)
    for (const link of result.links) {
      expect(link).toMatchObject({ state: 'alive', finalUrl: `${link.url}/`, target: null, evidence: null })
    }
    expect(result.links.reduce((sum, link) => sum + link.attempts, 0)).toBe(world.asked.length)
  })

  it.each([
    ['names a file', links(20).map((each) => `${each.replace('/x/', '/y/')}.html`)],
    ['is another origin', links(20, 'https://other.example')],
    ['is excluded', links(60).slice(40)],
  ])('is not guessed where the address %s', async (_, others) => {
    const world = scriptedHttp((request, nth) => {
      return others.includes(request.url) ? answer(200) : habitual(request, nth)
    })
    await checked([...links(20), ...others], world, { perHost: 1, exclude: ['*/x/T4*/', '*/x/T5*/'] })
    const guessed = others.map((each) => `${each}/`)
    expect(world.asked.filter((each) => guessed.includes(each.url))).toEqual([])
  })

  it.each([
    ['for now', 302, '/'],
    ['elsewhere too', 301, '/?seen'],
    ['to an address without', 301, '-new'],
  ])('is not taken to be one that redirects %s', async (_, status, suffix) => {
    const world = scriptedHttp(({ url }) =>
      /\/T\d+$/.test(url) ? answer(status, { location: url + suffix }) : answer(200),
    )
    await checked(links(30), world, { perHost: 1 })
    expect(world.asked.length).toBe(60)
  })

  it.each([
    ['a page', answer(200)],
    ['nothing', answer(404)],
    ['an error', answer(500)],
    ['a redirect elsewhere', answer(301, { location: '/new' })],
  ])('has no such habit once it answered %s', async (_, otherwise) => {
    const world = scriptedHttp((request, nth) => {
      return request.url.endsWith('/T1') ? otherwise : habitual(request, nth)
    })
    await checked(links(30), world, { perHost: 1, retries: 0 })
    const exact = new Set(world.asked.map((each) => each.url).filter((asked) => /\/x\/T\d+$/.test(asked)))
    expect(exact.size).toBe(30)
  })

  it('is guessed again where it says "not so fast"', async () => {
    const world = scriptedHttp((request, nth) => {
      return /5\/$/.test(request.url) && nth === 1
        ? answer(429, { 'retry-after': '1' })
        : habitual(request, nth)
    })
    const { links: found } = await checked(links(30), world, { perHost: 1 })
    expect(found.filter((link) => link.state === 'alive').length).toBe(30)
    expect(world.asked.length).toBeLessThanOrEqual(30 + 6 + 3)
  })

  it('is guessed less often where guesses lead nowhere', async () => {
    const world = scriptedHttp(({ url }) =>
      url.endsWith('/') ? answer(403) : answer(301, { location: `${url}/` }),
    )
    await checked(links(100), world)
    const plain = 100 * 3
    expect(world.asked.length).toBeLessThanOrEqual(plain + 60)
  })

  /** What may stand at an address and at the one with a slash; nothing is only at the latter. */
  const places: Record<string, (request: HttpRequest, hasSlash: boolean) => HttpOutcome> = {
    page: (request, hasSlash) => (hasSlash ? page(short, request.method) : slash(request)),
    refresh: ({ url, method }, hasSlash) =>
      hasSlash ? page('<meta http-equiv=refresh content="0;url=/new">', method) : slash({ url }),
    moved: ({ url }, hasSlash) => (hasSlash ? answer(301, { location: '/new' }) : slash({ url })),
    home: ({ url }, hasSlash) => (hasSlash ? answer(302, { location: '/' }) : slash({ url })),
    lostBehind: (request, hasSlash) => (hasSlash ? answer(404) : slash(request)),
    refused: (request, hasSlash) => (hasSlash ? answer(403) : slash(request)),
    softBehind: (request, hasSlash) => (hasSlash ? page(notFound, request.method) : slash(request)),
    gone: () => answer(404),
    softlyGone: ({ method }) => page(notFound, method),
    onlyPlain: ({ method }, hasSlash) => (hasSlash ? answer(404) : page(short, method)),
    stripped: ({ url, method }, hasSlash) =>
      hasSlash ? answer(301, { location: url.slice(0, -1) }) : page(short, method),
    elsewhere: (_, hasSlash) => (hasSlash ? answer(410) : answer(301, { location: '/new' })),
  }
  const slash = ({ url }: Pick<HttpRequest, 'url'>) => answer(301, { location: `${url}/` })

  it.each(Object.keys(places))('changes no verdict on one more address: %s', async (name) => {
    const odd = 'https://site.example/y/odd'
    const behaviour = (request: HttpRequest, nth: number) =>
      request.url.startsWith(odd)
        ? (places[name]?.(request, request.url.endsWith('/')) ?? answer(500))
        : habitual(request, nth)
    const alone = await checkedOne(odd, scriptedHttp(behaviour))
    const { links: all } = await checked([...links(8), odd], scriptedHttp(behaviour), { perHost: 1 })
    const last = all.find((link) => link.url === odd)
    expect({ ...last, attempts: 0, places: [] }).toEqual({ ...alone, attempts: 0, places: [] })
  })

  it('is not guessed for an address that was asked already', async () => {
    const { http, timer } = scriptedHttp(({ url }) => {
      return url.endsWith('/') ? answer(200) : answer(301, { location: `${url}/` })
    })
    const questions = links(8).map((address) => ({ address, urls: [address] }))
    const last = 'https://site.example/x/T7'
    const foretold = new Map([[last, { method: 'HEAD' as const, outcome: answer(403) }]])
    const attempts = new Map<string, number>()
    const ask = overHttp(
      { ...settings, perHost: 1 },
      { http, timer, random: () => 0, memory: memoryOf().memory } as CheckNeeds,
      foretold,
    )
    await ask(questions, (question, told) => void attempts.set(question.address, told.attempts))
    expect([...attempts.values()].slice(3)).toEqual([1, 1, 1, 1, 3])
  })

  it('is given up for an address as soon as its page says that there is none', async () => {
    const lost = 'https://site.example/y/lost'
    const world = scriptedHttp((request, nth) => {
      return request.url.startsWith(lost) ? page(notFound, request.method) : habitual(request, nth)
    })
    const { links: found } = await checked([...links(8), lost], world, { perHost: 1 })
    expect(found.at(-1)).toMatchObject({ state: 'dead', reason: 'soft-404', finalUrl: null, attempts: 3 })
  })

  it('changes no verdict, whatever else it does and in whatever order', async () => {
    const place = fc.constantFrom(...Object.keys(places), ...Array(20).fill('page'))
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 8, maxLength: 40 }), fc.nat(), async (names, seed) => {
        const urls = names.map((_, n) => `https://site.example/x/${n}`)
        const behaviour = (request: HttpRequest) => {
          const name = names[Number(/\/x\/(\d+)/.exec(request.url)?.[1])]
          const found = name === undefined ? undefined : places[name]
          return found?.(request, request.url.endsWith('/')) ?? page(short, request.method)
        }
        const timer = virtualTimer()
        let asked = 0
        const together = scriptedHttp(async (request) => {
          await timer.sleep((seed * ++asked) % 17)
          return behaviour(request)
        }, timer)
        const all = await checked(urls, together, { perHost: 2 })
        for (const link of all.links) {
          const alone = await checkedOne(link.url, scriptedHttp(behaviour))
          expect({ ...link, attempts: 0, places: [] }).toEqual({ ...alone, attempts: 0, places: [] })
        }
      }),
      { numRuns: 40 },
    )
  }, 120_000)
})
