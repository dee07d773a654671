import { describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import { attackTechnique, referenceOf } from '../support/reference.js'
import { answer, checked, memoryOf, page, scriptedHttp, virtualTimer } from './stage.js'

const short = '<title>A page</title><p>words</p>'
const links = (count: number) => Array.from({ length: count }, (_, n) => `https://site.example/x/T${n}`)
const validators = { etag: '"one"', 'last-modified': 'Tue, 10 Mar 2026 10:00:00 GMT' }

function withHeaders(outcome: HttpOutcome, headers: Record<string, string>): HttpOutcome {
  return outcome.kind === 'answer' ? { ...outcome, headers: { ...outcome.headers, ...headers } } : outcome
}

/** Sends addresses to those with a slash; pages say by what they can be asked for news. */
const site = (request: HttpRequest, html = short): HttpOutcome => {
  if (!request.url.endsWith('/')) return answer(301, { location: `${request.url}/` })
  if (request.headers['if-none-match'] === '"one"') return answer(304)
  return withHeaders(page(html, request.method), validators)
}

/** The same links twice, with one memory; a week and more lies between. */
async function twice(
  urls: string[],
  first: (request: HttpRequest) => HttpOutcome,
  second: (request: HttpRequest) => HttpOutcome,
) {
  const { memory } = memoryOf()
  const before = await checked(urls, { ...scriptedHttp(first), memory })
  const world = scriptedHttp(second, virtualTimer())
  const after = await checked(urls, { ...world, memory, now: '2026-03-20T12:00:00.000Z' })
  return { before, after, asked: world.asked }
}

describe('a page that was there', () => {
  it('is asked once whether it still stands, at the address that told so', async () => {
    const urls = links(40)
    const { before, after, asked } = await twice(urls, site, site)
    // The first link of a host is how the network is found.
    expect(asked.length).toBeLessThanOrEqual(urls.length + 2)
    expect(after.links.map(({ state, finalUrl }) => [state, finalUrl])).toEqual(
      before.links.map(({ state, finalUrl }) => [state, finalUrl]),
    )
    expect(after.links.every(({ checkedAt }) => checkedAt === '2026-03-20T12:00:00.000Z')).toBe(true)
  })

  it('keeps where it sends its readers', async () => {
    const stub = '<meta http-equiv="refresh" content="0; url=/x/new/"/>'
    const sends = (request: HttpRequest) => site(request, request.url.includes('new') ? short : stub)
    const { after, asked } = await twice(links(10), sends, sends)
    expect(asked.length).toBeLessThanOrEqual(14)
    for (const link of after.links)
      expect(link).toMatchObject({
        state: 'moved',
        target: 'https://site.example/x/new/',
        evidence: 'refresh',
      })
  })

  it.each([
    [
      'another page',
      (request: HttpRequest) => withHeaders(page(short, request.method), { etag: '"two"' }),
      'alive',
    ],
    ['nothing', () => answer(404), 'dead'],
    ['a refusal', () => answer(403), 'blocked'],
  ])('is judged anew where there is %s', async (_, now, state) => {
    const { after } = await twice(links(8), site, (request) =>
      request.url.endsWith('/') || state !== 'alive' ? now(request) : site(request),
    )
    expect(new Set(after.links.map((link) => link.state))).toEqual(new Set([state]))
  })

  it('is asked by its date where its server gives no tag, and not at all by what no header can hold', async () => {
    const dated = (request: HttpRequest) => {
      if (request.headers['if-modified-since'] === validators['last-modified']) return answer(304)
      return answer(200, { etag: 'é', 'last-modified': validators['last-modified'] })
    }
    const { after, asked } = await twice(['https://a.example/1', 'https://a.example/2'], dated, dated)
    expect(after.links.map(({ state }) => state)).toEqual(['alive', 'alive'])
    expect(asked.length).toBe(2)
  })
})

describe('a page whose site refuses to tell', () => {
  const url = 'https://attack.mitre.org/techniques/T1001'
  const reference = referenceOf([attackTechnique('T1001')])

  it('is told of by the tables, and asked again by the next run', async () => {
    const { memory } = memoryOf()
    const first = await checked([url], { ...scriptedHttp(() => answer(403)), memory, reference })
    expect(first.links).toMatchObject([
      { state: 'alive', method: 'reference', reason: 'http-403', status: 403 },
    ])
    expect(memory.recall(url)).toMatchObject({ state: 'blocked', method: 'http' })
    const world = scriptedHttp(() => answer(403))
    const next = await checked([url], { ...world, memory, reference })
    expect(next.links).toMatchObject([{ state: 'alive', method: 'reference' }])
    expect(world.asked.length).toBeGreaterThan(0)
  })

  it('stays unknown where it was found gone before', async () => {
    const { memory } = memoryOf()
    await checked([url], { ...scriptedHttp(() => answer(410)), memory, reference })
    const { links } = await checked([url], { ...scriptedHttp(() => answer(403)), memory, reference })
    expect(links).toMatchObject([{ state: 'blocked', method: 'http' }])
  })
})
