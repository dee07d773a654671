import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RepositoryAccess } from '../../../pipeline/model/repositories.js'
import { cacheFolder } from '../../../pipeline/system/cache-folder.js'
import { tryLock } from '../../../pipeline/system/file-lock.js'
import { certificates } from '../../../pipeline/system/git-certificates.js'
import { inTurn } from '../../../pipeline/system/repositories/index.js'
import { bytesIn } from '../../../pipeline/system/repositories/kept-clones/disk.js'
import {
  type CloneOptions,
  type KeptClones,
  keptClones,
} from '../../../pipeline/system/repositories/kept-clones/index.js'
import type { CloneLimits } from '../../../pipeline/system/repositories/kept-clones/limits.js'
import { NoRoom, withinRoom } from '../../../pipeline/system/repositories/kept-clones/room.js'
import { commit, createRepository, gitIn, hasGit } from '../../support/git-repository.js'
import { type GitServer, serveGit } from '../../support/git-server.js'

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join('')

const sigma = { host: 'github.com', path: 'SigmaHQ/sigma' }
const sigmaClone = 'github.com+sigmahq+sigma.git'
function damagePack(path: string): void {
  const packs = join(path, 'objects/pack')
  for (const name of readdirSync(packs)) {
    if (!name.endsWith('.pack')) continue
    rmSync(join(packs, name))
    writeFileSync(join(packs, name), 'no pack')
  }
}

const day = 24 * 60 * 60_000

