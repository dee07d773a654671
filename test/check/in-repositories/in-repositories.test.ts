import { describe, expect, it } from 'vitest'
import type { Repositories } from '../../../pipeline/model/repositories.js'
import { attackTechnique, referenceOf } from '../../support/reference.js'
import { answer, checked, memoryOf, rememberedLink, scriptedHttp, today } from '../stage.js'
import {
  commit,
  departedAt,
  departedBy,
  type ScriptedRepository,
  scriptedRepositories,
} from './scripted-repository.js'

const uuid = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`
const rule = (last: number, text = '') => `title: x\nid: ${uuid(last)}\n${text}`

async function linksOf(repository: ScriptedRepository | null, urls: string[], name = 'github.com/a/b') {
  const { http, asked } = scriptedHttp(() => answer(404))
  const clones = scriptedRepositories({ [name]: repository })
  const { links, repositories } = await checked(urls, { http, clones }, { offline: true })
  const of = new Map(links.map((link) => [link.url, link]))
  const shown = urls.map((url) => {
    const { state, reason, target, evidence, certainty } = of.get(url) ?? {}
    return [state, target ?? reason, evidence, certainty].filter((each) => each !== null)
  })
  return { shown, links, of, repositories, asked }
}

const at = (path: string) => `https://github.com/a/b/blob/main/${path}`

