import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FaultyRuns, faultyRuns, isExhaustive } from './faulty-runs.js'

let runs: FaultyRuns
beforeAll(async () => {
  runs = await faultyRuns()
})
afterAll(() => runs.remove())

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
    disk = mkdtempSync(join(tmpdir(), 'control-coverage-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk])
  })
  afterAll(() => {
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })

  /** In a process of its own, which lets go of every file. */
  const inProcess = (...line: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...line], {
      encoding: 'utf8',
    })
    return { exitCode: status, stderr }
  }
  const runThere = (runId: string) => inProcess(...runs.words(runId, disk))
  const free = () => Number(execFileSync('df', ['--output=avail', disk], { encoding: 'utf8' }).split('\n')[1])

  it('that is full at any moment leaves the old report, and the next run is fine', {
    timeout: 600_000,
  }, () => {
    expect(runThere('base').exitCode).toBe(0)
    const filler = join(disk, 'filler')
    const steps = isExhaustive ? 4 : 60
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
