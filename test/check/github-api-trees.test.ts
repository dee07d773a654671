import { describe, expect, test } from 'vitest'
import { accessOf, head, id, json, notFound, type Script, tree, world } from './github-api-world.js'

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
    const { entries, isWhole } = await (await accessOf(world(truncated))).tree(head)
    expect(isWhole).toBeUndefined()
    expect([...entries.keys()]).toEqual(['a', 'a/b', 'a/b/c.md', 'z'])
  })

  const left = (requests: number) => ({ headers: () => ({ 'x-ratelimit-remaining': String(requests) }) })

  test('cut off hold what is known, and cost little, where the quota allows no more', async () => {
    const listing = Array.from({ length: 20 }, (_, nth): [string, 'tree', string] => [
      `f${nth}`,
      'tree',
      id('1'),
    ])
    const it = world(
      { [`${root}?recursive=1`]: tree([['early.md', 'blob', id('9')]], true), [root]: tree(listing) },
      left(60),
    )
    const { entries, isWhole } = await (await accessOf(it)).tree(head)
    expect(isWhole).toBe(false)
    expect(entries.get('early.md')).toEqual({ path: 'early.md', kind: 'file', objectId: id('9') })
    expect(it.paths()).toEqual(['/repos/o/r', `${root}?recursive=1`, root])
    const scarce = world(truncated, left(29))
    expect((await (await accessOf(scarce)).tree(head)).isWhole).toBe(false)
    expect(scarce.asked).toHaveLength(2)
  })

  test.each<[string, Script]>([
    ['a folder is not there', { [`/repos/o/r/git/trees/${id('2')}?recursive=1`]: notFound }],
    ['a folder is not told', { [`/repos/o/r/git/trees/${id('2')}?recursive=1`]: json({}, {}, 500) }],
    ['a level is cut off itself', { [root]: tree([['a', 'tree', id('1')]], true) }],
  ])('are not called whole where %s', async (_, broken) => {
    const known = await (await accessOf(world({ ...truncated, ...broken }))).tree(head)
    expect(known.isWhole).toBe(false)
    expect(known.entries.has('a')).toBe(true)
  })

  test('that nothing is told of are none', async () => {
    await expect((await accessOf(world({}))).tree(head)).rejects.toThrow('api-absent')
  })
})
