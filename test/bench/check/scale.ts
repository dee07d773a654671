import { groupBy } from '../../../pipeline/model/group-by.js'
import { writeResults } from '../results.js'
import { spread } from '../speed.js'
import { megabytes, printTable, spreadCells } from '../table.js'
import { ours } from './ours.js'
import { type LocalRun, sideBySide } from './side-by-side.js'

const latencyMs = 20
const atOnce = '100'

/** Pages that are read to see whether they say "not found", and pages that are long enough not to be read. */
const pageSizes = [600, 20_000]

/**
 * Measures our check next to linkinator 6.1.4 over so many links to one host on this machine without limits, both with
 * 100 requests under way. Gives the exit code: 1 if ours is slower or larger, by the medians.
 */
export async function benchCheckScale({ links, rounds }: { links: number; rounds: number }): Promise<number> {
  const measured = []
  for (const pageBytes of pageSizes) {
    const runs = await sideBySide({ links, rounds, pageBytes, latencyMs, limit: null }, (host, peers) => {
      const options = ['--concurrency', atOnce, '--per-host', atOnce, '--allow-host', host]
      return [
        ours({ name: 'ours, check', options }),
        peers.contestant('linkinator-6', false, ['--concurrency', atOnce]),
        ours({ name: 'ours, run --format csv', options, isWholeRun: true }),
      ]
    })
    const programs = [...groupBy(runs, ({ name }) => name)].map(([name, own]) => summary(name, own))
    const [check, peer] = programs
    if (check === undefined || peer === undefined) throw new Error('nothing was measured')
    const times = {
      seconds: check.seconds.median / peer.seconds.median,
      peak: check.peakBytes.median / peer.peakBytes.median,
    }
    print(`${links} links, pages of ${pageBytes} bytes, ${rounds} rounds`, programs)
    process.stdout.write(
      `\nours : linkinator: ${times.seconds.toFixed(2)} of its time, ${times.peak.toFixed(2)} of its memory\n`,
    )
    measured.push({ pageBytes, programs, times })
  }
  const isMet = measured.every(({ times, programs }) => {
    return times.seconds <= 1 && times.peak <= 1 && programs.every(({ alive }) => alive === links)
  })
  process.stdout.write(`\nno slower and no larger than linkinator 6.1.4: ${isMet ? 'met' : 'missed'}\n`)
  writeResults('bench-check-scale', { links, rounds, latencyMs, measured })
  return isMet ? 0 : 1
}

function summary(name: string, runs: readonly LocalRun[]) {
  const [last] = runs.slice(-1)
  return {
    name,
    seconds: spread(runs.map(({ seconds }) => seconds)),
    peakBytes: spread(runs.map(({ peakBytes }) => peakBytes ?? Number.NaN)),
    requests: last?.requests ?? 0,
    mostAtOnce: Math.max(...runs.map(({ mostAtOnce }) => mostAtOnce)),
    alive: Math.min(...runs.map(({ alive }) => alive)),
  }
}

function print(title: string, programs: readonly ReturnType<typeof summary>[]): void {
  printTable(
    title,
    ['seconds: min', 'median', 'max', 'peak MB: min', 'median', 'max', 'requests', 'at once', 'alive'],
    programs.map((each) => [
      each.name,
      ...spreadCells(each.seconds, (value) => value.toFixed(2)),
      ...spreadCells(each.peakBytes, megabytes),
      String(each.requests),
      String(each.mostAtOnce),
      String(each.alive),
    ]),
  )
}
