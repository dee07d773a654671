import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { layer, scored } from '../support/layers.js'
import { pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  path = join(folder, 'threats.json')
  mkdirSync(join(folder, 'pages'))
  for (const id of ['T1059', 'T1003']) writeFileSync(join(folder, 'pages', `${id}.md`), pageText({ id }))
  writeFileSync(path, JSON.stringify(layer(scored({ T1059: 3 }))))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inFolder = (...words: string[]) => command(...words, '--out', join(folder, 'out'))

it('--scope is said at the end of a run, and a later stage loses it only when told to', async () => {
  const run = await inFolder('run', join(folder, 'pages'), '--offline', '--format', 'csv', '--scope', path)
  expect(run.stdout).toContain(
    'scope threats.json: 0 techniques without a page; 1 of 2 pages outside it left out',
  )
  const silent = await inFolder('assess')
  expect(silent).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('the scope threats.json') })
  expect((await inFolder('assess', '--scope', 'none', '--run-id', 'all')).exitCode).toBe(0)
  const { settings } = JSON.parse(readFileSync(join(folder, 'out', 'runs', 'all', 'run.json'), 'utf8'))
  expect(settings.scope).toEqual([])
})
