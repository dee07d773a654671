import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { examineClonesFolder, examineGit, examineToken } from '../../pipeline/cli/examine-repositories.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('of the token, doctor', () => {
  it.each([
    [{ GITHUB_TOKEN: 'ghp_secret' }, "Set; it is sent to GitHub's API and to nobody else."],
    [{ GITHUB_TOKEN: '' }, "Not set; GitHub's API then answers 60 requests an hour."],
  ])('with %j says %s', (env, sentence) => {
    expect(examineToken(env)).toMatchObject({ state: 'ok', sentences: [sentence], remedies: [] })
  })
})

describe('of git, doctor', () => {
  it.each([
    ['git version 2.39.5 (Apple Git-154)', 'ok', 'git 2.39.5.'],
    ['git version 3.0.0', 'ok', 'git 3.0.0.'],
    ['git version 2.29.0.windows.1', 'ok', 'git 2.29.0.'],
    ['git version 2.28.1', 'note', 'git 2.28.1, which is too old for --clone.'],
    [null, 'note', 'Not found; --mirror, --clone and pages in git repositories need it.'],
  ])('that says "%s" gives %s: %s', async (said, state, sentence) => {
    if (said !== null) writeFileSync(join(folder, 'git'), `#!/bin/sh\necho '${said}'\n`, { mode: 0o755 })
    vi.stubEnv('PATH', folder)
    const { sentences, remedies, ...examined } = await examineGit()
    expect({ ...examined, sentences }).toEqual({ name: 'Git', state, sentences: [sentence] })
    expect(remedies).toHaveLength(state === 'ok' ? 0 : 1)
  })
})

describe('of the folder that --clone writes to, doctor', () => {
  const examine = () => examineClonesFolder({ XDG_CACHE_HOME: folder })

  it('says that it can be written to and what is free, and makes it as --clone does', async () => {
    const { state, sentences } = await examine()
    const clones = join(folder, 'control-coverage/clones')
    expect(sentences).toEqual([
      expect.stringMatching(/clones can be written to by --clone, [\d.]+ GB free\.$/),
    ])
    expect(['ok', 'note']).toContain(state)
    expect(statSync(clones).mode & 0o022).toBe(0)
  })

  it('notes, with what helps, where others may write or nobody can', async () => {
    const clones = join(folder, 'control-coverage/clones')
    mkdirSync(clones, { recursive: true })
    chmodSync(clones, 0o777)
    const remedies = [expect.stringContaining('XDG_CACHE_HOME')]
    const sentences = [expect.stringContaining('others may write to it')]
    expect(await examine()).toMatchObject({ state: 'note', sentences, remedies })
    rmSync(join(folder, 'control-coverage'), { recursive: true })
    writeFileSync(join(folder, 'control-coverage'), '')
    expect(await examine()).toMatchObject({ state: 'note', remedies })
  })
})
