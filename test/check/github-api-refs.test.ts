import { describe, expect, test } from 'vitest'
import {
  accessOf,
  api,
  at,
  branch,
  head,
  id,
  json,
  notFound,
  type Script,
  world,
} from './github-api-world.js'

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
        '/repos/o/r/git/matching-refs/heads/fix': json([{ ref: 'refs/heads/fix/it' }]),
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

  const deep = 'bot/bundler/docs/a/b/c-1.2'
  const deepBranch = { [`/repos/o/r/branches/${deep}`]: branch(deep, id('5')) }
  const next = (page: number) => ({ link: `<${api}/repositories/7/branches?page=${page}>; rel="next"` })

  test.each<[string, Script]>([
    [
      'branches, in one answer',
      {
        ...deepBranch,
        '/repos/o/r/git/matching-refs/heads/bot': json([
          { ref: 'refs/heads/bot/bundler/other' },
          { ref: `refs/heads/${deep}` },
          { ref: 'refs/heads/bottle/bundler' },
        ]),
      },
    ],
    [
      'tags',
      {
        [`/repos/o/r/commits/${deep}`]: json({ sha: id('5'), commit: at('2024-01-01T00:00:00Z') }),
        '/repos/o/r/git/matching-refs/tags/bot': json([{ ref: `refs/tags/${deep}` }]),
      },
    ],
    [
      'branches of an API that lists them page by page alone',
      {
        ...deepBranch,
        '/repos/o/r/git/matching-refs/heads/bot': notFound,
        '/repos/o/r/branches?per_page=100': json([{ name: 'main' }], next(2)),
        '/repositories/7/branches?page=2': json([{ name: deep }]),
      },
    ],
  ])('finds names of any length among the %s', async (_, script) => {
    const { resolve } = await accessOf(world(script))
    expect(await resolve(`${deep}/README.md`.split('/'))).toEqual({
      ref: deep,
      commit: id('5'),
      rest: ['README.md'],
      renamedTo: null,
    })
    expect(await resolve(['bot', 'bundler', 'docs', 'README.md'])).toBeNull()
  })

  test('lists once, and calls nothing missing where not all refs could be listed', async () => {
    const unlisted = { '/repos/o/r/git/matching-refs/heads/gone': notFound }
    const endless = {
      ...unlisted,
      '/repos/o/r/branches?per_page=100': json([{ name: 'main' }], next(2)),
      '/repositories/7/branches?page=2': json([], next(2)),
    }
    for (const script of [unlisted, endless]) {
      const it = world(script)
      const { resolve } = await accessOf(it)
      await expect(resolve(['gone', 'a.md'])).rejects.toThrow()
      const before = it.asked.length
      await expect(resolve(['gone', 'b.md'])).rejects.toThrow()
      expect(it.asked).toHaveLength(before)
    }
  })

  test.each([
    ['the default branch', '/repos/o/r/branches/main', branch('main'), 'main'],
    ['a branch', '/repos/o/r/branches/dev', branch('dev'), 'dev'],
    ['a tag', '/repos/o/r/commits/v1', json({ sha: head, commit: at('2024-01-01T00:00:00Z') }), 'v1'],
    ['a listed name', '/repos/o/r/branches/fix/it', branch('fix/it'), 'fix/it'],
  ])('%s that is missing in a single answer is there', async (_, path, answer, name) => {
    const it = world({
      '/repos/o/r/git/matching-refs/heads/fix': json([{ ref: 'refs/heads/fix/it' }]),
      [path]: (nth) => (nth === 1 ? notFound : answer),
    })
    const { resolve } = await accessOf(it)
    expect(await resolve([...name.split('/'), 'a.md'])).toMatchObject({ commit: head, rest: ['a.md'] })
    expect(it.asked.filter(({ url }) => url === api + path).map(({ atMs }) => atMs)).toEqual([0, 1000])
  })

  test('one that is missing twice is missing; nothing is asked twice of what is there', async () => {
    const it = world({ '/repos/o/r/commits/v1': json({ sha: head, commit: at('2024-01-01T00:00:00Z') }) })
    const { resolve } = await accessOf(it)
    await resolve(['v1', 'a.md'])
    expect(it.paths()).toEqual(['/repos/o/r', '/repos/o/r/branches/v1', '/repos/o/r/commits/v1'])
    for (const file of ['a.md', 'b.md']) expect(await resolve(['gone', file])).toBeNull()
    const asked = ['/repos/o/r/branches/gone', '/repos/o/r/commits/gone']
    const lists = ['heads', 'tags'].map((kind) => `/repos/o/r/git/matching-refs/${kind}/gone`)
    expect(it.paths().slice(3)).toEqual([...asked, ...lists, ...asked])
  })

  test('finds the old name, with slashes, of a renamed branch, which no list holds', async () => {
    const { resolve } = await accessOf(
      world({
        '/repos/o/r/branches/my/old/name': json({}, { location: `${api}/repositories/7/branches/main` }, 301),
        '/repositories/7/branches/main': branch('main'),
      }),
    )
    const renamed = { ref: 'my/old/name', renamedTo: 'main' }
    expect(await resolve(['my', 'old', 'name', 'a', 'b.md'])).toMatchObject({
      ...renamed,
      rest: ['a', 'b.md'],
    })
  })

  test('throws where the API does not tell', async () => {
    const { resolve } = await accessOf(world({ '/repos/o/r/branches/x': json({}, {}, 500) }))
    await expect(resolve(['x', 'a'])).rejects.toThrow('api-http-500')
  })
})
