import { describe, expect, it } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import { answer, checked, checkedOne, failure, page, scriptedHttp } from './stage.js'

const url = 'https://site.example/a/page'
const content = `<title>A page</title>${'<p>words</p>'.repeat(2000)}`
const short = '<title>A page</title><p>words</p>'
const sendsTo = (target: string) => `<meta http-equiv="refresh" content="0; url=${target}"/>`

type Behaviour = (request: HttpRequest, nth: number) => HttpOutcome

/** A site out of a table of addresses; what is not in it is a page of content. */
function site(behaviours: Record<string, Behaviour | string>) {
  return scriptedHttp((request, nth) => {
    const found = behaviours[request.url] ?? content
    return typeof found === 'string' ? page(found, request.method) : found(request, nth)
  })
}
const to =
  (status: number, location: string): Behaviour =>
  () =>
    answer(status, { location })
const methods = (world: ReturnType<typeof scriptedHttp>) => world.asked.map((each) => each.method).join(' ')

describe('a page', () => {
  it('is read where it is small, and believed where it sends its readers on', async () => {
    const world = site({ [url]: sendsTo('/new/') })
    expect(await checkedOne(url, world)).toMatchObject({
      state: 'moved',
      target: 'https://site.example/new/',
      finalUrl: 'https://site.example/new/',
      evidence: 'refresh',
      certainty: 'high',
      attempts: 3,
    })
    expect(methods(world)).toBe('HEAD GET GET')
  })

  it('is not asked for where it is long, or no page at all', async () => {
    const plain = answer(200, { 'content-type': 'text/plain' })
    for (const outcome of [page(content, 'HEAD'), plain]) {
      const world = site({ [url]: () => outcome })
      expect(await checkedOne(url, world)).toMatchObject({ state: 'alive', attempts: 1 })
    }
  })

  it('is read, however long, where its beginning was sent anyway', async () => {
    const headers = { 'content-type': 'text/html' }
    const body = new TextEncoder().encode(sendsTo('/new') + content)
    const unsaid = site({
      [url]: ({ method }) =>
        method === 'HEAD' ? answer(200, headers) : { kind: 'answer', status: 200, headers, body },
    })
    expect(await checkedOne(url, unsaid)).toMatchObject({ state: 'moved', attempts: 3 })
  })

  it('is asked for by GET where its host gives a part of it, at one request a link', async () => {
    const urls = Array.from({ length: 40 }, (_, n) => `https://site.example/${n}.html`)
    const part = (html: string, method: HttpRequest['method']) => {
      const whole = page(html, method)
      if (method === 'HEAD' || whole.kind === 'failure') return whole
      const body = whole.body.subarray(0, 16_384)
      return {
        ...whole,
        status: 206,
        body,
        headers: { ...whole.headers, 'content-range': 'bytes 0-9/90000' },
      }
    }
    const world = scriptedHttp((request) =>
      part(request.url.endsWith('/7.html') ? sendsTo('/new.html') + content : content, request.method),
    )
    const { links } = await checked([...urls, url], world)
    expect(links.filter(({ state }) => state === 'moved').map((link) => link.url)).toEqual([urls[7]])
    expect(world.asked.length).toBe(urls.length + 2)
  })

  it.each([
    ['says that it moved, and where to', '<title>This page has moved</title>', '/new', 'moved'],
    ['says so in its few words', '<p>The article was renamed.</p>', 'https://other.example/b', 'moved'],
    ['names another address without a word', '<title>A page</title>', '/new', 'alive'],
    ['names another spelling of itself', '<title>This page has moved</title>', `${url}/?a=1`, 'alive'],
    ['names no address', '<title>This page has moved</title>', 'javascript:alert(1)', 'alive'],
  ])('that %s', async (_, said, canonical, state) => {
    const world = site({ [url]: `${said}<link rel="canonical" href="${canonical}">` })
    const link = await checkedOne(url, world)
    expect(link.state).toBe(state)
    if (state === 'moved') {
      const target = new URL(canonical, url).href
      expect(link).toMatchObject({ target, evidence: 'redirect', certainty: 'low' })
    }
  })

  it('is read in part, and whole where its host has no parts', async () => {
    const ranges: (string | undefined)[] = []
    const world = site({
      [url]: ({ method, headers }) => {
        if (method === 'HEAD') return page(short, 'HEAD')
        ranges.push(headers.range)
        return headers.range === undefined ? page(short) : answer(416)
      },
    })
    expect(await checkedOne(url, world)).toMatchObject({ state: 'alive', status: 200 })
    expect(ranges).toEqual(['bytes=0-16383', undefined])
    const part = { ...page(sendsTo('/new')), status: 206 } as HttpOutcome
    const partial = site({ [url]: ({ method }) => (method === 'HEAD' ? page(short, 'HEAD') : part) })
    expect(await checkedOne(url, partial)).toMatchObject({ state: 'moved', evidence: 'refresh' })
  })

  it('costs one request once its host has shown that HEAD says too little', async () => {
    const urls = Array.from({ length: 100 }, (_, n) => `https://site.example/${n}.html`)
    const world = scriptedHttp(({ method }) => page(short, method))
    await checked(urls, world)
    expect(world.asked.length).toBeLessThanOrEqual(107)
  })

  it('costs one request once its host has shown that it refuses HEAD', async () => {
    const urls = Array.from({ length: 100 }, (_, n) => `https://site.example/${n}.html`)
    const world = scriptedHttp(({ method }) => (method === 'HEAD' ? answer(403) : page(content)))
    await checked(urls, world)
    expect(world.asked.length).toBeLessThanOrEqual(107)
  })

  it.each([
    ['alive', null, [page(short, 'HEAD'), answer(403)]],
    ['alive', null, [page(short, 'HEAD'), failure('timeout'), failure('reset'), failure('timeout')]],
    ['dead', 'http-404', [page(short, 'HEAD'), answer(404), answer(404)]],
    ['blocked', 'http-403', [page(short, 'HEAD'), answer(404), answer(403)]],
    ['unreachable', 'http-400', [page(short, 'HEAD'), answer(404), answer(400)]],
    ['alive', null, [page(short, 'HEAD'), answer(404), page(short)]],
  ] as const)('is %s %s where HEAD and GET disagree', async (state, reason, outcomes) => {
    const world = site({ [url]: (_, nth) => outcomes[nth - 1] ?? answer(500) })
    expect(await checkedOne(url, world, { exclude: ['/A/'] })).toMatchObject({
      state,
      reason,
      attempts: outcomes.length,
    })
  })

  const statuses = [400, 403, 404, 405, 500].map((status) => [status, answer(status)] as const)
  const heads = Object.fromEntries([...statuses, [200, page(short, 'HEAD')]])
  const gets = Object.fromEntries([
    ...statuses,
    [200, page(short)],
    ['reset', failure('reset')],
    ['tls', failure('tls')],
  ])
  const pairs = Object.entries(heads).flatMap(([head, toHead]) =>
    Object.entries(gets).map(([get, toGet]) => ({ head, get, toHead, toGet })),
  )

  const redirected = ['400', '403', '500', 'reset', 'tls'].map((get) => {
    return { head: '301', get, toHead: answer(301, { location: '/new' }), toGet: gets[get] ?? answer(500) }
  })
  const others = ['1', '2', '3', '4'].map((name) => `https://site.example/${name}.html`)
  const small = Object.fromEntries(others.map((other) => [other, short]))

  it('is not taken for one that HEAD finds once GET has missed it', async () => {
    const behaviour: Behaviour = ({ method }, nth) => {
      return method === 'HEAD' ? page(short, 'HEAD') : answer(nth === 1 ? 404 : 403)
    }
    const { links } = await checked([...others, url], site({ ...small, [url]: behaviour }), { perHost: 1 })
    expect(links.find((link) => link.url === url)).toMatchObject({ state: 'blocked', reason: 'http-403' })
  })

  it.each([...pairs, ...redirected])(
    'has one verdict whether or not HEAD is left out: $head, $get',
    async ({ toHead, toGet }) => {
      const behaviour: Behaviour = ({ method }) => (method === 'HEAD' ? toHead : toGet)
      const alone = await checkedOne(url, site({ [url]: behaviour }))
      const world = site({ ...small, [url]: behaviour })
      const { links } = await checked([...others, url], world, { perHost: 1 })
      const last = links.find((link) => link.url === url)
      expect(world.asked.find((each) => each.url === url)?.method).toBe('GET')
      expect({ ...last, attempts: 0, places: [] }).toEqual({ ...alone, attempts: 0, places: [] })
    },
  )
})

