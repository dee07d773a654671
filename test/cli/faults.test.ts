import { execFileSync, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

// Some of the points at which a run can be cut short; `FAULTS=all` takes every one, which takes minutes.
const points = (some: number[], upTo: number) =>
  process.env.FAULTS === 'all' ? Array.from({ length: upTo }, (_, index) => index + 1) : some

let folder: string
let out: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
  expect((await runHere('base')).exitCode).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const words = (runId: string, to = out) => [
  ...['run', join(folder, 'pages'), '--out', to, '--offline', '--format', 'csv', '--quiet'],
  ...['--run-id', runId],
]
const runHere = (runId: string, to?: string) => command(...words(runId, to))

/** Whether system calls can be made to fail here. */
function canInject(): boolean {
  return spawnSync('strace', ['-f', '-qq', '-e', 'trace=none', 'true']).status === 0
}

/** A run of its own process in which one system call, counted from 1 in each thread, goes wrong. */
function runWith(fault: string, runId: string) {
  const strace = ['-f', '-qq', '-o', join(folder, 'trace.txt'), '-e', `trace=${fault.split(':')[0]}`]
  const program = [process.execPath, 'dist/cli/main.js', ...words(runId)]
  // With one thread for files the count is the same in every run.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
  const ended = spawnSync('strace', [...strace, '-e', `inject=${fault}`, ...program], {
    env,
    encoding: 'utf8',
  })
  return { exitCode: ended.status, wasKilled: ended.signal === 'SIGKILL', stderr: ended.stderr }
}

/** What stands in the output folder that has no final name. */
const leftovers = () =>
  [...readdirSync(out), ...readdirSync(join(out, 'runs'))].filter((name) => name.includes('draft'))

async function expectWhole(runId: string): Promise<void> {
  expect(['runs/base', `runs/${runId}`]).toContain(readlinkSync(join(out, 'latest')))
  const latest = readlinkSync(join(out, 'latest')).replace('runs/', '')
  const named = readdirSync(join(out, 'runs')).filter((name) => !name.startsWith('.'))
  expect(named).toContain(latest)
  for (const each of named) expect((await command('verify', each, '--out', out)).exitCode, each).toBe(0)
}

/** The next run is as if nothing had been; then all is put back to where only the first run is there. */
async function expectRecovery(): Promise<void> {
  expect(await runHere('next')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(leftovers()).toEqual([])
  expect(readlinkSync(join(out, 'latest'))).toBe('runs/next')
  for (const name of readdirSync(join(out, 'runs'))) {
    if (name !== 'base') rmSync(join(out, 'runs', name), { recursive: true })
  }
  rmSync(join(out, 'latest'))
  symlinkSync('runs/base', join(out, 'latest'))
}

describe.skipIf(!canInject())('a run that is killed', () => {
  it.each([
    ...points([1, 2, 8, 17, 18, 19, 20, 21, 22], 24).map((n) => `fsync:signal=SIGKILL:when=${n}`),
    ...points([1, 2], 3).map((n) => `rename:signal=SIGKILL:when=${n}`),
    'symlink:signal=SIGKILL:when=1',
    ...points([10, 30, 45], 80).map((n) => `write:signal=SIGKILL:when=${n}`),
    ...points([4, 9], 12).map((n) => `mkdir:signal=SIGKILL:when=${n}`),
  ])('at %s leaves the old report or the new one, whole', async (fault) => {
    const { wasKilled, exitCode } = runWith(fault, 'killed')
    expect(wasKilled || exitCode === 0).toBe(true)
    await expectWhole('killed')
    await expectRecovery()
  })
})

describe.skipIf(!canInject())('a disk that fails', () => {
  it.each([
    ...points([1, 4, 12, 18, 19, 20], 22).map((n) => `fsync:error=EIO:when=${n}`),
    ...points([1, 2], 2).map((n) => `rename:error=EIO:when=${n}`),
    ...points([2, 5], 8).map((n) => `mkdir:error=EROFS:when=${n}`),
    'symlink:error=ENOSPC:when=1',
  ])('with %s ends the run with a sentence, or costs nothing', async (fault) => {
    const { exitCode, stderr } = runWith(fault, 'failed')
    expect(stderr).not.toMatch(/ {4}at |This is a bug/)
    if (exitCode !== 0) expect({ exitCode, said: stderr.trim() !== '' }).toEqual({ exitCode: 1, said: true })
    await expectWhole('failed')
    await expectRecovery()
  })
})

/** Whether a disk of our own can be had here. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const at = mkdtempSync(join(tmpdir(), 'control-coverage-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at]).status === 0
  if (mounted) execFileSync('umount', [at])
  rmSync(at, { recursive: true })
  return mounted
}

describe.skipIf(!canMount())('a small disk', () => {
  let disk: string
  beforeAll(() => {
    disk = join(folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk])
  })
  afterAll(() => execFileSync('umount', [disk]))

  /** In a process of its own, which lets go of every file. */
  const inProcess = (...line: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...line], {
      encoding: 'utf8',
    })
    return { exitCode: status, stderr }
  }
  const runThere = (runId: string) => inProcess(...words(runId, disk))
  const free = () => Number(execFileSync('df', ['--output=avail', disk], { encoding: 'utf8' }).split('\n')[1])

  it('that is full at any moment leaves the old report, and the next run is fine', {
    timeout: 600_000,
  }, () => {
    expect(runThere('base').exitCode).toBe(0)
    const filler = join(disk, 'filler')
    const steps = process.env.FAULTS === 'all' ? 4 : 60
    for (let kilobytes = 4; kilobytes < 260; kilobytes += steps) {
      writeFileSync(filler, Buffer.alloc(Math.max(0, free() - kilobytes) * 1024))
      const { exitCode, stderr } = runThere('full')
      if (exitCode !== 0) {
        expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/space/) })
        expect(readlinkSync(join(disk, 'latest'))).toBe('runs/base')
      }
      expect(inProcess('verify', 'base', '--out', disk).exitCode).toBe(0)
      rmSync(filler)
      expect(runThere('next').exitCode).toBe(0)
      expect(readdirSync(join(disk, 'runs')).filter((name) => name.includes('draft'))).toEqual([])
      for (const name of ['full', 'next']) rmSync(join(disk, 'runs', name), { recursive: true, force: true })
      rmSync(join(disk, 'latest'))
      symlinkSync('runs/base', join(disk, 'latest'))
    }
  })

  it('that may only be read is said so before any work', () => {
    execFileSync('mount', ['-o', 'remount,ro', disk])
    const { exitCode, stderr } = runThere('readonly')
    execFileSync('mount', ['-o', 'remount,rw', disk])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/written to/) })
    expect(stderr).not.toMatch(/ {4}at /)
  })
})
