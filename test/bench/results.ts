import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { BenchResults, type BenchRow } from './row.js'
import { markdownOf } from './show-rows.js'

/** Writes what a benchmark found to `out/<name>.json`, with the machine it was found on. */
export function writeResults(name: string, results: object): void {
  mkdirSync('out', { recursive: true })
  writeFileSync(`out/${name}.json`, `${JSON.stringify({ machine: machine(), ...results }, null, 2)}\n`)
}

/** How a benchmark was called, and what the machine was like before it began. */
export interface BenchRun {
  command: string
  began: Date
  load: number
}

/** A benchmark that begins now. */
export function beginBench(words: readonly string[]): BenchRun {
  const command = ['npm run bench', ...(words.length === 0 ? [] : ['--', ...words])].join(' ')
  return { command, began: new Date(), load: loadavg()[0] ?? 0 }
}

/** Writes the rows to `out/bench.json`, checked against their schema, and as a table of Markdown to `out/bench.md`. */
export function writeRows({ command, began, load }: BenchRun, rows: readonly BenchRow[]): void {
  const results = BenchResults.parse({
    schemaVersion: '1',
    command,
    date: began.toISOString().slice(0, 10),
    commit: git('rev-parse', 'HEAD'),
    isCommitted: git('status', '--porcelain', '--untracked-files=no') === '',
    machine: { ...machine(), memoryMb: Math.round(totalmem() / 2 ** 20), load },
    seconds: (Date.now() - began.getTime()) / 1000,
    rows,
  })
  mkdirSync('out', { recursive: true })
  writeFileSync('out/bench.json', `${JSON.stringify(results, null, 2)}\n`)
  writeFileSync('out/bench.md', markdownOf(results))
}

function machine() {
  const { version, platform, arch } = process
  return { node: version, platform, arch, cpu: cpus()[0]?.model.trim() ?? 'unknown', cpus: cpus().length }
}

function git(...words: string[]): string | null {
  try {
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}
