import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { inTurns, secondsOf } from './rounds.js'
import { type BenchRow, rowOf } from './row.js'

const bar = 2.5
const group = 'startup'

/** Measures how long the command takes to start, next to Node itself. */
export async function benchStartup({ rounds }: { rounds: number }): Promise<BenchRow[]> {
  const program = resolve('dist/cli/main.js')
  const started = (words: readonly string[]) => () =>
    secondsOf(() => {
      const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' })
      if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}`)
    })
  const times = await inTurns(rounds, {
    node: started(['-e', '0']),
    version: started([program, '--version']),
    help: started([program, '--help']),
  })
  const inMs = (seconds: readonly number[]) => seconds.map((each) => each * 1000)
  const other = { name: 'node -e 0', kind: 'limit' as const, values: inMs(times.node) }
  return [
    rowOf({
      group,
      work: 'start: --version',
      unit: 'ms',
      ours: inMs(times.version),
      other,
      bar: { of: 'ratio', atMost: bar },
    }),
    rowOf({ group, work: 'start: --help', unit: 'ms', ours: inMs(times.help), other }),
  ]
}
