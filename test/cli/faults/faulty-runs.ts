import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { mappingText, pageText } from '../../support/page.js'
import { command } from '../command.js'

/** Every point rather than one of each kind: some 20 minutes. */
export const isExhaustive = process.env.FAULTS === 'all'

/** Whether system calls can be made to fail here, by the file that they are about. */
export function canInject(): boolean {
  return spawnSync('strace', ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=none', 'true']).status === 0
}

/** A system call of a run: the `nth` of its name about that path, relative to the output folder. */
export interface Point {
  call: string
  path: string
  nth: number
}

const calls = ['write', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'mkdir', 'symlink', 'unlink', 'ftruncate']

/** An output folder with one good run, `base`, and what runs do in it when system calls go wrong. */
export interface FaultyRuns {
  out: string
  /** The words of a run into the folder, or another. */
  words(runId: string, out?: string): string[]
  /** What a run that goes well asks of the system about its output folder, in order. */
  points(): Point[]
  /** A run of its own process in which the call at that point does not happen: `signal=SIGKILL`, `error=ENOSPC` … */
  runWith(
    fault: string,
    point: Point,
    runId: string,
  ): { exitCode: number | null; wasKilled: boolean; stderr: string }
  /** `latest` is the run before or this one; each run that has a name is as its manifest says. */
  expectWhole(runId: string): Promise<void>
  /** This run alone has a name, and is the latest. */
  expectOnly(runId: string): void
  /** The next run is as if nothing had been. */
  expectRecovery(): Promise<void>
  /** Leaves `base` alone in the folder. */
  putBack(): void
  remove(): void
}

export async function faultyRuns(): Promise<FaultyRuns> {
  const folder = mkdtempSync(join(tmpdir(), 'control-coverage-'))
  const out = join(folder, 'out')
  mkdirSync(join(folder, 'pages'))
  writeFileSync(join(folder, 'pages', 'T1071.001.md'), pageText({ detection: mappingText() }))
  const words = (runId: string, to = out) => [
    ...['run', join(folder, 'pages'), '--out', to, '--offline', '--format', 'csv', '--quiet'],
    ...['--run-id', runId],
  ]
  const traced = (runId: string, ...more: string[]) => {
    const strace = ['-f', '-y', '-qq', '-o', join(folder, 'trace.txt'), ...more]
    const program = [
      '--import',
      resolve('test/cli/faults/fixed-names.mjs'),
      'dist/cli/main.js',
      ...words(runId),
    ]
    // With one thread for files a call has the same number in every run.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
    return spawnSync('strace', [...strace, process.execPath, ...program], { env, encoding: 'utf8' })
  }
  const putBack = () => {
    for (const name of readdirSync(join(out, 'runs'))) {
      if (name !== 'base') rmSync(join(out, 'runs', name), { recursive: true })
    }
    rmSync(join(out, 'latest'), { force: true })
    symlinkSync('runs/base', join(out, 'latest'))
  }
  expect((await command(...words('base'))).exitCode).toBe(0)
  return {
    out,
    words,
    points() {
      expect(traced('faulty', '--seccomp-bpf', '-e', `trace=${calls.join(',')}`).status).toBe(0)
      putBack()
      return pointsIn(readFileSync(join(folder, 'trace.txt'), 'utf8'), out)
    },
    runWith(fault, { call, path, nth }, runId) {
      const where = [
        '-P',
        join(out, path),
        '-e',
        `trace=${call}`,
        '-e',
        `inject=${call}:${fault}:when=${nth}`,
      ]
      const { status, signal, stderr } = traced(runId, ...where)
      return { exitCode: status, wasKilled: signal === 'SIGKILL', stderr }
    },
    async expectWhole(runId) {
      const latest = readlinkSync(join(out, 'latest')).replace('runs/', '')
      expect(['base', runId]).toContain(latest)
      const named = readdirSync(join(out, 'runs')).filter((name) => !name.startsWith('.'))
      expect(named).toContain(latest)
      for (const each of named) expect((await command('verify', each, '--out', out)).exitCode, each).toBe(0)
    },
    expectOnly(runId) {
      expect(readdirSync(join(out, 'runs')).filter((name) => !name.startsWith('.'))).toEqual([runId])
      expect(readlinkSync(join(out, 'latest'))).toBe(`runs/${runId}`)
    },
    async expectRecovery() {
      expect(await command(...words('next'))).toMatchObject({ exitCode: 0, stderr: '' })
      const leftovers = [...readdirSync(out), ...readdirSync(join(out, 'runs'))]
      expect(leftovers.filter((name) => name.includes('draft'))).toEqual([])
      expect(readlinkSync(join(out, 'latest'))).toBe('runs/next')
    },
    putBack,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * The points in what strace wrote, each once: a call stands with the path of its file or its arguments, and is counted in its
 * own thread, as strace does when it injects.
 */
function pointsIn(trace: string, out: string): Point[] {
  const counts = new Map<string, number>()
  const points = trace.split('\n').flatMap((line) => {
    const [, thread = '', call = '', rest = ''] = /^(\d+) +([a-z0-9]+)\((.*)$/.exec(line) ?? []
    const at = rest.indexOf(out)
    if (at < 0) return []
    // Of the folder itself it is empty.
    const path =
      rest
        .slice(at + out.length)
        .replace(/^\//, '')
        .split(/[>"]/)[0] ?? ''
    const nth = (counts.get(`${thread} ${call} ${path}`) ?? 0) + 1
    counts.set(`${thread} ${call} ${path}`, nth)
    return [{ call, path, nth }]
  })
  return [...new Map(points.map((point) => [Object.values(point).join(' '), point])).values()]
}

/** The middle one of the points that each of these patterns fits: `call path`. */
export function someOf(points: readonly Point[], patterns: readonly RegExp[]): Point[] {
  return patterns.map((pattern) => {
    const fitting = points.filter(({ call, path }) => pattern.test(`${call} ${path}`))
    const middle = fitting[Math.floor(fitting.length / 2)]
    if (middle === undefined) throw new Error(`No run has a point like ${pattern}`)
    return middle
  })
}