describe.skipIf(!hasGit)('kept clones', () => {
  let scratch = ''
  let work = ''
  let clones = ''
  let server: GitServer
  let said: string[] = []
  let opened: KeptClones[] = []
  const log = {
    info: (event: string, sentence: string) => void said.push(`${event}: ${sentence}`),
    warn: (event: string, sentence: string) => void said.push(`${event}: ${sentence}`),
  }

  beforeEach(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'kept-clones-'))
    work = join(scratch, 'work')
    clones = join(scratch, 'cache', 'clones')
    said = []
    opened = []
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '')
    createRepository(work)
    commit(work, { 'rules/a.yml': lines(0, 40), 'rules/b.yml': lines(100, 40), top: 'top' })
    mkdirSync(join(scratch, 'served/SigmaHQ'), { recursive: true })
    gitIn(scratch, 'clone', '--quiet', '--bare', work, join(scratch, 'served/SigmaHQ/sigma.git'))
    server = await serveGit(join(scratch, 'served'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await server.close()
    rmSync(scratch, { recursive: true, force: true })
  })

  const publish = () => gitIn(work, 'push', '--quiet', '--mirror', join(scratch, 'served/SigmaHQ/sigma.git'))
  const keep = (limits: Partial<CloneLimits> = {}, more: Partial<CloneOptions> = {}) => {
    const kept = keptClones({ folder: clones, log, limits, addressOf: () => server.address, ...more })
    opened.push(kept)
    return kept
  }
  const openIn = async (kept = keep(), name = sigma): Promise<RepositoryAccess> => {
    const found = await kept.open(name)
    if (found.kind !== 'found') throw new Error(`${found.kind}: ${said.join('\n')}`)
    return found.access
  }
  const filesOf = async (access: RepositoryAccess) => {
    const head = await access.resolve([access.defaultBranch])
    const { entries } = await access.tree(head?.commit ?? '')
    return [...entries.values()].filter(({ kind }) => kind === 'file')
  }
  const requestsOf = async (work: () => Promise<unknown>) => {
    const before = server.requests.length
    await work()
    return server.requests.length - before
  }
  const clonesKept = () => readdirSync(clones).filter((name) => name.endsWith('.git'))
  /** What is left over once every run has ended. */
  const partials = async () => {
    for (const each of opened.splice(0)) await each.close()
    return readdirSync(clones).filter((name) => name.startsWith('.partial'))
  }

  it('hold trees and history after one clone, and say before what it takes and after what it took', async () => {
    gitIn(work, 'tag', 'r1')
    publish()
    const kept = keep()
    const access = await openIn(kept)
    expect(access).toMatchObject({
      by: 'clone',
      path: 'SigmaHQ/sigma',
      defaultBranch: 'main',
      readsContents: true,
    })
    expect((await filesOf(access)).map(({ path }) => path)).toEqual(['rules/a.yml', 'rules/b.yml', 'top'])
    expect(await access.resolve(['r1', 'top'])).toMatchObject({ ref: 'r1', rest: ['top'] })
    expect(await requestsOf(() => openIn(kept, { ...sigma, path: 'sigmahq/Sigma' }))).toBe(0)
    await kept.close()
    expect(said[0]).toContain('Cloning github.com/SigmaHQ/sigma without file contents, about 20 MB')
    expect(said.at(-1)).toMatch(/^clones-kept: .* take less than 1 MB in .*clones/)
    expect(await bytesIn(clones)).toBeGreaterThan(1000)
    expect([clonesKept(), await partials()]).toEqual([[sigmaClone], []])
  })

  it('follow the server by one fetch a run: new, forced and pruned refs, and another default branch', async () => {
    gitIn(work, 'branch', 'old', 'main')
    gitIn(work, 'tag', 'gone')
    publish()
    await openIn()
    gitIn(work, 'branch', '-D', 'old')
    gitIn(work, 'tag', '-d', 'gone')
    gitIn(work, 'checkout', '--quiet', '--orphan', 'next')
    commit(work, { only: 'here' })
    gitIn(work, 'branch', '-D', 'main')
    gitIn(join(scratch, 'served/SigmaHQ/sigma.git'), 'symbolic-ref', 'HEAD', 'refs/heads/next')
    publish()
    const kept = keep()
    expect(await requestsOf(() => openIn(kept))).toBe(3)
    const access = await openIn(kept)
    expect(access.defaultBranch).toBe('next')
    expect((await filesOf(access)).map(({ path }) => path)).toContain('only')
    for (const gone of ['old', 'gone', 'main']) expect(await access.resolve([gone])).toBeNull()
  })

  it('ask the server which branch is its default where several stand at the same commit', async () => {
    await openIn()
    for (const name of ['one', 'two']) gitIn(work, 'branch', name)
    commit(work, { more: '1' })
    gitIn(join(scratch, 'served/SigmaHQ/sigma.git'), 'symbolic-ref', 'HEAD', 'refs/heads/two')
    publish()
    expect((await openIn()).defaultBranch).toBe('two')
  })

  it('fetch contents when they are read, all in one request, and never again', async () => {
    const access = await openIn()
    const ids = (await filesOf(access)).map(({ objectId }) => objectId)
    const read: string[] = []
    const reading = () => access.read([...ids, '1'.repeat(40)], (id) => void read.push(id))
    const posts = async (ask: () => Promise<unknown>) => {
      const before = server.requests.length
      await ask()
      return server.requests.slice(before).filter((each) => each.startsWith('POST')).length
    }
    // The first is refused for the id that the server lacks.
    expect(await posts(reading)).toBe(2)
    expect(read).toEqual(ids)
    expect(await posts(reading)).toBe(0)
    expect(read).toEqual([...ids, ...ids])
  })

  it('tell edited renames, for which contents are fetched, and only equal ones where they cannot be', async () => {
    rmSync(join(work, 'rules'), { recursive: true })
    const head = commit(work, {
      'new/a.yml': `${lines(0, 40)}more\n`,
      'new/b.yml': lines(100, 40),
      other: 'x',
    })
    publish()
    const paths = ['rules/a.yml', 'rules/b.yml']
    const renamed = async (access: RepositoryAccess) => {
      const departures = await access.departures(head, paths)
      return paths.map((path) => departures.get(path)?.renamedTo)
    }
    const access = await openIn()
    server.instead = (_, response) => !!response.writeHead(503).end()
    expect(await renamed(access)).toEqual([null, 'new/b.yml'])
    expect(said.at(-1)).toMatch(/^clone-contents: .*503/)
    const [file] = await filesOf(access)
    const reading = () => access.read([file?.objectId ?? ''], () => expect.fail('there is no content'))
    expect(await requestsOf(reading)).toBe(0)
    server.instead = () => false
    expect(await renamed(await openIn())).toEqual(['new/a.yml', 'new/b.yml'])
  })

  it('do not answer from an old state where they cannot be fetched', async () => {
    await openIn()
    server.instead = (_, response) => !!response.writeHead(500).end()
    expect(await keep().open(sigma)).toEqual({ kind: 'unknown', reason: 'clone-not-fetched' })
    expect(said.at(-1)).toMatch(/^clone-not-fetched: .*old clone does not answer.*500/)
    server.instead = () => false
    await openIn()
  })

  it.each([
    ['not found', 404],
    ['asks for a password', 401],
    ['refuses', 403],
  ])('never call a repository missing: the server %s', async (_, status) => {
    const mark = join(scratch, 'asked')
    const helper = join(scratch, 'helper.sh')
    writeFileSync(helper, `#!/bin/sh\n: > '${mark}'\necho username=a; echo password=b\n`, { mode: 0o755 })
    const settings = `[credential]\nhelper = ${helper}\n[credential "${server.address}"]\nhelper = ${helper}\n[core]\naskPass = ${helper}\n`
    writeFileSync(join(scratch, 'gitconfig'), settings)
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(scratch, 'gitconfig'))
    vi.stubEnv('SSH_ASKPASS', helper)
    server.instead = (_request, response) =>
      !!response.writeHead(status, { 'www-authenticate': 'Basic realm="x"' }).end()
    expect(await keep().open(sigma)).toEqual({ kind: 'unknown', reason: 'clone-failed' })
    expect(said.at(-1)).toMatch(/^clone-failed: github.com\/SigmaHQ\/sigma could not be cloned/)
    expect(existsSync(mark)).toBe(false)
    expect([clonesKept(), await partials()]).toEqual([[], []])
  })

  it('follow a repository to its new name, and keep the one that was asked for', async () => {
    server.instead = (request, response) => {
      const to = request.url?.replace('/old/name.git', '/SigmaHQ/sigma.git') ?? ''
      return to !== request.url && !!response.writeHead(301, { location: to }).end()
    }
    expect((await openIn(keep(), { host: 'github.com', path: 'old/name' })).path).toBe('old/name')
  })

  it('give up on a server that shows no progress, and then on its other repositories at once', async () => {
    server.instead = () => true
    const kept = keep({ idleMs: 300, atOnce: 1 })
    const asked = ['a/one', 'a/two', 'a/three'].map((path) => kept.open({ host: 'github.com', path }))
    const unknown = { kind: 'unknown', reason: 'clone-failed' }
    expect(await Promise.all(asked)).toEqual([unknown, unknown, unknown])
    expect(new Set(server.requests).size).toBe(2)
  })

  it('stop at the signal, and leave nothing that looks whole', async () => {
    const stopper = new AbortController()
    server.instead = () => {
      stopper.abort()
      return true
    }
    expect(await keep({}, { signal: stopper.signal }).open(sigma)).toEqual({
      kind: 'unknown',
      reason: 'stopped',
    })
    expect([clonesKept(), await partials()]).toEqual([[], []])
  })

  it('are made anew from what a killed run left', async () => {
    mkdirSync(clones, { recursive: true, mode: 0o700 })
    mkdirSync(join(clones, sigmaClone))
    writeFileSync(join(clones, sigmaClone, 'HEAD'), 'ref: refs/heads/main\n')
    expect(await filesOf(await openIn())).toHaveLength(3)
  })

  it.each([
    ['HEAD', (path: string) => rmSync(join(path, 'HEAD'))],
    ['config', (path: string) => writeFileSync(join(path, 'config'), 'no settings')],
    ['packed-refs', (path: string) => writeFileSync(join(path, 'packed-refs'), 'no refs')],
    ['pack', (path: string) => damagePack(path)],
    ['objects', (path: string) => rmSync(join(path, 'objects'), { recursive: true })],
  ])('are made anew, in this run or the next, where their %s is damaged', async (_, damage) => {
    await openIn()
    damage(join(clones, sigmaClone))
    createRepository(scratch)
    gitIn(scratch, 'symbolic-ref', 'HEAD', 'refs/heads/mine')
    const first = await openIn()
      .then(filesOf)
      .catch(() => null)
    if (first !== null) expect(first).toHaveLength(3)
    expect(await filesOf(await openIn())).toHaveLength(3)
    expect(gitIn(scratch, 'for-each-ref')).toBe('')
  })

  it('are fetched in spite of the locks that a killed git left', async () => {
    await openIn()
    const path = join(clones, sigmaClone)
    for (const lock of ['packed-refs.lock', 'HEAD.lock']) writeFileSync(join(path, lock), '')
    writeFileSync(join(path, 'objects/pack/tmp_pack_rest'), 'rest')
    commit(work, { more: '1' })
    gitIn(work, 'branch', 'another')
    publish()
    expect(await filesOf(await openIn())).toHaveLength(4)
    expect(existsSync(join(path, 'objects/pack/tmp_pack_rest'))).toBe(false)
    expect(said.join('\n')).not.toContain('clone-damaged')
  })

  it('are cloned once where two runs want them', async () => {
    mkdirSync(clones, { recursive: true, mode: 0o700 })
    const release = tryLock(join(clones, `${sigmaClone}.lock`))
    const both = Promise.all([openIn(), openIn()])
    while (said.filter((each) => each.startsWith('clone-waits')).length < 2)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.requests).toEqual([])
    release?.()
    await both
    expect(said.filter((each) => each.startsWith('clone-begins'))).toHaveLength(1)
    expect(said.join('\n')).not.toContain('clone-fetched')
  })

  const fetchedDaysAgo = (name: string, days: number) => {
    const at = new Date(Math.round(Date.now() / 1000) * 1000 - days * day)
    utimesSync(join(clones, name, 'control-coverage-fetched'), at, at)
    return at.toISOString().replace('.000', '')
  }

  describe('offline', () => {
    const offline = () => keep({}, { isOffline: true })

    it('answer as they are and say of when, from what is at hand, and ask nobody', async () => {
      rmSync(join(work, 'rules'), { recursive: true })
      const head = commit(work, { 'new/a.yml': `${lines(0, 40)}more\n`, 'new/b.yml': lines(100, 40) })
      publish()
      await openIn()
      await partials()
      said = []
      const at = fetchedDaysAgo(sigmaClone, 30)
      commit(work, { later: '1' })
      publish()
      const kept = offline()
      const asked = await requestsOf(async () => {
        const access = await openIn(kept)
        expect(access.asOf).toBe(at)
        const files = await filesOf(access)
        expect(files.map(({ path }) => path)).toEqual(['new/a.yml', 'new/b.yml', 'top'])
        const departures = await access.departures(head, ['rules/a.yml', 'rules/b.yml'])
        const renamed = [...departures.values()].map(({ path, renamedTo }) => [path, renamedTo])
        expect(renamed.sort()).toEqual([
          ['rules/a.yml', null],
          ['rules/b.yml', 'new/b.yml'],
        ])
        const ids = files.map(({ objectId }) => objectId)
        await access.read(ids, () => expect.fail('no content is at hand'))
      })
      kept.conclude()
      expect([asked, await partials(), said]).toEqual([0, [], []])
    })

    it('say which there are none of, and make none', async () => {
      await openIn()
      await partials()
      said = []
      const kept = offline()
      const names = ['a/one', 'a/two', 'a/three', 'a/four', 'a/five', 'a/six']
      const asked = await requestsOf(async () => {
        for (const path of names)
          expect(await kept.open({ host: 'github.com', path })).toEqual({
            kind: 'unknown',
            reason: 'no-clone',
          })
        await openIn(kept)
      })
      kept.conclude()
      expect([asked, clonesKept()]).toEqual([0, [sigmaClone]])
      expect(said).toEqual([
        `clones-lacking: There is no clone in ${clones} of github.com/a/five, github.com/a/four, github.com/a/one, ` +
          'github.com/a/six, github.com/a/three and 1 more; none is made offline.',
      ])
    })
  })

  it('answer as they are where nobody need be asked, and tell their age only then', async () => {
    expect(await openIn()).not.toHaveProperty('asOf')
    const at = fetchedDaysAgo(sigmaClone, 3)
    const kept = keep()
    const opening = () => kept.open(sigma, { asItIs: true })
    expect(await requestsOf(opening)).toBe(0)
    expect(await opening()).toMatchObject({ kind: 'found', access: { asOf: at } })
  })

  it('say once what helps where there is no git, and keep what there is', async () => {
    await openIn()
    said = []
    vi.stubEnv('PATH', scratch)
    for (const more of [{}, { isOffline: true }]) {
      const kept = keep({}, more)
      const names = ['SigmaHQ/sigma', 'a/one', 'a/two'].map((path) => ({ host: 'github.com', path }))
      for (const { kind } of await Promise.all(names.map((name) => kept.open(name))))
        expect(kind).toBe('unknown')
    }
    vi.unstubAllEnvs()
    const sentence =
      'clones: No clone is made or read: git could not be started. Install git, or leave --clone out.'
    expect(said.filter((each) => !each.startsWith('clone-begins'))).toEqual([sentence, sentence])
    expect(await openIn(keep({}, { isOffline: true }))).toHaveProperty('asOf')
  })

  describe('on the disk', () => {
    const serveAlso = (...paths: string[]) => {
      for (const path of paths) {
        mkdirSync(join(scratch, 'served', path), { recursive: true })
        gitIn(scratch, 'clone', '--quiet', '--bare', work, join(scratch, 'served', `${path}.git`))
      }
    }
    const github = (path: string) => ({ host: 'github.com', path })

    it('make place for each other, the longest unused first, but never for one in use', async () => {
      serveAlso('a/one', 'a/two', 'a/three', 'a/four')
      for (const each of ['one', 'two', 'three']) await openIn(keep(), github(`a/${each}`))
      await partials()
      const bytes = await bytesIn(clones)
      fetchedDaysAgo('github.com+a+one.git', 1)
      fetchedDaysAgo('github.com+a+two.git', 2)
      // Room for three; `three` was fetched just now, maybe by another run.
      const kept = keep({ maxBytes: bytes * 1.1 })
      await openIn(kept, github('a/four'))
      fetchedDaysAgo('github.com+a+four.git', 3)
      await kept.close()
      fetchedDaysAgo('github.com+a+four.git', 0)
      expect(clonesKept()).toEqual([
        'github.com+a+four.git',
        'github.com+a+one.git',
        'github.com+a+three.git',
      ])
      const small = keep({ maxBytes: 1 })
      expect(await small.open(github('a/two'))).toEqual({ kind: 'unknown', reason: 'clone-failed' })
      expect(said.at(-1)).toContain('all the room they may')
      expect(clonesKept()).toEqual(['github.com+a+four.git', 'github.com+a+three.git'])
    })

    it('are cleared of leftovers that are older than a day, or of what is cloned again', async () => {
      mkdirSync(clones, { recursive: true, mode: 0o700 })
      for (const name of ['.partial-old', '.partial-new', `.partial-${sigmaClone}-killed`])
        mkdirSync(join(clones, name))
      const old = new Date(Date.now() - 1.1 * day)
      utimesSync(join(clones, '.partial-old'), old, old)
      const kept = keep()
      await openIn(kept)
      await kept.close()
      expect(await partials()).toEqual(['.partial-new'])
    })

    it('are not kept where others may write', async () => {
      mkdirSync(clones, { recursive: true })
      chmodSync(clones, 0o777)
      const kept = keep()
      const unknown = { kind: 'unknown', reason: 'clone-failed' }
      expect(await kept.open(sigma)).toEqual(unknown)
      expect(await kept.open(github('a/one'))).toEqual(unknown)
      expect(server.requests).toEqual([])
      expect(said).toEqual([expect.stringMatching(/^clones: .*others may write to it. Name another one/)])
    })

    it('do not answer where others may write', async () => {
      await openIn()
      await partials()
      chmodSync(clones, 0o777)
      said = []
      for (const isOffline of [false, true])
        expect(await keep({}, { isOffline }).open(sigma, { asItIs: true })).toMatchObject({ kind: 'unknown' })
      expect(said).toEqual(Array(2).fill(expect.stringContaining('others may write to it')))
    })

    it('have the disk watched while something comes in', async () => {
      mkdirSync(clones, { recursive: true, mode: 0o700 })
      const room = { folder: clones, maxBytes: 1000, used: new Set<string>() }
      const stalled = withinRoom(
        room,
        (signal) =>
          new Promise((resolve, reject) => {
            writeFileSync(join(clones, 'coming-in'), 'x'.repeat(2000))
            signal.addEventListener('abort', () => reject(signal.reason))
            setTimeout(resolve, 10_000)
          }),
        undefined,
      )
      await expect(stalled).rejects.toThrow(NoRoom)
    })

    it.each([
      ['another host', 'example.com', 'a/b'],
      ['a way out of the folder', 'github.com', '../b'],
      ['a way out of the folder', 'github.com', 'a/..'],
      ['an option', 'github.com', '--upload-pack=x/b c'],
      ['too few parts', 'github.com', 'a'],
      ['too many parts', 'github.com', 'a/b/c'],
      ['other separators', 'github.com', 'a\\b/c'],
      ['a part too long', 'gitlab.com', `a/${'b'.repeat(101)}`],
      ['parts too long together', 'gitlab.com', ['a', ...Array(4).fill('b'.repeat(60))].join('/')],
    ])('have no place for %s', async (_, host, path) => {
      expect(await keep().open({ host, path })).toEqual({ kind: 'unknown', reason: 'no-clone' })
      expect([server.requests, existsSync(clones)]).toEqual([[], false])
    })

    it('have names of their own for groups and for names that begin with a dot', async () => {
      serveAlso('group/sub/name', 'a/.github')
      await openIn(keep(), { host: 'gitlab.com', path: 'group/sub/name' })
      await openIn(keep(), github('a/.github'))
      expect(clonesKept()).toEqual(['github.com+a+.github.git', 'gitlab.com+group+sub+name.git'])
    })
  })
})

