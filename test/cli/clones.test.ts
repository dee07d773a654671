import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from '../../pipeline/cli/program.js'
import { keptClones } from '../../pipeline/system/repositories/index.js'
import { commit, createRepository, gitIn, hasGit } from '../support/git-repository.js'
import { mappingText, pageText } from '../support/page.js'

let folder: string
let out: string
let pages: string
let work: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  pages = join(folder, 'pages')
  work = join(folder, 'work')
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  mkdirSync(pages)
  const rows = ['* [a](https://github.com/SigmaHQ/sigma/blob/main/rules/a.yml)']
  const mapping = mappingText({ rows: rows.join('\n'), count: '1' })
  writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mapping }))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** A run of these pages that asks nobody; gives what it told and what it made of the link. */
async function runOffline(...more: string[]) {
  const texts: string[] = []
  const talk = { write: (text: string) => void texts.push(text), isTerminal: false }
  const words = ['run', pages, '--out', out, '--format', 'csv', '--run-id', 'r1', '--offline', ...more]
  const exitCode = await main(words, { print: () => undefined, talk })
  const file = join(out, 'runs/r1/links.json')
  const { links, repositories } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { links: [], repositories: [] }
  const link = links.find(({ url }: { url: string }) => url.includes('SigmaHQ/sigma/blob'))
  return { exitCode, told: texts.join(''), link, repositories }
}

describe.skipIf(!hasGit)('a run offline', () => {
  beforeEach(() => {
    createRepository(work)
    commit(work, { 'rules/a.yml': 'a' })
  })

  it('is answered by the clones that earlier runs have kept, whose age it tells', async () => {
    const bare = join(folder, 'served/SigmaHQ/sigma.git')
    gitIn(folder, 'clone', '--quiet', '--bare', work, bare)
    gitIn(bare, 'config', 'uploadpack.allowFilter', 'true')
    const log = { info: () => undefined, warn: () => undefined }
    const clones = join(folder, 'cache/control-coverage/clones')
    const kept = keptClones({ folder: clones, log, addressOf: () => `file://${folder}/served` })
    expect(await kept.open({ host: 'github.com', path: 'SigmaHQ/sigma' })).toMatchObject({ kind: 'found' })
    await kept.close()
    const { exitCode, told, link, repositories } = await runOffline('--clone')
    expect(exitCode).toBe(0)
    expect(link).toMatchObject({ state: 'alive', method: 'tree' })
    const note = expect.stringMatching(/^As of \d{4}-\d\d-\d\dT[\d:]+Z, the last time it was fetched\.$/)
    expect(repositories).toMatchObject([{ repository: 'github.com/SigmaHQ/sigma', by: 'clone', note }])
    expect(told).not.toContain('Cloning')
  })

  it('says where there is no clone to answer', async () => {
    const { exitCode, told, link } = await runOffline('--clone')
    expect({ exitCode, state: link.state }).toEqual({ exitCode: 0, state: 'unchecked' })
    expect(told).toMatch(
      /There is no clone in .*clones of github.com\/SigmaHQ\/sigma; none is made offline\./,
    )
  })

  it('fails before any work, with exit 3, where a mirror is none', async () => {
    const { exitCode, told } = await runOffline('--mirror', `SigmaHQ/sigam=${folder}/nope`)
    expect(exitCode).toBe(3)
    expect(told).toContain(`--mirror SigmaHQ/sigam=${folder}/nope: there is no git repository at this path.`)
    expect([told.includes('extract'), existsSync(join(out, 'runs'))]).toEqual([false, false])
  })

  it('says at the end of the check which mirror was not used', async () => {
    const { exitCode, told, link } = await runOffline(
      '--mirror',
      `SigmaHQ/sigam=${work}`,
      '--mirror',
      `sigmahq/sigma=${work}`,
    )
    expect({ exitCode, state: link.state }).toEqual({ exitCode: 0, state: 'alive' })
    const [, afterCheck = ''] = told.split(/^check .*$/m)
    expect(afterCheck).toMatch(/^\n--mirror SigmaHQ\/sigam=.* was not used: .*github.com\/SigmaHQ\/sigam\.\n/)
    expect(told.match(/was not used/g)).toHaveLength(1)
  })

  it('notes a mirror whose history is cut off, and names its path in no artifact', async () => {
    commit(work, { 'rules/b.yml': 'b' })
    gitIn(folder, 'clone', '--quiet', '--bare', '--depth=1', `file://${work}`, 'shallow')
    const { repositories } = await runOffline('--mirror', `SigmaHQ/sigma=${folder}/shallow`)
    const note = 'Its history is cut off, so that where files went is not known.'
    expect(repositories).toMatchObject([{ by: 'mirror', note }])
    expect(readFileSync(join(out, 'runs/r1/links.json'), 'utf8')).not.toContain('shallow')
    expect(readFileSync(join(out, 'runs/r1/run.json'), 'utf8')).not.toContain('shallow')
  })
})

describe('without git', () => {
  it.each([
    ['--mirror', [`SigmaHQ/sigma=.`], 1, 'Install git, or leave --mirror out.'],
    ['pages in a repository', [], 1, 'Install git, or name a folder of .md pages instead of a repository.'],
  ])('%s says what helps', async (what, value, exitCode, remedy) => {
    vi.stubEnv('PATH', folder)
    if (value.length === 0) pages = `${pages}#main`
    const ran = await runOffline(...(value.length === 0 ? [] : [what, ...value]))
    expect({ exitCode: ran.exitCode, told: ran.told }).toEqual({
      exitCode,
      told: `git could not be started.\n${remedy}\n`,
    })
  })
})
