import { describe, expect, it } from 'vitest'
import type { HttpOutcome } from '../../pipeline/model/http.js'
import { answer, checkedOne, failure, scriptedHttp } from './stage.js'

const url = 'https://site.example/page'

/** Answers the n-th request with the n-th outcome, and with the last one from then on. */
function inTurn(...outcomes: HttpOutcome[]) {
  let next = 0
  return scriptedHttp(() => outcomes[Math.min(next++, outcomes.length - 1)] ?? answer(500))
}

describe('what an answer says of a link', () => {
  it.each([
    [200, 'alive', null],
    [204, 'alive', null],
    [206, 'alive', null],
    [401, 'blocked', 'http-401'],
    [403, 'blocked', 'http-403'],
    [407, 'blocked', 'http-407'],
    [451, 'blocked', 'http-451'],
    [999, 'blocked', 'http-999'],
    [404, 'dead', 'http-404'],
    [410, 'dead', 'http-410'],
    [400, 'unreachable', 'http-400'],
    [418, 'unreachable', 'http-418'],
    [500, 'unreachable', 'http-500'],
    [503, 'unreachable', 'http-503'],
    [304, 'unreachable', 'http-304'],
  ])('%i makes it %s', async (status, state, reason) => {
    const link = await checkedOne(
      url,
      scriptedHttp(() => answer(status)),
    )
    expect(link).toMatchObject({ state, reason, status, method: 'http', confirmed: false })
  })

  it.each(['timeout', 'reset', 'tls', 'protocol', 'connection-refused'] as const)(
    '%s makes it unreachable',
    async (reason) => {
      expect(
        await checkedOne(
          url,
          scriptedHttp(() => failure(reason)),
          { retries: 0 },
        ),
      ).toMatchObject({
        state: reason === 'timeout' ? 'unchecked' : 'unreachable',
        reason: reason === 'timeout' ? 'no-network' : reason,
      })
    },
  )

  it('is refused where the name leads into a private network', async () => {
    const link = await checkedOne(
      url,
      scriptedHttp(() => failure('private-address')),
    )
    expect(link).toMatchObject({ state: 'refused', reason: 'private-address' })
  })
})

describe('how often and how a link is asked', () => {
  const methods = (world: ReturnType<typeof scriptedHttp>) => world.asked.map((each) => each.method).join(' ')

  it('asks once by HEAD where that says enough', async () => {
    const world = inTurn(answer(200))
    expect(await checkedOne(url, world)).toMatchObject({ attempts: 1 })
    expect(methods(world)).toBe('HEAD')
  })

  it.each([400, 403, 405, 406, 501])('asks by GET at once after %i to HEAD', async (status) => {
    const world = inTurn(answer(status), answer(200))
    expect(await checkedOne(url, world)).toMatchObject({ state: 'alive', attempts: 2 })
    expect(methods(world)).toBe('HEAD GET')
  })

  it('asks by GET after an answer to HEAD that is no HTTP', async () => {
    expect(await checkedOne(url, inTurn(failure('protocol'), answer(200)))).toMatchObject({ state: 'alive' })
  })

  it('hears "not found" twice before it believes it', async () => {
    expect(await checkedOne(url, inTurn(answer(404), answer(200)))).toMatchObject({ state: 'alive' })
    const world = inTurn(answer(404))
    expect(await checkedOne(url, world)).toMatchObject({ state: 'dead', attempts: 2 })
    expect(methods(world)).toBe('HEAD GET')
  })

  it('never asks by GET after 429 or 503', async () => {
    for (const status of [429, 503]) {
      const world = inTurn(answer(status, { 'retry-after': '1' }), answer(status), answer(200))
      expect(await checkedOne(url, world)).toMatchObject({ state: 'alive', attempts: 3 })
      expect(methods(world)).toBe('HEAD HEAD HEAD')
    }
  })

  it.each([
    ['503', answer(503)],
    ['500', answer(500)],
    ['a reset', failure('reset')],
    ['a time-out', failure('timeout')],
    ['a name service without answer', failure('name-unresolved')],
  ])('survives two times %s', async (_, outcome) => {
    const other = 'https://other.example/'
    let nth = 0
    const world = scriptedHttp((request) => (request.url === other || ++nth > 2 ? answer(200) : outcome))
    const { checked } = await import('./stage.js')
    const { links } = await checked([url, other], world)
    expect(links.map((link) => link.state)).toEqual(['alive', 'alive'])
  })

  it.each(['tls', 'protocol'] as const)('does not ask again after %s', async (reason) => {
    const world = scriptedHttp(() => failure(reason))
    await checkedOne(url, world)
    expect(world.asked.length).toBe(reason === 'tls' ? 1 : 2)
  })

  it('remembers that a host knows only GET', async () => {
    const { checked } = await import('./stage.js')
    const world = scriptedHttp(({ method }) => answer(method === 'HEAD' ? 405 : 200))
    await checked(
      Array.from({ length: 20 }, (_, n) => `https://site.example/${n}`),
      world,
    )
    expect(world.asked.filter((each) => each.method === 'HEAD').length).toBeLessThanOrEqual(4)
  })
})

