import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TreeEntry } from '../../../pipeline/model/repositories.js'
import { localGit } from '../../../pipeline/system/repositories/local-git.js'
import { localRepository } from '../../../pipeline/system/repositories/local-repository.js'
import { commit, createRepository, gitIn, hasGit } from '../../support/git-repository.js'

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join('')

describe.skipIf(!hasGit)('a repository on this machine', () => {
  let scratch = ''
  let folder = ''
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'repositories-'))
    folder = join(scratch, 'work')
    createRepository(folder)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(scratch, { recursive: true, force: true })
  })

  const open = () => localRepository(folder, 'mirror')
  const objectIdOf = (spec: string) => gitIn(folder, 'rev-parse', spec)
  const bareCopy = () => {
    const bare = join(scratch, 'bare')
    gitIn(scratch, 'clone', '--quiet', '--bare', folder, bare)
    return bare
  }

  it('lists files, folders and odd names at a commit, bare or not, with or without a config', async () => {
    const head = commit(folder, { 'rules/a b.yml': 'a', 'rules/é\n.yml': 'b', top: 'c' })
    const bare = bareCopy()
    const of = async (path: string) => (await (await localRepository(path, 'clone')).tree(head)).entries
    const entries = await of(folder)
    const kinds = [...entries.values()].map((entry: TreeEntry) => [entry.path, entry.kind])
    expect(kinds).toEqual([
      ['rules', 'folder'],
      ['rules/a b.yml', 'file'],
      ['rules/é\n.yml', 'file'],
      ['top', 'file'],
    ])
    expect(entries.get('top')?.objectId).toBe(objectIdOf('HEAD:top'))
    expect(await of(bare)).toEqual(entries)
    rmSync(join(bare, 'config'))
    expect(await of(bare)).toEqual(entries)
  })

  it('takes the longest ref, branches before remote branches before tags, HEAD and shortened ids', async () => {
    const first = commit(folder, { a: '1' })
    const second = commit(folder, { a: '2' })
    const third = commit(folder, { a: '3' })
    gitIn(folder, 'branch', 'release/1.0', first)
    gitIn(folder, 'tag', '-a', '-m', 'x', 'release', second)
    gitIn(folder, 'update-ref', 'refs/remotes/origin/main', first)
    gitIn(folder, 'tag', 'main', second)
    gitIn(folder, 'update-ref', 'refs/remotes/origin/both', first)
    gitIn(folder, 'tag', 'both', second)
    const { resolve, defaultBranch } = await open()
    const at = async (path: string) => {
      const found = await resolve(path.split('/'))
      return found && [found.ref, found.commit, found.rest.join('/')]
    }
    expect(defaultBranch).toBe('main')
    expect(await at('release/1.0/a')).toEqual(['release/1.0', first, 'a'])
    expect(await at('release/a')).toEqual(['release', second, 'a'])
    expect(await at('main/a')).toEqual(['main', third, 'a'])
    expect(await at('both/a')).toEqual(['both', first, 'a'])
    expect(await at('HEAD')).toEqual(['HEAD', third, ''])
    expect(await at(`${first.slice(0, 7)}/a`)).toEqual([first.slice(0, 7), first, 'a'])
    expect(await at(first.slice(0, 6))).toBeNull()
    expect(await at('main~1/a')).toBeNull()
    expect(await at(`${'0'.repeat(40)}/a`)).toBeNull()
    gitIn(folder, 'checkout', '--quiet', '--detach')
    expect((await open()).defaultBranch).toBe('HEAD')
  })

  it('tells the newest deletion of a file, and where it was renamed to', async () => {
    const moved = lines(0, 40)
    commit(folder, { 'old/kept.yml': moved, 'old/gone.yml': lines(500, 40) })
    rmSync(join(folder, 'old/gone.yml'))
    commit(folder, {})
    commit(folder, { 'old/gone.yml': 'again' })
    const last = objectIdOf('HEAD:old/gone.yml')
    rmSync(join(folder, 'old'), { recursive: true })
    const head = commit(folder, { 'new/kept.yml': `${moved}more\n` })
    const access = await open()
    const departures = await access.departures(head, ['old/kept.yml', 'old/gone.yml', 'never.yml'])
    expect([...departures.keys()].sort()).toEqual(['old/gone.yml', 'old/kept.yml'])
    expect(departures.get('old/kept.yml')).toMatchObject({ commit: head, renamedTo: 'new/kept.yml' })
    expect(departures.get('old/gone.yml')).toEqual({
      path: 'old/gone.yml',
      commit: head,
      at: new Date(Number(gitIn(folder, 'log', '-1', '--format=%ct')) * 1000).toISOString(),
      objectId: last,
      renamedTo: null,
    })
    const under = await access.departuresUnder(head, ['old', 'ol', 'never'])
    expect([...under.keys()]).toEqual(['old'])
    expect(
      under
        .get('old')
        ?.map(({ path }) => path)
        .sort(),
    ).toEqual(['old/gone.yml', 'old/kept.yml'])
  })

  it('finds what only a merge left out', async () => {
    commit(folder, { a: '1' })
    gitIn(folder, 'checkout', '--quiet', '-b', 'side')
    commit(folder, { 'side/dropped': 'x' })
    gitIn(folder, 'checkout', '--quiet', 'main')
    commit(folder, { b: '1' })
    gitIn(folder, 'merge', '--quiet', '-s', 'ours', '-m', 'merge', 'side')
    const head = objectIdOf('HEAD')
    const access = await open()
    expect((await access.departures(head, ['side/dropped'])).get('side/dropped')?.commit).toBe(head)
    expect((await access.departuresUnder(head, ['side'])).get('side')).toHaveLength(1)
  })

  it('dates a file that was made again by the merge that left it out, if the main line had it', async () => {
    let minute = 10
    const next = () => vi.stubEnv('GIT_COMMITTER_DATE', `2024-05-01T12:${minute++}:00Z`)
    next()
    commit(folder, { again: '1', aside: '1' })
    next()
    rmSync(join(folder, 'again'))
    rmSync(join(folder, 'aside'))
    const removal = commit(folder, {})
    next()
    gitIn(folder, 'checkout', '--quiet', '-b', 'side')
    commit(folder, { aside: '2' })
    next()
    gitIn(folder, 'checkout', '--quiet', 'main')
    commit(folder, { again: '2' })
    next()
    gitIn(folder, 'merge', '--quiet', '--no-commit', '-s', 'ours', 'side')
    gitIn(folder, 'rm', '--quiet', '-f', 'again')
    const merge = commit(folder, {})
    const departures = await (await open()).departures(merge, ['again', 'aside'])
    expect(departures.get('again')).toMatchObject({ commit: merge, at: '2024-05-01T12:14:00.000Z' })
    expect(departures.get('aside')?.commit, 'the main line had lost it before').toBe(removal)
  })

  it('cannot tell an edited rename whose content is not at hand, and still tells the others', async () => {
    commit(folder, { one: lines(0, 40), two: lines(100, 40) })
    const lost = objectIdOf('HEAD:one')
    rmSync(join(folder, 'one'))
    commit(folder, { uno: `${lines(0, 40)}more\n` })
    rmSync(join(folder, 'two'))
    const head = commit(folder, { due: `${lines(100, 40)}more\n` })
    rmSync(join(folder, '.git/objects', lost.slice(0, 2), lost.slice(2)))
    const departures = await (await open()).departures(head, ['one', 'two'])
    expect(departures.get('one')).toMatchObject({ objectId: lost, renamedTo: null })
    expect(departures.get('two')?.renamedTo).toBe('due')
  })

  it('reads each content once, cut off, without those that are missing', async () => {
    commit(folder, { small: 'small', large: 'x'.repeat(300 * 1024), empty: '' })
    const [large, small, empty] = ['large', 'small', 'empty'].map((name) => objectIdOf(`HEAD:${name}`))
    const asked = [large, '1'.repeat(40), objectIdOf('HEAD^{tree}'), empty, small, small]
    const sizes: [string, number][] = []
    await (await open()).read(asked.map(String), (id, bytes) => sizes.push([id, bytes.length]))
    expect(sizes).toEqual([
      [large, 256 * 1024],
      [empty, 0],
      [small, 5],
    ])
  })

  it('answers from a partial clone what needs no content, and of contents those at hand, asking nobody', async () => {
    commit(folder, { one: lines(0, 40), two: lines(100, 40), kept: 'kept' })
    for (const name of ['one', 'two']) rmSync(join(folder, name))
    const head = commit(folder, { uno: `${lines(0, 40)}more\n`, due: lines(100, 40), kept: 'kept' })
    gitIn(folder, 'config', 'uploadpack.allowFilter', 'true')
    gitIn(scratch, 'clone', '--quiet', '--filter=blob:none', `file://${folder}`, 'partial')
    const partial = join(scratch, 'partial')
    const objects = () => gitIn(partial, 'count-objects', '-v')
    const before = objects()
    const access = await localRepository(partial, 'mirror')
    const entries = (await access.tree(head)).entries
    const departures = await access.departures(head, ['one', 'two'])
    expect(departures.get('one')).toMatchObject({ commit: head, renamedTo: null })
    expect(departures.get('two')?.renamedTo).toBe('due')
    expect(await access.resolve(['1'.repeat(40)])).toBeNull()
    const read: string[] = []
    const asked = [departures.get('one')?.objectId, objectIdOf('HEAD:kept'), entries.get('uno')?.objectId]
    await access.read(asked.map(String), (id) => read.push(id))
    expect(read).toEqual(asked.slice(1))
    expect(objects()).toBe(before)
  })

  it('runs nothing that the configuration of a partial clone names', async () => {
    const head = commit(folder, { a: '1' })
    const mark = join(scratch, 'ran')
    const program = join(scratch, 'program.sh')
    writeFileSync(program, `#!/bin/sh\n: > '${mark}'\n`, { mode: 0o755 })
    const settings = {
      'core.fsmonitor': program,
      'log.showSignature': 'true',
      'gpg.program': program,
      'extensions.partialClone': 'origin',
      'remote.origin.promisor': 'true',
      'remote.origin.url': folder,
      'remote.origin.uploadpack': program,
      'protocol.allow': 'always',
    }
    gitIn(folder, 'config', 'core.repositoryFormatVersion', '1')
    for (const [name, value] of Object.entries(settings)) gitIn(folder, 'config', name, value)
    const access = await open()
    await access.tree(head)
    await access.departures(head, ['b'])
    const read: string[] = []
    await access.read(['1'.repeat(40)], (id) => read.push(id)).catch(() => undefined)
    expect(read).toEqual([])
    expect(existsSync(mark)).toBe(false)
  })

  it('reads the same whatever the settings of the user and of the repository are', async () => {
    commit(folder, { a: '1' })
    gitIn(folder, 'checkout', '--quiet', '-b', 'side')
    commit(folder, { dropped: 'x' })
    gitIn(folder, 'checkout', '--quiet', 'main')
    commit(folder, { b: '1' })
    gitIn(folder, 'merge', '--quiet', '-s', 'ours', '-m', 'merge', 'side')
    const bare = bareCopy()
    const user = join(scratch, 'gitconfig')
    const settings = { 'safe.bareRepository': 'explicit', 'log.diffMerges': 'combined', 'color.ui': 'always' }
    for (const [name, value] of Object.entries(settings))
      gitIn(scratch, 'config', '--file', user, name, value)
    vi.stubEnv('GIT_CONFIG_GLOBAL', user)
    const access = await localRepository(bare, 'mirror')
    const found = await access.resolve(['main'])
    expect((await access.departures(found?.commit ?? '', ['dropped'])).size).toBe(1)
  })

  it('tells what it can of a history that is cut off', async () => {
    const lost = commit(folder, { early: '1', late: '1' })
    rmSync(join(folder, 'early'))
    commit(folder, {})
    rmSync(join(folder, 'late'))
    const head = commit(folder, {})
    const tree = objectIdOf(`${lost}^{tree}`)
    rmSync(join(folder, '.git/objects', tree.slice(0, 2), tree.slice(2)))
    const departures = await (await open()).departures(head, ['early', 'late'])
    expect([...departures.keys()]).toEqual(['late'])
  })

  it('throws where a folder of the tree cannot be read', async () => {
    const head = commit(folder, { 'rules/a': '1' })
    const tree = objectIdOf('HEAD:rules')
    rmSync(join(folder, '.git/objects', tree.slice(0, 2), tree.slice(2)))
    const access = await open()
    await expect(access.tree(head)).rejects.toThrow()
  })

  it('stops at the signal', async () => {
    const head = commit(folder, { a: '1' })
    const stopper = new AbortController()
    const access = await localRepository(folder, 'mirror', { signal: stopper.signal })
    stopper.abort(new Error('stopped'))
    await expect(access.tree(head)).rejects.toThrow('stopped')
  })

  it('claims nothing of a history that is cut off which the cut itself makes look so', async () => {
    commit(folder, { 'old/a.yml': lines(0, 40) })
    gitIn(folder, 'checkout', '--quiet', '-b', 'side')
    commit(folder, { side: '1' })
    gitIn(folder, 'checkout', '--quiet', 'main')
    rmSync(join(folder, 'old'), { recursive: true })
    commit(folder, { 'new/a.yml': `${lines(0, 40)}more\n` })
    gitIn(folder, 'merge', '--quiet', '-m', 'merge', 'side')
    rmSync(join(folder, 'side'))
    const head = commit(folder, { later: '1' })
    gitIn(scratch, 'clone', '--quiet', '--bare', '--depth=3', `file://${folder}`, 'shallow')
    const whole = await open()
    expect(whole).not.toHaveProperty('isShallow')
    expect((await whole.departures(head, ['old/a.yml'])).get('old/a.yml')?.renamedTo).toBe('new/a.yml')
    const cut = await localRepository(join(scratch, 'shallow'), 'mirror')
    expect(cut.isShallow).toBe(true)
    const departures = await cut.departures(head, ['old/a.yml', 'side'])
    expect([...departures.keys()]).toEqual(['side'])
    expect((await cut.departuresUnder(head, ['old'])).size).toBe(0)
  })

  it('is not read where the very path holds none', async () => {
    commit(folder, { 'inside/a': '1' })
    for (const path of [join(folder, 'inside'), join(scratch, 'nowhere')])
      await expect(localRepository(path, 'mirror')).rejects.toMatchObject({ name: 'NoRepository' })
  })

  it('tells of trouble without a path of this machine', async () => {
    const head = commit(folder, { a: '1' })
    const access = await open()
    rmSync(folder, { recursive: true })
    await expect(access.tree(head)).rejects.toMatchObject({
      name: 'GitError',
      message: "cannot change to '…': No such file or directory",
    })
  })

  describe('whose contents are promised by somebody else', () => {
    const partialCopy = () => {
      gitIn(folder, 'config', 'uploadpack.allowFilter', 'true')
      gitIn(scratch, 'clone', '--quiet', '--bare', '--filter=blob:none', `file://${folder}`, 'partial')
      return join(scratch, 'partial')
    }

    it('lets no git command fetch them by itself', async () => {
      commit(folder, { a: '1' })
      const partial = partialCopy()
      const before = gitIn(partial, 'count-objects', '-v')
      const git = await localGit(partial, {})
      await expect(git.ask('cat-file', 'blob', objectIdOf('HEAD:a'))).rejects.toMatchObject({
        name: 'GitError',
      })
      expect(gitIn(partial, 'count-objects', '-v')).toBe(before)
    })

    // Git that knows the first needs no other; older git knows only the second.
    it.each(['GIT_NO_LAZY_FETCH=1', 'GIT_ALLOW_PROTOCOL=none'])(
      'has every git command told: %s',
      async (setting) => {
        const git = await localGit(folder, {})
        const environment = await git.ask('-c', 'alias.environment=!env', 'environment')
        expect(environment.split('\n')).toContain(setting)
      },
    )
  })
})
