import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { corpusBase } from '../../pipeline/system/corpus-name.js'
import { pageText } from '../support/page.js'

const hasGit = spawnSync('git', ['--version']).status === 0
let folder: string
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    encoding: 'utf8',
  }).trim()
const revision = async (path = join(folder, 'pages')) => (await readWholeCorpus(path)).revision

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'control-coverage-')))
  mkdirSync(join(folder, 'pages', 'sub'), { recursive: true })
  writeFileSync(join(folder, 'pages', 'T1001.md'), pageText({ id: 'T1001' }))
  writeFileSync(join(folder, 'pages', 'sub', 'T1002.md'), pageText({ id: 'T1002' }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!hasGit)(
  hasGit ? 'the revision of a folder' : 'NOT TESTED, no git here: the revision of a folder',
  () => {
    it('is its commit, and says where pages differ from it', async () => {
      expect(await revision()).toBeNull()
      git('init', '-q')
      git('add', '.')
      git('commit', '-qm', 'pages')
      const commit = git('rev-parse', 'HEAD')
      expect(await revision()).toBe(commit)
      expect(await revision(join(folder, 'pages', 'T1001.md'))).toBe(commit)
      writeFileSync(join(folder, 'pages', 'notes.txt'), 'no page')
      mkdirSync(join(folder, 'out'))
      expect(await revision(folder)).toBe(commit)
      writeFileSync(join(folder, 'pages', 'T1001.md'), pageText({ id: 'T1003' }))
      expect(await revision()).toBe(`${commit}+changes`)
      expect(await revision(join(folder, 'pages', 'sub', 'T1002.md'))).toBe(commit)
      git('checkout', '-q', '.')
      rmSync(join(folder, 'pages', 'sub', 'T1002.md'))
      expect(await revision()).toBe(`${commit}+changes`)
    })

    it('comes with the place of the pages in their repository', async () => {
      const base = async (...path: string[]) => (await readWholeCorpus(join(folder, ...path))).base
      expect(await base('pages')).toEqual({ of: 'corpus', folder: '' })
      git('init', '-q')
      git('add', '.')
      git('commit', '-qm', 'pages')
      const inRepository = async () => {
        expect(await base('pages')).toEqual({ of: 'repository', folder: 'pages' })
        expect(await base('pages', 'sub')).toEqual({ of: 'repository', folder: 'pages/sub' })
        expect(await base('pages', 'sub', 'T1002.md')).toEqual({ of: 'repository', folder: 'pages/sub' })
        expect(await base()).toEqual({ of: 'repository', folder: '' })
      }
      await inRepository()
      const named = async (suffix: string) => (await readWholeCorpus(`${folder}${suffix}`)).base
      expect(await named('#HEAD:pages')).toEqual({ of: 'repository', folder: 'pages' })
      expect(await named('/pages#HEAD:sub/T1002.md')).toEqual({ of: 'repository', folder: 'pages/sub' })
      expect(await named('#HEAD')).toEqual({ of: 'repository', folder: '' })
    })

    it('of untracked pages within some repository is none', async () => {
      git('init', '-q')
      git('commit', '-q', '--allow-empty', '-m', 'nothing')
      expect(await revision()).toBeNull()
    })

    it('is found without running what the repository’s own settings name', async () => {
      git('init', '-q')
      git('add', '.')
      git('commit', '-qm', 'pages')
      const trap = join(folder, 'sprung')
      git('config', 'core.fsmonitor', `touch '${trap}'; false`)
      git('config', 'filter.evil.clean', `touch '${trap}'; cat`)
      writeFileSync(join(folder, '.git', 'info', 'attributes'), '*.md filter=evil\n')
      writeFileSync(join(folder, 'pages', 'T1001.md'), pageText({ id: 'T1001', name: 'Changed' }))
      expect(await revision()).toMatch(/\+changes$/)
      expect(existsSync(trap)).toBe(false)
    })
  },
)

it.each([
  ['docs/pages', { of: 'working-folder', folder: 'docs/pages' }],
  ['./docs/../pages/', { of: 'working-folder', folder: 'pages' }],
  ['.', { of: 'working-folder', folder: '' }],
  ['..', { of: 'corpus', folder: '' }],
  ['docs/../../pages', { of: 'corpus', folder: '' }],
  [resolve('docs'), { of: 'corpus', folder: '' }],
])('pages in no repository are known by how they were named, and not by where: %s', (written, base) => {
  expect(corpusBase(null, written)).toEqual(base)
  expect(corpusBase('a', written)).toEqual({ of: 'repository', folder: 'a' })
})
