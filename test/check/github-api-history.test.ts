import { describe, expect, test } from 'vitest'
import { renamings } from '../../pipeline/check/github-api/renamings.js'
import {
  accessOf,
  api,
  at,
  head,
  id,
  json,
  lastTouchOf,
  listed,
  notFound,
  type Script,
  world,
} from './github-api-world.js'

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

  test('where paths agree with the commit that removed them, the others beside them are believed', async () => {
    const gone = Array.from({ length: 30 }, (_, index) => `gone/${String(index).padStart(2, '0')}.yml`)
    const its: Script = {
      ...Object.fromEntries(gone.map((path) => [lastTouchOf(path), listed(mover, when)])),
      [`/repos/o/r/commits/${mover}`]: json({
        sha: mover,
        commit: at(when),
        files: gone.map((filename) => ({ status: 'removed', filename })),
      }),
    }
    const it = world(its, { token: 'secret' })
    const departed = await (await accessOf(it)).departures(head, gone)
    expect([...departed.values()].map(({ commit }) => commit)).toEqual(gone.map(() => mover))
    expect(it.asked.length).toBeLessThanOrEqual(1 + 4 + 1 + 4)
  })

  test.each([
    ['none of many paths', 40, 0, 12],
    ['one of many paths', 40, 1, 40],
    ['none of a few paths', 8, 0, 8],
  ])('a history that knows %s', async (_, count, known, looks) => {
    const paths = Array.from({ length: count }, (_, index) => `x/${String(index).padStart(2, '0')}`)
    const its: Script = {
      ...Object.fromEntries(paths.map((path) => [lastTouchOf(path), json([])])),
      ...Object.fromEntries(paths.slice(0, known).map((path) => [lastTouchOf(path), listed(mover, when)])),
      [`/repos/o/r/commits/${mover}`]: notFound,
    }
    const it = world(its, { token: 'secret' })
    await (await accessOf(it)).departures(head, paths)
    const looked = it.asked.filter(({ url }) => url.includes('commits?path='))
    expect(looked).toHaveLength(looks)
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