describe("git's certificates", () => {
  it.each([
    ['the extra ones and those set for git', 'extra', 'own', 'extra\nown\n'],
    ['those set for git alone', '', 'own', null],
    ['what git is set to, though it cannot be read', 'extra', 'nowhere', null],
  ])('are %s', async (_, extra, own, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
    for (const name of ['extra', 'own']) writeFileSync(join(folder, name), `${name}\n`)
    vi.stubEnv('NODE_EXTRA_CA_CERTS', extra && join(folder, extra))
    vi.stubEnv('GIT_SSL_CAINFO', join(folder, own))
    const { GIT_SSL_CAINFO: bundle } = await certificates(folder)
    expect(bundle === undefined ? null : readFileSync(bundle, 'utf8')).toBe(expected)
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
})

describe('the cache folder', () => {
  it.each([
    ['linux', { XDG_CACHE_HOME: '/cache', HOME: '/home/me' }, '/cache/control-coverage'],
    ['linux', { XDG_CACHE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.cache/control-coverage'],
    ['darwin', { HOME: '/Users/me' }, '/Users/me/Library/Caches/control-coverage'],
    ['win32', { LOCALAPPDATA: '/Local' }, '/Local/control-coverage'],
  ] as const)('is where the system has it: %s %j', (platform, env, folder) => {
    expect(cacheFolder(env, platform)).toBe(folder)
  })
})

describe('repositories asked in turn', () => {
  it('take the first answer that somebody has', async () => {
    const asked: string[] = []
    const answering = (name: string, kind: 'unknown' | 'missing') => ({
      open: async () => {
        asked.push(name)
        return kind === 'missing' ? { kind } : { kind, reason: name }
      },
    })
    const [a, b, c] = [answering('a', 'unknown'), answering('b', 'missing'), answering('c', 'missing')]
    expect(await inTurn([a, b, c]).open(sigma)).toEqual({ kind: 'missing' })
    expect(asked).toEqual(['a', 'b'])
    expect(await inTurn([b, a].slice(1)).open(sigma)).toEqual({ kind: 'unknown', reason: 'a' })
  })
})
