import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireRunLock } from '../../pipeline/system/run-lock.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rounds = process.env.FAULTS === 'all' ? 50 : 10

/**
 * A process that takes the lock, says so in a file for all, and holds it with its event loop blocked until that file says of
 * another one that it came, however late a busy machine starts that.
 */
const holder = `
import { appendFileSync, readFileSync } from 'node:fs'
import { acquireRunLock } from ${JSON.stringify(resolve('dist/system/run-lock.js'))}
const [state, log, name] = process.argv.slice(1)
try {
  const lock = acquireRunLock(state, name)
  appendFileSync(log, 'in ' + name + '\\n')
  const end = Date.now() + 60_000
  while (Date.now() < end && !/refused|in .*\\nin /.test(readFileSync(log, 'utf8')));
  appendFileSync(log, 'out ' + name + '\\n')
  lock.release()
} catch (error) {
  appendFileSync(log, 'refused ' + name + '\\n')
  process.exitCode = error.exitCode ?? 1
}`

function start(name: string): { child: ChildProcess; ended: Promise<number | null> } {
  const words = ['--input-type=module', '-e', holder, join(folder, '.state'), join(folder, 'log'), name]
  const child = spawn(process.execPath, words, { stdio: 'ignore' })
  return { child, ended: new Promise((done) => child.on('exit', done)) }
}

const log = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')

describe('two that start together', () => {
  it(`are never both holders, in ${rounds} times of ${rounds}`, { timeout: 300_000 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      writeFileSync(join(folder, 'log'), '')
      const codes = await Promise.all([start('a').ended, start('b').ended])
      expect(codes.sort()).toEqual([0, 5])
      const events = log().map((line) => line.split(' ')[0])
      expect(events.filter((each) => each === 'in')).toHaveLength(1)
      expect(events).toContain('refused')
    }
  })
})

describe('the lock', () => {
  it('is free the moment its holder is killed, however busy it was', async () => {
    appendFileSync(join(folder, 'log'), '')
    const { child, ended } = start('a')
    await until(() => log().includes('in a'))
    expect(() => acquireRunLock(join(folder, '.state'), 'me')).toThrow('a')
    child.kill('SIGKILL')
    await ended
    acquireRunLock(join(folder, '.state'), 'me').release()
  })

  it('is taken where its file is rubbish: nothing is ever in it', () => {
    mkdirSync(join(folder, '.state'))
    writeFileSync(join(folder, '.state', 'lock.db'), 'no database '.repeat(1_000))
    const lock = acquireRunLock(join(folder, '.state'), 'first')
    expect(() => acquireRunLock(join(folder, '.state'), 'me')).toThrow('first')
    lock.release()
  })

  it('names its holder, by the name that it has by now', () => {
    mkdirSync(join(folder, '.state'))
    const lock = acquireRunLock(join(folder, '.state'), '"run", process 1')
    lock.name('run 20261124T023000Z, process 1')
    expect(() => acquireRunLock(join(folder, '.state'), 'me')).toThrow('run 20261124T023000Z')
    lock.release()
  })
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((done) => setTimeout(done, 20))
}