describe('a page that is not there', () => {
  const titled = (title: string) => `<title>${title}</title>${'<p>words and more words</p>'.repeat(50)}`

  it.each([
    '404',
    'Error 404',
    '404 - Page not found',
    '404 Not Found',
    'Not Found | Site',
    'Page not found · Site',
    'Site: the page you asked for could not be found',
    'This page doesn&#8217;t exist',
  ])('is dead though its server says 200: %s', async (title) => {
    const world = site({ [url]: titled(title) })
    const dead = {
      state: 'dead',
      reason: 'soft-404',
      confirmed: false,
      status: 200,
      candidates: [],
      attempts: 3,
    }
    expect(await checkedOne(url, world)).toMatchObject(dead)
    expect(methods(world)).toBe('HEAD GET GET')
  })

  it.each(['404 Media', 'Room 404', 'Found: one page', 'Detecting files that are not signed'])(
    'is not meant by %s',
    async (title) => {
      expect(await checkedOne(url, site({ [url]: titled(title) }))).toMatchObject({ state: 'alive' })
    },
  )

  it('is known by its words where they are few', async () => {
    const notice = '<title>site.example</title><h1>site.example</h1><div>Sorry, page not found.</div>'
    expect(await checkedOne(url, site({ [url]: notice }))).toMatchObject({
      state: 'dead',
      reason: 'soft-404',
    })
    const article = notice + '<p>words and more words</p>'.repeat(50)
    expect(await checkedOne(url, site({ [url]: article }))).toMatchObject({ state: 'alive' })
  })

  it('is no page on missing pages only because its number says so', async () => {
    const asked = 'https://site.example/techniques/T1404'
    const world = site({ [asked]: titled('404 Not Found') })
    expect(await checkedOne(asked, world)).toMatchObject({ state: 'dead', reason: 'soft-404' })
  })

  it('is asked again, since deployments blink', async () => {
    const world = site({ [url]: ({ method }, nth) => page(nth <= 2 ? titled('404') : short, method) })
    expect(await checkedOne(url, world)).toMatchObject({ state: 'alive', attempts: 3 })
  })

  it.each(['https://site.example/page-not-found', 'https://site.example/status/404'])(
    'is what %s is about',
    async (asked) => {
      expect(await checkedOne(asked, site({ [asked]: titled('404 Not Found') }))).toMatchObject({
        state: 'alive',
      })
      const moved = site({ [asked]: to(301, '/docs/404') })
      expect(await checkedOne(asked, moved)).toMatchObject({ state: 'moved' })
    },
  )
})