describe('redirects', () => {
  /** A site out of a table: address to its redirect; what is not in it answers 200. */
  const site = (redirects: Record<string, [number, string]>) =>
    scriptedHttp(({ url: asked }) => {
      const found = redirects[asked]
      return found === undefined ? answer(200) : answer(found[0], { location: found[1] })
    })

  it.each([
    ['a trailing slash', url, `${url}/`],
    ['the scheme', 'http://site.example/page', url],
    ['the host', url, 'https://www.site.example/page'],
    ['an encoding', 'https://site.example/a%2db', 'https://site.example/a-b'],
    ['tree for blob', 'https://github.com/o/r/tree/main/x.yml', 'https://github.com/o/r/blob/main/x.yml'],
  ])('is alive where it only changes %s', async (_, from, to) => {
    expect(await checkedOne(from, site({ [from]: [301, to] }))).toMatchObject({
      state: 'alive',
      finalUrl: to,
      target: null,
      evidence: null,
      attempts: 2,
    })
  })

  it.each([301, 308])('has moved after %i to another resource', async (status) => {
    const target = 'https://site.example/new'
    expect(await checkedOne(url, site({ [url]: [status, '/new'] }))).toMatchObject({
      state: 'moved',
      target,
      finalUrl: target,
      evidence: 'redirect',
      certainty: 'high',
    })
  })

  it.each([302, 303, 307])('is alive after %i to another resource', async (status) => {
    expect(await checkedOne(url, site({ [url]: [status, '/new'] }))).toMatchObject({
      state: 'alive',
      target: null,
      finalUrl: 'https://site.example/new',
    })
  })

  it('has moved to the end of the leading permanent run only', async () => {
    const link = await checkedOne(
      url,
      site({
        [url]: [301, `${url}/`],
        [`${url}/`]: [308, '/new'],
        'https://site.example/new': [302, '/login'],
        'https://site.example/login': [301, '/sign-in'],
      }),
    )
    expect(link).toMatchObject({
      state: 'moved',
      target: 'https://site.example/new',
      finalUrl: 'https://site.example/sign-in',
      certainty: 'medium',
    })
  })

  it('is dead where a permanent redirect leads to nothing', async () => {
    const world = scriptedHttp(({ url: asked }) =>
      asked === url ? answer(301, { location: '/new' }) : answer(404),
    )
    expect(await checkedOne(url, world)).toMatchObject({ state: 'dead', target: null })
  })

  it('says little of a link that is sent to the front page of another site', async () => {
    const target = 'https://other.example/'
    expect(await checkedOne(url, site({ [url]: [301, target] }))).toMatchObject({
      state: 'moved',
      target,
      certainty: 'low',
    })
  })

  it('keeps the fragment of the link, unless the redirect has its own', async () => {
    const kept = await checkedOne(`${url}#part`, site({ [url]: [301, '/new'] }))
    expect(kept.target).toBe('https://site.example/new#part')
    const own = await checkedOne(`${url}#part`, site({ [url]: [301, '/new#own'] }))
    expect(own.target).toBe('https://site.example/new#own')
  })

  it('reads a Location in UTF-8', async () => {
    const bytes = Buffer.from('/übung', 'utf8').toString('latin1')
    expect((await checkedOne(url, site({ [url]: [301, bytes] }))).target).toBe(
      'https://site.example/%C3%BCbung',
    )
  })

  it('stops at a loop', async () => {
    const world = site({ [url]: [302, '/b'], 'https://site.example/b': [302, '/page'] })
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'unreachable',
      reason: 'redirect-loop',
      attempts: 2,
    })
  })

  it('stops at a chain of fifty', async () => {
    const world = scriptedHttp(({ url: asked }) => answer(302, { location: `${asked}x` }))
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'unreachable',
      reason: 'redirect-loop',
      attempts: 11,
    })
  })

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://site.example/',
    '',
    'https://',
    'http://[',
  ])('calls %j a bad redirect', async (location) => {
    const world = site({ [url]: [302, location] })
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'unreachable',
      reason: 'bad-redirect',
      attempts: 1,
    })
  })

  it.each([
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://localhost:8080/',
    '//metadata.google.internal/',
  ])('refuses to follow one to %s, also at the third hop', async (location) => {
    const world = site({
      [url]: [302, '/b'],
      'https://site.example/b': [307, '/c'],
      'https://site.example/c': [308, location],
    })
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'refused',
      reason: 'redirect-to-private-address',
      attempts: 3,
    })
    expect(world.asked.map((each) => new URL(each.url).host)).toEqual(Array(3).fill('site.example'))
  })

  it('refuses where the name it leads to turns out private', async () => {
    const world = scriptedHttp(({ url: asked }) =>
      asked === url ? answer(302, { location: 'https://inside.example/' }) : failure('private-address'),
    )
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'refused',
      reason: 'redirect-to-private-address',
    })
  })

  it('does not ask what the user excluded', async () => {
    const world = site({ [url]: [302, 'https://excluded.example/'] })
    expect(await checkedOne(url, world, { exclude: ['excluded.example'] })).toMatchObject({
      state: 'unchecked',
      reason: 'excluded',
    })
    expect(world.asked.length).toBe(1)
  })

  it('masks credentials in what it reports', async () => {
    const location = 'https://u:pw@site.example/new?X-Amz-Signature=canary&a=1'
    const { target, finalUrl } = await checkedOne(url, site({ [url]: [301, location] }))
    expect(target).toBe('https://site.example/new?X-Amz-Signature=***&a=1')
    expect(finalUrl).toBe(target)
  })
})
