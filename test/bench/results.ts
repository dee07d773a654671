import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Writes what a benchmark found to `out/<name>.json`, with the machine it was found on. */
export function writeResults(name: string, results: object): void {
  const machine = {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model,
    cpus: cpus().length,
  }
  mkdirSync('out', { recursive: true })
  writeFileSync(`out/${name}.json`, `${JSON.stringify({ machine, ...results }, null, 2)}\n`)
}
