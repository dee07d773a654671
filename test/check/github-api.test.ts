import { describe, expect, test } from 'vitest'
import { githubRepositories } from '../../pipeline/check/github-api/index.js'
import { renamings } from '../../pipeline/check/github-api/renamings.js'
import type { AnswerCache, CachedAnswer, HttpOutcome, HttpRequest } from '../../pipeline/model/ports.js'
import type { RepositoryAccess } from '../../pipeline/model/repositories.js'
import { failure, scriptedHttp, virtualTimer } from './stage.js'

const api = 'https://api.github.com'
const head = 'a'.repeat(40)
const id = (digit: string) => digit.repeat(40)

function json(value: unknown, headers: Record<string, string> = {}, status = 200): HttpOutcome {
  return { kind: 'answer', status, headers, body: new TextEncoder().encode(JSON.stringify(value)) }
}

const notFound = json({ message: 'Not Found' }, {}, 404)
const repository = json({ full_name: 'o/r', default_branch: 'main' })
const branch = (name: string, sha = head) => json({ name, commit: { sha } })
const tree = (entries: [string, 'blob' | 'tree' | 'commit', string][], truncated = false) =>
  json({ sha: head, tree: entries.map(([path, type, sha]) => ({ path, type, sha })), truncated })
const at = (date: string) => ({ committer: { date } })
const listed = (sha: string, date: string) => json([{ sha, commit: at(date) }])

type Script = Record<string, HttpOutcome | ((nth: number) => HttpOutcome)>

/** An API that answers these paths, `o/r` and its branch `main` among them, and 404 to everything else. */
interface Options {
  token?: string
  headers?: () => Record<string, string>
  cache?: AnswerCache
}

function world(script: Script, options: Options = {}) {
  const timer = virtualTimer()
  const requests: HttpRequest[] = []
  const notes: string[] = []
  const routes: Script = { '/repos/o/r': repository, '/repos/o/r/branches/main': branch('main'), ...script }
  const { http, asked, most } = scriptedHttp((request, nth) => {
    requests.push(request)
    const route = routes[decodeURIComponent(request.url.slice(api.length))] ?? notFound
    const outcome = typeof route === 'function' ? route(nth) : route
    if (outcome.kind === 'failure') return outcome
    return { ...outcome, headers: { ...options.headers?.(), ...outcome.headers } }
  }, timer)
  const repositories = githubRepositories({
    http,
    timer,
    userAgent: 'control-coverage/test',
    timeoutMs: 1000,
    token: options.token ?? null,
    cache: options.cache ?? null,
    note: (sentence) => void notes.push(sentence),
  })
  const open = (path = 'o/r', host = 'github.com') => repositories.open({ host, path })
  return { open, requests, asked, notes, most, paths: () => asked.map(({ url }) => url.slice(api.length)) }
}

async function accessOf({ open }: ReturnType<typeof world>): Promise<RepositoryAccess> {
  const opened = await open()
  if (opened.kind !== 'found') throw new Error(`not found: ${opened.kind}`)
  return opened.access
}

function lastTouchOf(path: string): string {
  return `/repos/o/r/commits?path=${path}&per_page=1&sha=${head}`
}

