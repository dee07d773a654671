import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acquireRunLock } from '../../pipeline/system/run-lock.js'
import { mappingText, pageText } from '../support/page.js'
import { command } from './command.js'

let folder: string
let out: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  out = join(folder, 'out')
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const words = () => ['run', join(folder, 'pages'), '--out', out, '--offline', '--format', 'csv', '--quiet']

/** In a process of its own: waiting for a pipe stops the whole of it. */
function runWith(...more: string[]) {
  const program = ['dist/cli/main.js', ...words(), ...more]
  const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8', timeout: 30_000 })
  return { exitCode: status, stderr }
}

/** Puts a pipe there that nobody writes to, or reads. */
function pipeAt(path: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  execFileSync('mkfifo', [path])
}

function folderAt(path: string): void {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(join(path, 'with something in it'), { recursive: true })
}

describe('a run of which something else stands where a file should', () => {
  it.each<[string, () => void, number, RegExp]>([
    ['a file for the output folder', () => writeFileSync(out, ''), 1, /could not be written to \(ENOTDIR\)/],
    ['a pipe for the output folder', () => pipeAt(out), 1, /could not be written to \(ENOTDIR\)/],
    ['a pipe for the lock', () => pipeAt(join(out, '.state/lock.db')), 1, /^lock\.db .* no regular file\.\n/],
    [
      'a folder for the lock',
      () => folderAt(join(out, '.state/lock.db')),
      1,
      /^lock\.db .* no regular file\.\n/,
    ],
    [
      'a folder for the store',
      () => folderAt(join(out, '.state/store.db')),
      1,
      /^store\.db .* no regular file\.\n/,
    ],
    [
      'a folder for the cache',
      () => folderAt(join(out, '.state/answers.db')),
      0,
      /^The cache .*: .* no regular file\.\n$/,
    ],
    ["a pipe for the holder's name", () => pipeAt(join(out, '.state/lock-holder.txt')), 0, /^$/],
    ['a pipe for a file of earlier versions', () => pipeAt(join(out, '.state/links.db')), 0, /^$/],
    ['a folder for a file of earlier versions', () => folderAt(join(out, '.state/links.db')), 0, /^$/],
    ['a pipe for the folder of a schedule', () => pipeAt(join(out, '.state/schedule')), 0, /^$/],
  ])('%s: ends, with a sentence or without harm', (_, spoil, exitCode, stderr) => {
    spoil()
    expect(runWith()).toEqual({ exitCode, stderr: expect.stringMatching(stderr) })
  })

  it('pipes for metrics and the record of deliveries: is delivered, and asks no pipe', () => {
    const metrics = join(folder, 'x.prom')
    pipeAt(metrics)
    pipeAt(join(out, '.state', 'deliveries.jsonl'))
    expect(runWith('--metrics-file', metrics).exitCode).toBe(0)
    expect(execFileSync('cat', [metrics], { encoding: 'utf8', timeout: 5_000 })).toContain('last_success')
  })

  it('a pipe in the place of its copy: says so, and does not wait for it', () => {
    pipeAt(join(folder, 'copies', 'new', 'run.json'))
    const { exitCode, stderr } = runWith('--run-id', 'new', '--copy-to', join(folder, 'copies'))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('something else') })
  })

  it("a pipe for the holder's name: is refused all the same while somebody holds the lock", () => {
    const lock = acquireRunLock(join(out, '.state'), 'me')
    pipeAt(join(out, '.state', 'lock-holder.txt'))
    const { exitCode, stderr } = runWith()
    lock.release()
    expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: expect.stringContaining('just started') })
  })
})

describe('a saved run of which a pipe stands where a file should', () => {
  it.each([
    ['verify', 'run.json'],
    ['check', 'model.json'],
  ])('is not waited for by %s', async (name, file) => {
    await command(...words(), '--run-id', 'r')
    pipeAt(join(out, 'runs', 'r', file))
    const program = ['dist/cli/main.js', name, ...(name === 'verify' ? ['r'] : []), '--out', out]
    const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8', timeout: 30_000 })
    expect(status).toBe(1)
    expect(stderr).toContain(`${file} of run r cannot be read (it is no regular file).`)
  })
})

/** To root everything may be written to. */
describe.skipIf(process.getuid?.() === 0)('a state without rights', () => {
  it.each([
    ['folder', '.state', 0o555, /SQLITE_READONLY|EACCES/],
    ['lock', '.state/lock.db', 0, /SQLITE_CANTOPEN/],
  ])('of the %s is said so', async (_, path, mode, why) => {
    expect((await command(...words())).exitCode).toBe(0)
    chmodSync(join(out, path), mode)
    const { exitCode, stderr } = await command(...words())
    chmodSync(join(out, path), 0o755)
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(why) })
    expect(existsSync(join(out, 'latest'))).toBe(true)
  })
})
