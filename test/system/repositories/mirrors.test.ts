import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exitCodes } from '../../../pipeline/model/failure.js'
import { openMirrors } from '../../../pipeline/system/repositories/mirrors.js'
import { commit, createRepository, gitIn, hasGit } from '../../support/git-repository.js'

describe.skipIf(!hasGit)('mirrors', () => {
  let scratch = ''
  let folder = ''
  let said: string[] = []
  const log = {
    info: (event: string, sentence: string) => void said.push(`${event}: ${sentence}`),
    warn: (event: string, sentence: string) => void said.push(`${event}: ${sentence}`),
  }
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'mirrors-'))
    folder = join(scratch, 'work')
    said = []
    createRepository(folder)
    commit(folder, { a: '1' })
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(scratch, { recursive: true, force: true })
  })

  it('are found by name in any letter case, and nothing is known of others', async () => {
    const { open } = await openMirrors([`some/Name=${folder}`], { log })
    const found = await open({ host: 'github.com', path: 'Some/Name' })
    expect(found).toMatchObject({ kind: 'found', access: { by: 'mirror', path: 'Some/Name' } })
    const unknown = { kind: 'unknown', reason: 'no-mirror' }
    expect(await open({ host: 'github.com', path: 'some/other' })).toEqual(unknown)
    expect(await open({ host: 'gitlab.com', path: 'some/name' })).toEqual(unknown)
  })

  it('are named, as they were written, where no link leads to them, at the end', async () => {
    const written = [`a/one=${folder}`, `a/tow=${folder}`, `A/One=${folder}/.git`]
    const mirrors = await openMirrors(written, { log })
    await mirrors.open({ host: 'github.com', path: 'a/one' })
    expect(said).toEqual([])
    mirrors.conclude()
    expect(said).toEqual([
      `mirror-unused: --mirror a/one=${folder} was not used: a later one names the same repository.`,
      `mirror-unused: --mirror a/tow=${folder} was not used: no link that had to be asked leads to github.com/a/tow.`,
    ])
  })

  it('answer for nothing where they hold no commit, and that is said', async () => {
    createRepository(join(scratch, 'empty'))
    const { open } = await openMirrors([`a/b=${join(scratch, 'empty')}`], { log })
    expect(await open({ host: 'github.com', path: 'a/b' })).toEqual({ kind: 'unknown', reason: 'no-commit' })
    expect(said).toEqual([expect.stringMatching(/^mirror-empty: --mirror a\/b=.*empty holds no commit/)])
  })

  it('answer by a commit that no branch stands for', async () => {
    gitIn(folder, 'checkout', '--quiet', '--detach')
    gitIn(folder, 'branch', '-D', 'main')
    const { open } = await openMirrors([`a/b=${folder}`], { log })
    expect(await open({ host: 'github.com', path: 'a/b' })).toMatchObject({ kind: 'found' })
  })

  it('fail, all of those at whose very path there is no repository, in the words they were written in', async () => {
    mkdirSync(join(folder, 'inside'))
    const written = [`a/one=${folder}/inside`, `a/two=${folder}`, `a/three=${scratch}/./nope`]
    await expect(openMirrors(written, { log })).rejects.toMatchObject({
      name: 'Failure',
      exitCode: exitCodes.usage,
      message:
        `--mirror a/one=${folder}/inside: there is no git repository at this path.\n` +
        `--mirror a/three=${scratch}/./nope: there is no git repository at this path.`,
      remedy: expect.stringContaining('--mirror OWNER/NAME=PATH'),
    })
  })

  it('fail with what helps where they belong to somebody else', async () => {
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1')
    await expect(openMirrors([`a/b=${folder}`], { log })).rejects.toMatchObject({
      message: `--mirror a/b=${folder}: git does not read this repository, since it belongs to another user.`,
      remedy: expect.stringContaining('safe.directory'),
    })
  })

  it('fail with what helps where there is no git', async () => {
    vi.stubEnv('PATH', scratch)
    await expect(openMirrors([`a/b=${folder}`], { log })).rejects.toMatchObject({
      message: 'git could not be started.',
      remedy: 'Install git, or leave --mirror out.',
    })
  })
})
