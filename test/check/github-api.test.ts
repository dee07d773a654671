import { describe, expect, test } from 'vitest'
import { api, json, notFound, repository, world } from './github-api-world.js'
import { failure } from './stage.js'

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

  test('calls only what answers 404 twice, a moment apart, missing', async () => {
    const missing = world({ '/repos/o/r': notFound })
    expect(await missing.open()).toEqual({ kind: 'missing' })
    expect(missing.asked.map(({ atMs }) => atMs)).toEqual([0, 1000])
    const late = world({ '/repos/o/r': (nth) => (nth === 1 ? notFound : repository) })
    expect((await late.open()).kind).toBe('found')
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
