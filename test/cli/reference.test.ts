import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bundle = {
  type: 'bundle',
  objects: [
    {
      type: 'attack-pattern',
      id: 'attack-pattern--1',
      name: 'Web Traffic',
      external_references: [{ source_name: 'mitre-attack', external_id: 'T1071.001' }],
      kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }],
    },
  ],
}
const written = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

it('makes tables of a bundle that a run then judges by, D3FEND taken over', async () => {
  const [attack, tables] = [written('bundle.json', JSON.stringify(bundle)), join(folder, 'tables')]
  const words = ['--attack', attack, '--attack-version', '20.0', '--to', tables]
  const { exitCode, stderr } = await command('reference', ...words)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(readFileSync(join(tables, 'd3fend.json'), 'utf8')).toBe(
    readFileSync('data/reference/d3fend.json', 'utf8'),
  )
  const page = written('T1071.001.md', pageText())
  const out = join(folder, 'out')
  const settings = [
    '--out',
    out,
    '--run-id',
    'r',
    '--offline',
    '--format',
    'csv',
    '--reference',
    tables,
    '--quiet',
  ]
  expect((await command('run', page, ...settings)).exitCode).toBe(0)
  const report = JSON.parse(readFileSync(join(out, 'runs', 'r', 'report.json'), 'utf8'))
  expect(report.reference).toMatchObject({ attackVersion: '20.0', attackSource: 'bundle.json', renamed: 1 })
  expect(report.techniques[0].attack).toMatchObject({ name: 'Web Traffic', renamed: true })
  const run = readFileSync(join(out, 'runs', 'r', 'run.json'), 'utf8')
  expect(run).not.toContain(folder)
})

it.each([
  ['nothing to make it of', []],
  ['a file that is not there', ['--attack', 'no-such-file.json']],
  ['a file that does not say its version', ['--attack', 'BUNDLE']],
])('refuses %s with exit code 3', async (_, words) => {
  const attack = written('bundle.json', JSON.stringify(bundle))
  const given = words.map((word) => (word === 'BUNDLE' ? attack : word))
  const { exitCode, stderr } = await command('reference', ...given, '--to', join(folder, 'tables'))
  expect(exitCode).toBe(3)
  expect(stderr).not.toContain('bug')
})

it('a run with tables that are missing ends with exit code 3, before any work', async () => {
  const page = written('T1071.001.md', pageText())
  const words = ['--out', join(folder, 'out'), '--offline', '--reference', join(folder, 'none')]
  const { exitCode, stderr } = await command('run', page, ...words)
  expect(exitCode).toBe(3)
  expect(stderr).toContain('attack.json')
})