describe('links into a repository that is at hand', () => {
  it('are alive where the tree has them, however they are written, and nobody else is asked', async () => {
    const urls = [
      at('rules/a.yml'),
      'https://github.com/A/B/blob/main/rules/a.yml#L3',
      'https://github.com/a/b/tree/main/rules',
      'https://github.com/a/b/tree/main/rules/',
      'https://github.com/a/b',
      'https://github.com/a/b/edit/main/rules/a.yml',
      'https://raw.githubusercontent.com/a/b/main/rules/a.yml',
    ]
    const { shown, links, asked, repositories } = await linksOf({ files: { 'rules/a.yml': 'x' } }, urls)
    expect(shown).toEqual(urls.map(() => ['alive']))
    expect(links.map(({ method, finalUrl }) => [method, finalUrl])).toEqual(urls.map(() => ['tree', null]))
    expect(asked).toEqual([])
    const expected = { repository: 'github.com/A/B', by: 'mirror', commits: [commit], links: 7, note: null }
    expect(repositories).toEqual([expected])
  })

  it.each([
    ['https://github.com/a/b/tree/main/rules/a.yml', 'https://github.com/a/b/blob/main/rules/a.yml'],
    ['https://github.com/a/b/blob/main/rules', 'https://github.com/a/b/tree/main/rules'],
    ['http://www.github.com/a/b/blob/main/rules/a.yml', 'https://github.com/a/b/blob/main/rules/a.yml'],
    ['https://github.com/a/b.git', 'https://github.com/a/b'],
  ])('are alive where GitHub sends on to another spelling: %s', async (url, finalUrl) => {
    const { links } = await linksOf({ files: { 'rules/a.yml': 'x' } }, [url])
    expect(links).toMatchObject([{ state: 'alive', finalUrl, target: null }])
  })

  it('moved where their identifier is, whatever the history took them for', async () => {
    const repository = {
      files: { 'new/one.yml': rule(1, 'edited'), 'new/sibling.yml': rule(2), 'deprecated/old.yml': rule(3) },
      gone: {
        'old/one.yml': { content: rule(1), renamedTo: 'new/sibling.yml' },
        'old/three.yml': { content: rule(3) },
        'old/four.yml': { content: rule(4), renamedTo: 'new/sibling.yml' },
      },
    }
    const { shown, of } = await linksOf(repository, [
      at('old/one.yml'),
      at('old/three.yml'),
      at('old/four.yml'),
    ])
    expect(shown).toEqual([
      ['moved', at('new/one.yml'), 'identity', 'high'],
      ['moved', at('deprecated/old.yml'), 'identity', 'high'],
      ['dead', 'path-missing'],
    ])
    expect(of.get(at('old/three.yml'))?.reason).toBe('target-deprecated')
    const since = { deadSince: departedAt, deadCommit: departedBy }
    expect(of.get(at('old/one.yml'))).toMatchObject(since)
    const dead = { confirmed: true, candidates: [at('new/sibling.yml')], ...since }
    expect(of.get(at('old/four.yml'))).toMatchObject(dead)
  })

  it('moved by content, by a chain of renamings, by the last name of one, by name', async () => {
    const repository = {
      files: {
        'n/bytes.txt': 'same',
        'n/end.txt': 'e',
        'm/last.txt': 'l',
        'n/Only.txt': 'o',
        'n/README.md': 'r',
      },
      gone: {
        'o/bytes-before.txt': { content: 'same' },
        'o/chain.txt': { content: 'c', renamedTo: 'o/link.txt' },
        'o/link.txt': { content: 'c2', renamedTo: 'n/end.txt' },
        'o/first.txt': { content: 'f', renamedTo: 'n/last.txt' },
      },
    }
    const paths = ['o/bytes-before.txt', 'o/chain.txt', 'o/first.txt', 'o/only.txt', 'o/README.md']
    const { shown } = await linksOf(repository, paths.map(at))
    expect(shown).toEqual([
      ['moved', at('n/bytes.txt'), 'content', 'high'],
      ['moved', at('n/end.txt'), 'rename', 'medium'],
      ['moved', at('m/last.txt'), 'name', 'medium'],
      ['moved', at('n/Only.txt'), 'name', 'medium'],
      ['dead', 'path-missing'],
    ])
  })

  it('moved to the path that differs in letter case alone', async () => {
    const { shown } = await linksOf({ files: { 'Rules/A.yml': 'x' } }, [at('rules/a.yml'), at('Rules/A.yml')])
    expect(shown).toEqual([['moved', at('Rules/A.yml'), 'name', 'high'], ['alive']])
  })

  it('moved where the identifier is, though another file has the name in another letter case', async () => {
    const repository = {
      files: { 'rules/foo.yml': rule(2), 'moved/renamed.yml': rule(1) },
      gone: { 'rules/Foo.yml': { content: rule(1) } },
    }
    const { shown } = await linksOf(repository, [at('rules/Foo.yml')])
    expect(shown).toEqual([['moved', at('moved/renamed.yml'), 'identity', 'high']])
  })

  it('moved, for a folder, where most of its files went', async () => {
    const gone = Object.fromEntries(
      [1, 2, 3, 4].map((each) => [`old/sub/${each}.yml`, { content: rule(each) }]),
    )
    const most = {
      'new/sub/1.yml': rule(1),
      'new/sub/2.yml': rule(2),
      'new/sub/3.yml': rule(3),
      'else/4.yml': rule(4),
    }
    const half = {
      'x/sub/1.yml': rule(1),
      'x/sub/2.yml': rule(2),
      'y/sub/3.yml': rule(3),
      'y/sub/4.yml': rule(4),
    }
    const url = 'https://github.com/a/b/tree/main/old/sub'
    const target = 'https://github.com/a/b/tree/main/new/sub'
    expect((await linksOf({ files: most, gone }, [url])).shown).toEqual([
      ['moved', target, 'majority', 'low'],
    ])
    const { links } = await linksOf({ files: half, gone }, [url])
    const candidates = ['x', 'y'].map((each) => `https://github.com/a/b/tree/main/${each}/sub`)
    expect(links).toMatchObject([{ state: 'dead', candidates }])
  })

  it('moved with their repository or branch', async () => {
    const repository = { files: { 'f.md': 'x' }, path: 'New/Name', renamedBranches: { master: 'main' } }
    const renamed = await linksOf(repository, [
      'https://github.com/a/b',
      'https://github.com/a/b/tree/main/f.md',
    ])
    expect(renamed.shown).toEqual([
      ['moved', 'https://github.com/New/Name', 'redirect', 'high'],
      ['moved', 'https://github.com/New/Name/blob/main/f.md', 'redirect', 'high'],
    ])
    const branch = await linksOf({ ...repository, path: 'a/b' }, ['https://github.com/a/b/blob/master/f.md'])
    expect(branch.shown).toEqual([['moved', at('f.md'), 'redirect', 'high']])
  })

  it('are dead for a ref that is gone, but a mirror may lack it', async () => {
    const urls = [
      'https://github.com/a/b/blob/gone/f.md',
      `https://github.com/a/b/blob/${'1'.repeat(40)}/f.md`,
    ]
    const by = async (each: ScriptedRepository['by']) =>
      (await linksOf({ files: {}, ...(each && { by: each }) }, urls)).shown.map(
        ([state, reason]) => `${state} ${reason}`,
      )
    expect(await by('api')).toEqual(['dead ref-missing', 'dead ref-missing'])
    expect(await by('clone')).toEqual(['dead ref-missing', 'unchecked offline'])
    expect(await by('mirror')).toEqual(['unchecked offline', 'unchecked offline'])
  })

  it('are dead, but not for certain, where the repository is not to be seen', async () => {
    const { links } = await linksOf(null, [at('f.md')])
    expect(links).toMatchObject([{ state: 'dead', reason: 'repository-missing', confirmed: false }])
  })

  it('are told where a tree that was cut off shows them, and are left to others where not', async () => {
    const { shown, repositories } = await linksOf({ files: { 'f.md': 'x' }, isCutOff: true }, [
      at('f.md'),
      at('g.md'),
    ])
    expect(shown).toEqual([['alive'], ['unchecked', 'offline']])
    expect(repositories).toMatchObject([{ links: 1, note: expect.stringContaining('too large') }])
  })

  it('are looked up one repository after another where those share what they may ask, by name', async () => {
    const order: string[] = []
    const clones: Repositories = {
      oneAfterAnother: true,
      async open({ path }) {
        order.push(`${path} begins`)
        await new Promise((resolve) => setTimeout(resolve, path === 'a/a' ? 20 : 1))
        order.push(`${path} ends`)
        return { kind: 'unknown', reason: 'not-scripted' }
      },
    }
    const urls = ['b/b', 'a/a', 'c/c'].map((each) => `https://github.com/${each}`)
    await checked(urls, { ...scriptedHttp(() => answer(404)), clones }, { offline: true })
    expect(order).toEqual(['a/a', 'b/b', 'c/c'].flatMap((each) => [`${each} begins`, `${each} ends`]))
  })

  it('keep the trouble of one of them to it, and say so', async () => {
    const urls = ['https://github.com/a/b/blob/odd/f.md', at('f.md')]
    const { shown, repositories } = await linksOf({ files: { 'f.md': 'x' }, troubledRefs: ['odd'] }, urls)
    expect(shown).toEqual([['unchecked', 'offline'], ['alive']])
    expect(repositories).toMatchObject([{ links: 1, note: expect.stringContaining('the API did not tell') }])
  })

  it('take files for folders and folders for files only as GitHub does', async () => {
    const urls = ['https://github.com/a/b/raw/main/rules', 'https://github.com/a/b/blame/main/rules', at('')]
    const { shown } = await linksOf({ files: { 'rules/a.yml': 'x' } }, urls)
    expect(shown).toEqual([
      ['dead', 'not-a-file'],
      ['dead', 'not-a-file'],
      ['unchecked', 'offline'],
    ])
  })
})