describe('redirects for the lost', () => {
  const home = 'https://site.example/'

  it.each([
    ['for good', { [url]: to(301, '/') }],
    ['for now', { [url]: to(302, '/') }],
    ['by stages', { [url]: to(301, '/a/'), 'https://site.example/a/': to(302, '/') }],
    ['by a refresh', { [url]: sendsTo('/') }],
    ['whatever stands there', { [url]: to(301, '/'), [home]: sendsTo('/welcome') }],
    ['through another site', { [url]: to(302, 'https://x.example/'), 'https://x.example/': to(302, home) }],
  ])('to the front page are a death, %s', async (_, behaviours) => {
    expect(await checkedOne(url, site(behaviours))).toMatchObject({
      state: 'dead',
      reason: 'redirect-to-home',
      confirmed: false,
      finalUrl: home,
      target: null,
      candidates: [],
    })
  })

  it.each([
    ['https://www.site.example/x', 'dead'],
    ['http://site.example/x?id=1', 'dead'],
    ['https://site.example/blog/index.html', 'dead'],
    ['https://site.example/index.html', 'moved'],
    ['https://site.example/default.aspx', 'moved'],
    ['https://site.example/home', 'moved'],
    ['https://site.example/en/', 'moved'],
    ['https://site.example/pt-br/index.php', 'moved'],
    ['https://site.example/?p=12', 'moved'],
    ['http://www.site.example/', 'alive'],
    ['https://elsewhere.example/x', 'moved'],
  ])('to the front page: %s is %s', async (asked, state) => {
    expect(await checkedOne(asked, site({ [asked]: to(301, home) }))).toMatchObject({ state })
  })

  it('are none where the front page has a query, or does not answer', async () => {
    expect(await checkedOne(url, site({ [url]: to(302, '/?id=1') }))).toMatchObject({ state: 'alive' })
    const world = site({ [url]: to(302, '/'), [home]: () => answer(403) })
    expect(await checkedOne(url, world)).toMatchObject({ state: 'blocked' })
  })

  it.each([
    '404',
    '404.html',
    'notfound',
    'not-found/',
    'page-not-found',
    'error404',
    'Error/PageNotFound.aspx',
  ])('to /%s are a death', async (name) => {
    expect(await checkedOne(url, site({ [url]: to(302, `/${name}`) }))).toMatchObject({
      state: 'dead',
      reason: 'soft-404',
      confirmed: false,
      finalUrl: `https://site.example/${name}`,
    })
  })

  it.each(['http-404', '4040', 'T1404', 'found'])('to /%s are not', async (name) => {
    const expected = name === 'http-404' ? 'dead' : 'alive'
    expect(await checkedOne(url, site({ [url]: to(302, `/${name}`) }))).toMatchObject({ state: expected })
  })
})
