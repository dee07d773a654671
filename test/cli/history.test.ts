import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { whileReading } from '../../pipeline/system/reader-lock.js'
import { acquireRunLock } from '../../pipeline/system/run-lock.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let out: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (runId: string, ...more: string[]) =>
  command(
    ...['run', join(folder, 'pages'), '--out', out, '--offline', '--format', 'csv', '--run-id', runId],
    ...more,
  )
const history = async () => (await command('history', '--out', out)).stdout
const runs = () => readdirSync(join(out, 'runs')).sort()
const store = () => join(out, '.state', 'store.db')

describe('old runs', () => {
  it('go when a new one is published, and history says when', async () => {
    for (const id of ['a', 'b', 'c']) await run(id, '--keep-runs', '2')
    expect(runs()).toEqual(['b', 'c'])
    expect(await history()).toMatch(
      /^c .*stays until 2 more runs are made.*latest.*\nb .*stays until the next run/,
    )
  })

  it('stay while somebody reads, and go with the next run', async () => {
    await run('a')
    await whileReading(out, () => run('b', '--keep-runs', '1'))
    expect(runs()).toEqual(['a', 'b'])
    expect(await history()).toMatch(/\na .*goes with the next run/)
    await run('c', '--keep-runs', '1')
    expect(runs()).toEqual(['c'])
  })

  it('are no business of a single stage', async () => {
    await run('a')
    await run('b', '--keep-runs', '1')
    await command('assess', '--out', out, '--run-id', 'c')
    expect(runs()).toEqual(['b', 'c'])
  })

  it('are not kept by the month alone: that is said to be no rule', async () => {
    expect(await run('a', '--keep-monthly', '3')).toMatchObject({ exitCode: 3 })
  })
})

describe('history', () => {
  it('shows runs that left nothing, and why', async () => {
    await run('good')
    rmSync(join(folder, 'pages', 'T1071.001.md'))
    await run('empty')
    expect(await history()).toMatch(
      /Not published:\n {2}empty .*failed .*\(exit 1\): The corpus .* not one technique page/,
    )
  })

  it('shows the run that is under way, and one that was killed as that', async () => {
    await run('good')
    const database = new Database(store())
    database.exec(
      "INSERT INTO run (run_id, command, process, started, keep_runs, keep_monthly) VALUES ('late', 'run', 7, '2026-11-24T02:30:00.000Z', 0, 0)",
    )
    database.close()
    const lock = acquireRunLock(join(out, '.state'), 'run late')
    expect(await history()).toContain('late  2026-11-24T02:30:00.000Z  under way, process 7')
    lock.release()
    expect(await history()).toContain('late  2026-11-24T02:30:00.000Z  killed')
    await run('next')
    expect(await history()).toContain('late  2026-11-24T02:30:00.000Z  killed')
  })

  it('of a run that is to take up one that never was, knows that it did no work', async () => {
    expect(await run('a', '--resume', 'nobody')).toMatchObject({
      exitCode: 3,
      stderr: expect.not.stringContaining('pages read'),
    })
    expect(existsSync(join(out, 'runs', 'a'))).toBe(false)
    expect((await run('b', '--no-resume')).exitCode).toBe(0)
  })

  it('makes nothing where nothing is', async () => {
    await history()
    expect(existsSync(out)).toBe(false)
  })
})

describe('the store', () => {
  it('that is damaged is set aside, said, and stops no run', async () => {
    await run('a')
    writeFileSync(store(), 'this is no database at all, and never was one')
    expect(await history()).toMatch(/^a /)
    expect(await run('b')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('was damaged') })
    expect(readdirSync(join(out, '.state')).some((name) => name.startsWith('store.db.corrupt-'))).toBe(true)
    expect(await run('c')).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('damaged') })
  })

  it('of a newer version is left as it is, and the run refused with a sentence', async () => {
    await run('a')
    const database = new Database(store())
    database.exec('PRAGMA user_version = 99')
    database.close()
    const before = readFileSync(store())
    const { exitCode, stderr } = await run('b')
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('newer version') })
    expect(readFileSync(store())).toEqual(before)
  })
})