describe('links that a repository answered lately', () => {
  const fresh = '2026-03-09T12:00:00.000Z'
  const known = (path: string) => rememberedLink(at(path), 'alive', fresh, { method: 'tree' })
  const opened: boolean[] = []
  const world = (files: Record<string, string>, ...paths: string[]) => {
    const repositories = scriptedRepositories({ 'github.com/a/b': { files } })
    const { memory, remembered } = memoryOf(...paths.map(known))
    const clones: typeof repositories = {
      open(name, options) {
        opened.push(options?.asItIs ?? false)
        return repositories.open(name)
      },
    }
    return { clones, memory, remembered, ...scriptedHttp(() => answer(404)) }
  }

  it('are told by a clone as it is, and age all the same', async () => {
    const each = world({ 'f.md': 'x' }, 'f.md')
    const { links, repositories } = await checked([at('f.md')], each)
    expect(links).toMatchObject([{ state: 'alive', method: 'tree', checkedAt: fresh }])
    expect(repositories).toMatchObject([{ links: 1, commits: [commit] }])
    expect([opened.splice(0), each.asked, each.remembered]).toEqual([[true], [], []])
  })

  it('are remembered anew where the clone says otherwise', async () => {
    const each = world({ 'g.md': 'x' }, 'f.md')
    const { links } = await checked([at('f.md')], each)
    expect(links).toMatchObject([{ state: 'dead', method: 'tree', checkedAt: today }])
    expect(each.remembered).toHaveLength(1)
  })

  it('go with a link that is asked, so that one run sees one state', async () => {
    opened.length = 0
    const { links } = await checked([at('f.md'), at('g.md')], world({ 'f.md': '', 'g.md': '' }, 'f.md'))
    expect(links.map(({ method }) => method)).toEqual(['tree', 'tree'])
    expect(opened).toEqual([false])
  })

  it('name their repository and commit when they are carried', async () => {
    const tree = { repository: 'github.com/a/b', by: 'api', commit } as const
    const { memory } = memoryOf(rememberedLink(at('f.md'), 'alive', fresh, { method: 'tree', tree }))
    const { links, repositories } = await checked([at('f.md')], {
      ...scriptedHttp(() => answer(404)),
      memory,
    })
    expect(links).toMatchObject([{ method: 'carried' }])
    expect(repositories).toEqual([
      { repository: 'github.com/a/b', by: 'api', commits: [commit], links: 1, note: null },
    ])
  })

  it('are carried where no clone is at hand', async () => {
    const { memory } = memoryOf(known('f.md'))
    const { links } = await checked([at('f.md')], {
      ...scriptedHttp(() => answer(404)),
      memory,
      clones: scriptedRepositories({}),
    })
    expect(links).toMatchObject([{ state: 'alive', method: 'carried' }])
  })

  it('are put to clones and tables offline, and not carried', async () => {
    const each = world({ 'f.md': 'x' }, 'f.md', 'gone.md')
    const other = rememberedLink('https://x.example/', 'alive', fresh)
    each.memory.remember(other)
    const { links } = await checked([at('f.md'), other.url], each, { offline: true })
    expect(links.map(({ state, method }) => [state, method])).toEqual([
      ['alive', 'tree'],
      ['unchecked', null],
    ])
  })

  it('are judged by the tables offline, however fresh', async () => {
    const url = 'https://attack.mitre.org/techniques/T1001'
    const { memory } = memoryOf(rememberedLink(url, 'alive', fresh))
    const reference = referenceOf([attackTechnique('T1001')])
    const world = { ...scriptedHttp(() => answer(404)), memory, reference }
    const { links } = await checked([url], world, { offline: true })
    expect(links).toMatchObject([{ state: 'alive', method: 'reference', checkedAt: null }])
  })
})
