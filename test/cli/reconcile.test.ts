import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../pipeline/model/digest.js'
import { Report } from '../../pipeline/model/report.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let out: string
let table: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  table = join(folder, 'theirs.csv')
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText({ total: '1' }) }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const runWith = (...more: string[]) =>
  command(
    'run',
    join(folder, 'pages'),
    '--out',
    out,
    '--offline',
    '--format',
    'csv',
    '--run-id',
    'r1',
    ...more,
  )
const textOf = (path: string) => readFileSync(join(out, 'runs', 'r1', path), 'utf8')

describe('--reconcile', () => {
  it('holds the pages against the table, and names it without its folder', async () => {
    writeFileSync(table, 'techID,Our rules\nT1071.001,3\n')
    const { exitCode } = await runWith(
      '--reconcile',
      table,
      '--reconcile-column',
      'our rules=detection/sigma',
    )
    expect(exitCode).toBe(0)
    const { completeness, settings } = Report.parse(JSON.parse(textOf('report.json')))
    expect(completeness.outside).toMatchObject({ name: 'theirs.csv', sha256: sha256(readFileSync(table)) })
    expect(completeness.unexplained).toBeGreaterThan(0)
    expect(settings).toContainEqual({ name: 'reconcile', value: 'theirs.csv' })
    expect(textOf('csv/differences.csv')).toContain('outside-count,T1071.001,detection,sigma,3,1,,')
    for (const file of ['report.json', 'run.json']) expect(textOf(file)).not.toContain(folder)
    expect((await command('verify', 'r1', '--out', out)).exitCode).toBe(0)
    // The run keeps the name of the table alone, so that a later stage does not look for it.
    const assessed = await command('assess', '--out', out, '--run', 'r1', '--run-id', 'r2')
    expect({ exitCode: assessed.exitCode, stderr: assessed.stderr }).toMatchObject({ exitCode: 0 })
  })

  it.each<[string, string | null, string[], string]>([
    ['is not there', null, [], 'theirs.csv could not be read'],
    ['is no table', '<html></html>', [], 'theirs.csv'],
    [
      'lacks a named column',
      'techID,sigma\nT1071.001,1',
      ['--reconcile-column', 'x=test/y'],
      'no column "x"',
    ],
    [
      'is named wrongly',
      'techID,sigma\nT1071.001,1',
      ['--reconcile-column', 'sigma'],
      'COLUMN=CATEGORY/SOURCE',
    ],
  ])('that %s is exit 3 before any work', async (_, text, more, words) => {
    if (text !== null) writeFileSync(table, text)
    const { exitCode, stderr } = await runWith('--reconcile', table, ...more)
    expect(exitCode).toBe(3)
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('pages read')
    expect(existsSync(join(out, 'runs', 'r1'))).toBe(false)
  })
})
