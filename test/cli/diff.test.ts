import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Diff } from '../../pipeline/model/diff.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let out: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  await run('a', rows('kept', 'gone', 'renamed'))
  await run('b', rows('kept', 'new', 'renamed').replace('[renamed]', '[another name]'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const diff = (...words: string[]) => command('diff', ...words, '--out', out)

const rows = (...names: string[]) =>
  names.map((name) => `* [${name}](https://github.com/o/r/blob/main/${name}.yml)`).join('\n')

async function run(runId: string, list: string): Promise<void> {
  const pages = join(folder, 'pages')
  mkdirSync(pages, { recursive: true })
  writeFileSync(join(pages, 'T1071.001.md'), pageText({ detection: mappingText({ rows: list, count: '3' }) }))
  const words = ['--out', out, '--run-id', runId, '--offline', '--format', 'csv', '--quiet']
  expect((await command('run', pages, ...words)).exitCode).toBe(0)
}

it('tells people how much changed, and what', async () => {
  const { exitCode, stdout, stderr } = await diff('a', 'b')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.split('\n')).toEqual([
    'From a to b: 3 changes; 1 resource gained, 1 lost.',
    '',
    'What matters most',
    '  Sigma rules public repository (detection): 1 resource gained, 1 lost.',
    '  1 row bears another label at the same address: of Sigma rules public repository.',
    '',
    'By source                                  added  removed  renamed   gained     lost',
    'detection Sigma rules public repository        1        1        1        1        1',
    expect.stringContaining('coverage'),
    '',
    'In all       added  removed  renamed   gained     lost',
    'resources        1        1        1        1        1',
    expect.stringContaining('coverage'),
    '',
    'By technique',
    'T1071.001 Web Protocols: 1 lost, 1 gained, 3 changes',
    '  - removed resource sigma "gone"',
    '  + added   resource sigma "new"',
    '    renamed resource sigma "renamed" -> "another name"',
    '',
  ])
})

it('says where there is more than it shows', async () => {
  const many = Array.from({ length: 30 }, (_, number) => `rule-${number}`)
  await run('c', rows('kept', ...many))
  const { stdout } = await diff('a', 'c')
  expect(stdout).toContain('… and 26 more')
  expect(stdout).toContain('--json has all 34 changes.')
  expect(stdout.split('\n').length).toBeLessThan(32)
})

it('prints the JSON of its schema, and nothing else', async () => {
  const { exitCode, stdout, stderr } = await diff('a', 'b', '--json')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const printed = Diff.parse(JSON.parse(stdout))
  expect(printed).toMatchObject({ schemaVersion: '1.0.0', from: 'a', to: 'b', notes: [] })
  expect(printed.changes.map(({ change, gain }) => [change, gain])).toEqual([
    ['removed', 'lost'],
    ['added', 'gained'],
    ['renamed', 'neither'],
  ])
})

it('tells a moved link from a lost one, and one that died', async () => {
  const file = join(out, 'runs', 'a', 'links.json')
  const saved = JSON.parse(readFileSync(file, 'utf8'))
  for (const link of saved.links) {
    if (link.url.endsWith('/gone.yml')) {
      Object.assign(link, { state: 'moved', target: link.url.replace('gone', 'new') })
    } else if (link.url.endsWith('/kept.yml')) link.state = 'dead'
  }
  writeFileSync(file, JSON.stringify(saved))
  const { stdout } = await diff('b', 'a')
  expect(stdout).toContain('links')
  expect(stdout).toMatch(/^ {4}moved {3}resource sigma "gone" \S+\/new\.yml -> \S+\/gone\.yml$/m)
  expect(stdout).toMatch(/^ {4}changed link {5}sigma \S+\/kept\.yml unchecked -> dead \(offline\)$/m)
  expect(stdout).toMatch(/^ {2}unchecked -> dead {2}/m)
})

it('keeps what a page holds from steering the terminal', async () => {
  await run('c', rows('kept', 'e\u001b[31mvil\u202e'))
  const { stdout } = await diff('a', 'c')
  expect(stdout).toContain('e\ufffd[31mvil\ufffd')
  expect(stdout).not.toContain('\u001b')
})

describe('exit codes', () => {
  it.each<[string[], number]>([
    [['a', 'b', '--exit-code'], 2],
    [['a', 'a', '--exit-code'], 0],
    [['a', 'b', '--exit-code', '--json'], 2],
    [['a'], 3],
    [['a', 'b', '--jsom'], 3],
  ])('%j ends with %i', async (words, exitCode) => {
    expect((await diff(...words)).exitCode).toBe(exitCode)
  })

  it.each([
    ['diff', 'a', 'nobody'],
    ['verify', 'nobody'],
    ['assess', '--run', 'nobody'],
    ['run', join('.', 'pages'), '--baseline', 'nobody'],
    ['fix', '--run', 'nobody'],
  ])('an unknown run is wrong usage of %s', async (...words) => {
    expect(await command(...words, '--out', out)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/^There is no run nobody\.\n/),
    })
  })

  it('a run is found by its path too, and does not differ from itself', async () => {
    const { stdout, exitCode } = await command('diff', join(out, 'runs', 'a'), join(out, 'runs', 'a'))
    expect({ stdout, exitCode }).toEqual({ stdout: 'Nothing changed from a to a.\n', exitCode: 0 })
  })
})
