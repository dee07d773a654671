import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LinkEvidence } from '../../pipeline/model/links.js'
import { writePages } from '../../pipeline/system/page-writer.js'
import { commit, createRepository, hasGit } from '../support/git-repository.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let pages: string
let page: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  pages = join(folder, 'pages')
  page = join(pages, 'T1071.001.md')
  mkdirSync(pages)
  writeFileSync(page, pageText({ detection: mappingText() }))
  // More than a umask leaves to a new file.
  chmodSync(page, 0o666)
  const out = join(folder, 'out')
  await command('run', pages, '--out', out, '--run-id', 'r', '--offline', '--format', 'csv', '--quiet')
  moveAll()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const fix = (...words: string[]) => command('fix', pages, '--out', join(folder, 'out'), ...words)

/** Says in the run's links.json that each resource moved. */
function moveAll(): void {
  const file = join(folder, 'out', 'runs', 'r', 'links.json')
  const saved = JSON.parse(readFileSync(file, 'utf8'))
  for (const link of saved.links) {
    if (!link.places.some(({ role }: { role: string }) => role === 'resource')) continue
    Object.assign(link, {
      state: 'moved',
      target: `${link.url}-new`,
      evidence: 'identity',
      certainty: 'high',
    })
  }
  writeFileSync(file, JSON.stringify(saved))
}

it('writes what it shows, keeps the mode, and has nothing to do the second time', async () => {
  const before = readFileSync(page, 'utf8')
  const shown = await fix()
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('+++ b/T1071.001.md') })
  expect(readFileSync(page, 'utf8')).toBe(before)
  expect(await fix('--write')).toMatchObject({ exitCode: 0, stdout: shown.stdout })
  expect(readFileSync(page, 'utf8')).toContain('-new)')
  expect(statSync(page).mode & 0o777).toBe(0o666)
  expect(readdirSync(pages)).toEqual(['T1071.001.md'])
  expect(await fix('--write')).toMatchObject({ exitCode: 0, stdout: '' })
})

it('refuses to write where a page changed since the run', async () => {
  const changed = `${readFileSync(page, 'utf8')}\nmore\n`
  writeFileSync(page, changed)
  expect(await fix()).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: expect.stringContaining('T1071.001.md'),
  })
  expect(await fix('--write')).toMatchObject({ exitCode: 1, stdout: '' })
  expect(readFileSync(page, 'utf8')).toBe(changed)
})

it.each<[string, () => void]>([
  ['is gone', () => rmSync(page)],
  [
    'became a symbolic link',
    () => {
      renameSync(page, join(folder, 'elsewhere.md'))
      symlinkSync(join(folder, 'elsewhere.md'), page)
    },
  ],
])('refuses to write where a page %s, and names it', async (_, happen) => {
  happen()
  expect(await fix()).toMatchObject({ exitCode: 0, stdout: '' })
  expect(await fix('--write')).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('T1071.001.md'),
  })
  expect(readdirSync(folder)).not.toContain('T1071.001.md')
})

describe.skipIf(!hasGit)('the repairs of a commit', () => {
  it.each([
    ['of a folder', '', 'docs/pages'],
    ['of a page', '', 'docs/pages/T1071.001.md'],
    ['of a folder within the work tree', 'docs', 'pages'],
    ['of all there is', 'docs/pages', ''],
  ])('%s are applied at the top of the repository', async (_, path, within) => {
    const repository = join(folder, 'repository')
    createRepository(repository)
    const files = { 'docs/pages/T1071.001.md': readFileSync(page, 'utf8') }
    commit(repository, files)
    const words = [`${join(repository, path)}#HEAD:${within}`, '--out', join(folder, 'out')]
    const shown = await command('fix', ...words)
    expect(shown.stdout).toContain('--- a/docs/pages/T1071.001.md\n+++ b/docs/pages/T1071.001.md\n')
    execFileSync('git', ['apply', '-'], { cwd: repository, input: shown.stdout })
    await fix('--write')
    expect(readFileSync(join(repository, 'docs', 'pages', 'T1071.001.md'))).toEqual(readFileSync(page))
    expect((await command('fix', ...words, '--write')).exitCode).toBe(3)
  })

  it('are named from the top of one that has pages there', async () => {
    const repository = join(folder, 'repository')
    createRepository(repository)
    commit(repository, { 'T1071.001.md': readFileSync(page, 'utf8') })
    const shown = await command('fix', `${repository}#main`, '--out', join(folder, 'out'))
    expect(shown.stdout).toBe((await fix()).stdout)
  })
})

it.each(LinkEvidence.options)('takes the kind %s', async (kind) => {
  expect((await fix('--include', kind)).exitCode).toBe(0)
  expect((await command('fix', '--help')).stdout).toContain(kind)
})

it('knows its kinds, and writes into no commit', async () => {
  expect((await fix('--include', 'guess')).exitCode).toBe(3)
  expect((await command('fix', 'https://git.example/x.git', '--write')).exitCode).toBe(3)
})

describe('writing pages', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const change = { file: 'T1071.001.md', after: bytes('new') }

  it.each<[string, () => Parameters<typeof writePages>[1][number]]>([
    ['is not what it was', () => ({ file: 'b.md', before: bytes('x'), after: bytes('y') })],
    ['is not there', () => ({ file: 'gone.md', before: bytes('b'), after: bytes('y') })],
    ['lies elsewhere', () => ({ file: '../b.md', before: bytes('b'), after: bytes('y') })],
  ])('writes none where one %s', async (_, other) => {
    for (const at of [pages, folder]) writeFileSync(join(at, 'b.md'), 'b')
    const before = readFileSync(page)
    await expect(writePages(pages, [{ ...change, before }, other()])).rejects.toThrow('nothing was')
    expect(readFileSync(page)).toEqual(before)
    expect(readdirSync(pages)).toEqual(['T1071.001.md', 'b.md'])
  })
})

describe('pages that are not those of the run', () => {
  const fixOther = (other: string, ...words: string[]) =>
    command('fix', join(folder, other), '--out', join(folder, 'out'), ...words)

  it('are told by the name of those that it read', async () => {
    const other = join(folder, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'T1071.001.md'), pageText({}))
    const shown = await fixOther('other')
    expect(shown.stderr).toContain('Run r read "pages"; these are the pages of "other".')
    const refused = await fixOther('other', '--write')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain(
      'Run r read "pages", and these are the pages of "other": name those that it read, or run again on these.',
    )
  })

  it('are asked for where they are not there', async () => {
    const missing = await fixOther('nowhere')
    expect(missing.exitCode).toBe(1)
    expect(missing.stderr).toMatch(/was not found\.\nRun r read "pages": name where that is/)
  })

  it('keep the remedy of any other trouble', async () => {
    const noRepository = await fixOther('pages#main')
    expect(noRepository.stderr).toMatch(/is in no git repository\.\nName the path of a repository/)
  })
})