describe('opening', () => {
  test('asks nothing about other hosts, nor about paths that are no repository', async () => {
    const it = world({})
    expect(await it.open('o/r', 'gitlab.com')).toEqual({ kind: 'unknown', reason: 'not-github' })
    expect(await it.open('o/..')).toEqual({ kind: 'unknown', reason: 'not-a-repository' })
    expect(it.asked).toEqual([])
  })

  test('asks once for each repository, whatever its letter case', async () => {
    const it = world({})
    await Promise.all([it.open('o/r'), it.open('O/R')])
    expect(it.paths()).toEqual(['/repos/o/r'])
  })

  test('follows a rename to the path of today', async () => {
    const it = world({
      '/repos/old/name': json({}, { location: `${api}/repositories/7` }, 301),
      '/repositories/7': repository,
    })
    const opened = await it.open('old/name')
    expect(opened.kind === 'found' && opened.access.path).toBe('o/r')
  })

  test('takes the token to no other host', async () => {
    const elsewhere = json({}, { location: 'https://api.github.com.example/repositories/7' }, 301)
    const it = world({ '/repos/o/r': elsewhere }, { token: 'secret' })
    expect(await it.open()).toEqual({ kind: 'unknown', reason: 'api-redirect' })
    expect(it.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      [`${api}/repos/o/r`, 'Bearer secret'],
    ])
  })

  test('sends no authorization without a token', async () => {
    const it = world({})
    await it.open()
    expect(it.requests[0]?.headers).not.toHaveProperty('authorization')
    expect(it.requests[0]?.headers.accept).toBe('application/vnd.github+json')
  })

  test('ends in a loop of redirects', async () => {
    const it = world({ '/repos/o/r': json({}, { location: `${api}/repos/o/r` }, 301) })
    expect(await it.open()).toEqual({ kind: 'unknown', reason: 'api-redirect' })
  })

  test('calls only what answers 404 missing', async () => {
    expect(await world({ '/repos/o/r': notFound }).open()).toEqual({ kind: 'missing' })
    for (const [outcome, reason] of [
      [failure('timeout'), 'api-timeout'],
      [json({}, {}, 502), 'api-http-502'],
      [json({}, {}, 451), 'api-http-451'],
      [json({}, {}, 403), 'api-http-403'],
      [json({ full_name: '../x', default_branch: 'main' }), 'api-answer'],
    ] as const)
      expect(await world({ '/repos/o/r': outcome }).open()).toEqual({ kind: 'unknown', reason })
  })

  test('asks again after a failure that passed', async () => {
    const it = world({ '/repos/o/r': (nth) => (nth === 1 ? failure('reset') : repository) })
    expect((await it.open()).kind).toBe('found')
  })
})

describe('quota', () => {
  const limited = (headers: Record<string, string>) =>
    json({ message: 'API rate limit exceeded' }, headers, 403)

  const short = { 'retry-after': '20' }
  const atMs = ({ asked }: ReturnType<typeof world>) => asked.map((each) => each.atMs)

  test('leaves a reserve, then asks nothing more and says so once', async () => {
    let left = 7
    const it = world({}, { headers: () => ({ 'x-ratelimit-remaining': String(--left) }) })
    const kinds = []
    for (const path of ['o/a', 'o/b', 'o/c', 'o/d']) kinds.push(await it.open(path))
    const ended = { kind: 'unknown', reason: 'api-quota' }
    expect(kinds).toEqual([{ kind: 'missing' }, { kind: 'missing' }, ended, ended])
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
    const it = world({}, { headers })
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
    const it = world({ '/repos/o/r': (nth) => (nth === 1 ? limited(short) : repository) })
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
    const it = world({})
    await Promise.all(Array.from({ length: 1500 }, (_, nth) => it.open(`o/${nth}`)))
    const moments = atMs(it)
    expect(moments).toHaveLength(1500)
    for (const [nth, from] of moments.entries())
      expect((moments[nth + 900] ?? Number.POSITIVE_INFINITY) - from).toBeGreaterThan(60_000)
  })

  test('without a token the last 30 requests are not spent on history', async () => {
    const headers = () => ({ 'x-ratelimit-remaining': '29' })
    const script = { [lastTouchOf('x')]: listed(id('c'), '2024-01-01T00:00:00Z') }
    const without = world(script, { headers })
    const access = await accessOf(without)
    expect((await access.departures(head, ['x'])).size).toBe(0)
    expect((await access.departures(head, ['y'])).size).toBe(0)
    expect(without.notes).toHaveLength(1)
    const withToken = await accessOf(world(script, { headers, token: 'secret' }))
    expect((await withToken.departures(head, ['x'])).size).toBe(1)
  })
})

