import { describe, expect, test } from 'vitest'
import type { AnswerCache, CachedAnswer, HttpOutcome } from '../../pipeline/model/http.js'
import {
  accessOf,
  api,
  at,
  branch,
  head,
  id,
  json,
  lastTouchOf,
  listed,
  repository,
  tree,
  world,
} from './github-api-world.js'

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

  test('are revalidated, cost no quota then, and those on the history of a full id are not asked for', async () => {
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
      { '/repos/o/r': unchanged, '/repos/o/r/branches/main': unchanged, [root]: unchanged },
      { cache, token: 'secret', headers: () => ({ 'x-ratelimit-remaining': '30' }) },
    )
    expect(await look(again)).toEqual(first)
    expect(again.paths()).toEqual(['/repos/o/r', '/repos/o/r/branches/main', root])
    expect(again.requests.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"', '"1"', '"1"'])
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