describe('answers of earlier runs', () => {
  function cacheOf() {
    const known = new Map<string, CachedAnswer>()
    const cache: AnswerCache = {
      recall: (url) => known.get(url) ?? null,
      remember: (url, answer) => void known.set(url, answer),
    }
    return { cache, known }
  }
  const etag = (value: HttpOutcome): HttpOutcome =>
    value.kind === 'answer' ? { ...value, headers: { ...value.headers, etag: '"1"' } } : value

  test('are revalidated, cost no quota then, and those of a full id are not asked for', async () => {
    const { cache } = cacheOf()
    const root = `/repos/o/r/git/trees/${head}?recursive=1`
    const script = {
      '/repos/o/r': etag(repository),
      '/repos/o/r/branches/main': etag(branch('main')),
      [root]: etag(tree([['a.md', 'blob', id('1')]])),
      [lastTouchOf('x')]: etag(listed(id('c'), '2024-01-01T00:00:00Z')),
      [`/repos/o/r/commits/${id('c')}`]: etag(json({ sha: id('c'), commit: at('2024-01-01T00:00:00Z') })),
    }
    const look = async (it: ReturnType<typeof world>) => {
      const access = await accessOf(it)
      const ref = await access.resolve(['main', 'a.md'])
      const { entries } = await access.tree(ref?.commit ?? '')
      return { ref, entries, departed: await access.departures(head, ['x']) }
    }
    const first = await look(world(script, { cache }))
    const unchanged = json({}, {}, 304)
    const again = world(
      { '/repos/o/r': unchanged, '/repos/o/r/branches/main': unchanged },
      { cache, token: 'secret', headers: () => ({ 'x-ratelimit-remaining': '6' }) },
    )
    expect(await look(again)).toEqual(first)
    expect(again.paths()).toEqual(['/repos/o/r', '/repos/o/r/branches/main'])
    expect(again.requests.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"', '"1"'])
  })

  test('are replaced where they changed, and keep their next page', async () => {
    const { cache, known } = cacheOf()
    await world({ '/repos/o/r': etag(repository) }, { cache }).open()
    const changed = etag(json({ full_name: 'o/s', default_branch: 'main' }, { link: '<x>; rel="next"' }))
    const opened = await world({ '/repos/o/r': changed }, { cache }).open()
    expect(opened.kind === 'found' && opened.access.path).toBe('o/s')
    expect(known.get(`${api}/repos/o/r`)?.link).toBe('<x>; rel="next"')
  })

  test('that broke off are asked again and never kept', async () => {
    const { cache, known } = cacheOf()
    const whole = etag(repository)
    const broken = whole.kind === 'answer' ? { ...whole, body: whole.body.subarray(0, 9) } : whole
    const it = world({ '/repos/o/r': (nth) => (nth === 1 ? broken : whole) }, { cache })
    expect((await it.open()).kind).toBe('found')
    const never = world({ '/repos/o/x': broken }, { cache })
    expect(await never.open('o/x')).toEqual({ kind: 'unknown', reason: 'api-answer' })
    expect(never.asked).toHaveLength(3)
    expect([...known.keys()]).toEqual([`${api}/repos/o/r`])
  })
})

describe('refs', () => {
  test('HEAD and the default branch cost one request for all', async () => {
    const it = world({})
    const { resolve } = await accessOf(it)
    expect(await resolve(['main', 'a', 'b'])).toEqual({
      ref: 'main',
      commit: head,
      rest: ['a', 'b'],
      renamedTo: null,
    })
    await resolve(['main', 'c'])
    expect((await resolve(['HEAD']))?.commit).toBe(head)
    expect(it.paths().filter((path) => path === '/repos/o/r/branches/main').length).toBeLessThanOrEqual(2)
  })

  test('finds branches with slashes, tags, commits and renamed branches', async () => {
    const { resolve } = await accessOf(
      world({
        '/repos/o/r/branches/fix/it': branch('fix/it', id('1')),
        '/repos/o/r/commits/v1': json({ sha: id('2'), commit: at('2024-01-01T00:00:00Z') }),
        '/repos/o/r/commits/abc1234': json({ sha: id('3'), commit: at('2024-01-01T00:00:00Z') }),
        '/repos/o/r/branches/master': json({}, { location: `${api}/repositories/7/branches/main` }, 301),
        '/repositories/7/branches/main': branch('main'),
      }),
    )
    const found = async (text: string) => {
      const ref = await resolve(text.split('/'))
      return ref && [ref.ref, ref.commit, ref.rest.join('/'), ref.renamedTo]
    }
    expect(await found('fix/it/a.md')).toEqual(['fix/it', id('1'), 'a.md', null])
    expect(await found('v1/a.md')).toEqual(['v1', id('2'), 'a.md', null])
    expect(await found('abc1234/a.md')).toEqual(['abc1234', id('3'), 'a.md', null])
    expect(await found('master/a.md')).toEqual(['master', head, 'a.md', 'main'])
    expect(await found('nonesuch/a.md')).toBeNull()
  })

  test('asks for a dead ref with many folders behind it only so often', async () => {
    const it = world({})
    const { resolve } = await accessOf(it)
    const folders = Array.from({ length: 100 }, (_, nth) => ['gone', `f${nth}`, 'a.md'])
    await Promise.allSettled(folders.map((segments) => resolve(segments)))
    expect(it.asked.length).toBeLessThan(60)
    await expect(resolve(['gone', 'other', 'a.md'])).rejects.toThrow()
    expect((await resolve(['main', 'a.md']))?.commit).toBe(head)
  })

  test('throws where the API does not tell', async () => {
    const { resolve } = await accessOf(world({ '/repos/o/r/branches/x': json({}, {}, 500) }))
    await expect(resolve(['x', 'a'])).rejects.toThrow('api-http-500')
  })
})

describe('trees', () => {
  const root = `/repos/o/r/git/trees/${head}`

  test('are read with one request', async () => {
    const whole = tree([
      ['a', 'tree', id('1')],
      ['a/b.md', 'blob', id('2')],
      ['s', 'commit', id('3')],
    ])
    const it = world({ [`${root}?recursive=1`]: whole })
    const access = await accessOf(it)
    const { entries } = await access.tree(head)
    await access.tree(head)
    expect([...entries.values()]).toEqual([
      { path: 'a', kind: 'folder', objectId: id('1') },
      { path: 'a/b.md', kind: 'file', objectId: id('2') },
      { path: 's', kind: 'submodule', objectId: id('3') },
    ])
    expect(it.asked).toHaveLength(2)
  })

  const truncated: Script = {
    [`${root}?recursive=1`]: tree([], true),
    [root]: tree([
      ['a', 'tree', id('1')],
      ['z', 'blob', id('9')],
    ]),
    [`/repos/o/r/git/trees/${id('1')}?recursive=1`]: tree([['b', 'tree', id('2')]], true),
    [`/repos/o/r/git/trees/${id('1')}`]: tree([['b', 'tree', id('2')]]),
    [`/repos/o/r/git/trees/${id('2')}?recursive=1`]: tree([['c.md', 'blob', id('3')]]),
  }

  test('cut off are completed folder by folder', async () => {
    const { entries } = await (await accessOf(world(truncated))).tree(head)
    expect([...entries.keys()]).toEqual(['a', 'a/b', 'a/b/c.md', 'z'])
  })

  test('are not completed with the last requests of a reader without a token', async () => {
    const access = await accessOf(world(truncated, { headers: () => ({ 'x-ratelimit-remaining': '29' }) }))
    await expect(access.tree(head)).rejects.toThrow('quota')
  })

  test('that cannot be completed are none', async () => {
    const broken = { ...truncated, [`/repos/o/r/git/trees/${id('2')}?recursive=1`]: notFound }
    await expect((await accessOf(world(broken))).tree(head)).rejects.toThrow()
    await expect(
      (await accessOf(world({ ...truncated, [root]: tree([], true) }))).tree(head),
    ).rejects.toThrow()
  })
})

describe('departures', () => {
  const mover = id('c')
  const when = '2024-05-01T12:00:00+02:00'
  const utc = '2024-05-01T10:00:00.000Z'
  const old = Array.from({ length: 40 }, (_, index) => `old/${String(index).padStart(2, '0')}.yml`)
  const files = old.map((path) => ({
    status: 'renamed',
    filename: path.replace('old', 'new'),
    previous_filename: path,
  }))
  const script: Script = {
    ...Object.fromEntries(old.map((path) => [lastTouchOf(path), listed(mover, when)])),
    [lastTouchOf('old')]: listed(mover, when),
    [lastTouchOf('never')]: json([]),
    [`/repos/o/r/commits/${mover}`]: json(
      { sha: mover, commit: at(when), files: files.slice(0, 20) },
      { link: `<${api}/repositories/7/commits/${mover}?page=2>; rel="next", <${api}/x>; rel="last"` },
    ),
    [`/repositories/7/commits/${mover}?page=2`]: json({
      sha: mover,
      commit: at(when),
      files: [
        ...files.slice(20),
        { status: 'removed', filename: 'old/gone.yml', sha: id('d') },
        { status: 'added', filename: 'old/fresh.md', sha: id('f') },
      ],
    }),
  }

  test('one commit tells of all that left with it', async () => {
    const it = world(script, { token: 'secret' })
    const access = await accessOf(it)
    const departed = await access.departures(head, [...old, 'old/gone.yml', 'never', 'old'])
    expect(departed.size).toBe(41)
    expect(departed.has('old'), 'a folder is no file').toBe(false)
    expect(departed.get('old/31.yml')).toEqual({
      path: 'old/31.yml',
      commit: mover,
      at: utc,
      objectId: null,
      renamedTo: 'new/31.yml',
      addedBeside: ['old/fresh.md'],
    })
    expect(departed.get('old/gone.yml')).toMatchObject({ objectId: id('d'), renamedTo: null })
    expect(departed.get('old/gone.yml')?.addedBeside).toEqual(['old/fresh.md'])
    expect(it.asked.length).toBeLessThanOrEqual(1 + 4 + 2 + 2 + 1)
  })

  test('what a branch removed is asked for itself: it may have gone with another commit', async () => {
    const later = id('e')
    const both = {
      [lastTouchOf('a.yml')]: listed(mover, when),
      [lastTouchOf('b.yml')]: listed(later, '2024-04-01T00:00:00Z'),
      [`/repos/o/r/commits/${mover}`]: json({
        sha: mover,
        commit: at(when),
        files: ['a.yml', 'b.yml'].map((filename) => ({ status: 'removed', filename })),
      }),
      [`/repos/o/r/commits/${later}`]: json({
        sha: later,
        commit: at('2024-04-01T00:00:00Z'),
        files: [{ status: 'renamed', filename: 'c.yml', previous_filename: 'b.yml' }],
      }),
    }
    const access = await accessOf(world(both, { token: 'secret' }))
    await access.departures(head, ['a.yml'])
    const departed = await access.departures(head, ['a.yml', 'b.yml'])
    expect(departed.get('b.yml')).toMatchObject({ commit: later, renamedTo: 'c.yml' })
  })

  test('a path is not asked for twice', async () => {
    const it = world(script, { token: 'secret' })
    const access = await accessOf(it)
    await access.departures(head, ['never', ...old])
    const before = it.asked.length
    await access.departures(head, ['never', ...old])
    expect(it.asked).toHaveLength(before)
  })

  test('a removal whose files are not told is still one', async () => {
    const quiet = { ...script, [`/repos/o/r/commits/${mover}`]: notFound }
    const departed = await (await accessOf(world(quiet))).departures(head, ['old/01.yml'])
    expect([...departed.values()]).toEqual([
      { path: 'old/01.yml', commit: mover, at: utc, objectId: null, renamedTo: null },
    ])
  })

  test('folders are answered by one look at each', async () => {
    const it = world(script, { token: 'secret' })
    const under = await (await accessOf(it)).departuresUnder(head, ['old', 'ol'])
    expect(under.get('old')).toHaveLength(41)
    expect(under.get('ol')).toEqual([])
    expect(it.asked).toHaveLength(1 + 2 + 2)
  })
})

describe('renamings', () => {
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
  const renamed = { status: 'renamed', previous_filename: 'a.yml', filename: 'sibling.yml' }
  const added = (filename: string, uuid?: string) => ({
    status: 'added',
    filename,
    ...(uuid === undefined ? {} : { patch: `@@ -0,0 +1,2 @@\n+title: x\n+id: ${uuid}` }),
  })
  const removed = { status: 'removed', filename: 'a.yml', patch: `@@ -1 +0,0 @@\n-id: ${one}` }
  const changing = { ...renamed, patch: `@@ -1 +1 @@\n-id: ${one}\n+id: ${two}` }
  const guid = (sign: string) => `@@ -1 +1 @@\n${sign}  auto_generated_guid: ${one}`

  test.each<[string, Parameters<typeof renamings>[0], string | null, boolean]>([
    ['by git alone', [renamed, added('b.yml')], 'sibling.yml', false],
    ['by git, nothing changed', [{ ...renamed, changes: 0 }], 'sibling.yml', true],
    ['by git, the identifier kept', [{ ...renamed, patch: '@@ -1 +1 @@\n-a\n+b' }], 'sibling.yml', true],
    ['to where the identifier is, whatever git says', [changing, added('b.yml', one)], 'b.yml', true],
    ['where git saw none', [removed, added('b.yml', one), added('c.yml', two)], 'b.yml', true],
    ['into a file that was there', [removed, { ...added('b.yml', one), status: 'modified' }], 'b.yml', true],
    ['nowhere, by another identifier', [changing], null, true],
    ['nowhere, to two files', [removed, added('b.yml', one), added('c.yml', one)], null, false],
    ['nowhere, to another format', [removed, added('b.toml', one)], null, false],
    ['nowhere, by name against an identifier', [removed, added('a.yml', two)], null, false],
    [
      'by git, where only one test of many moved',
      [
        { ...renamed, patch: guid('-') },
        { ...added('b.yml'), patch: guid('+') },
      ],
      'sibling.yml',
      true,
    ],
  ])('%s', (_, files, renamedTo, isSure) => {
    expect(renamings(files).get('a.yml')).toEqual({ renamedTo, isSure })
  })

  test.each([
    ['win_susp_certutil.yml', ['win_certutil_encode.yml', 'lnx_cron.yml'], [], 'win_certutil_encode.yml'],
    ['win_susp_certutil.yml', ['win_certutil_encode.yml', 'win_certutil_decode.yml'], [], null],
    ['win_susp_certutil.yml', ['win_certutil_encode.yml'], ['win_certutil.yml'], null],
    ['win_susp_certutil.yml', ['win_certutil_encode.toml'], [], null],
    ['win_susp_certutil.yml', ['lnx_cron_job_win.yml'], [], null],
  ])('%s beside the new %j and the old %j: %s', (old, fresh, others, expected) => {
    const files = [old, ...others].map((filename) => ({ status: 'removed', filename }))
    expect(renamings([...files, ...fresh.map((filename) => added(filename))]).get(old)?.renamedTo).toBe(
      expected,
    )
  })
})
