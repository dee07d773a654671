import { writeResults } from '../results.js'
import { megabytes, printTable } from '../table.js'
import { ours } from './ours.js'
import { type LocalRun, sideBySide } from './side-by-side.js'

const limits = { requests: 60, seconds: 10 }
const links = 200
const bars = { seconds: 33, requests: 205 }

/** Pages that are read to see whether they say "not found", and pages that are long enough not to be read. */
const pageSizes = [600, 20_000]

/**
 * Measures our check at its default pace next to linkinator 6.1.4, over 200 living links to a host that lets 60 requests
 * through in ten seconds. Gives the exit code.
 */
export async function benchCheckLimited(): Promise<number> {
  const measured: { pageBytes: number; runs: LocalRun[] }[] = []
  for (const pageBytes of pageSizes) {
    const world = { links, rounds: 1, pageBytes, latencyMs: 20, limit: limits }
    const runs = await sideBySide(world, (host, peers) => [
      ours({ name: 'ours', options: ['--allow-host', host] }),
      peers.contestant('linkinator-6', false),
      peers.contestant('linkinator-6', true),
    ])
    print(`${links} living links, pages of ${pageBytes} bytes`, runs)
    measured.push({ pageBytes, runs })
  }
  const own = measured.flatMap(({ runs }) => runs.filter(({ isOurs }) => isOurs))
  const isMet = own.every(
    ({ alive, seconds, requests }) => alive === links && seconds <= bars.seconds && requests <= bars.requests,
  )
  process.stdout.write(
    `\nall alive within ${bars.seconds} s and ${bars.requests} requests: ${isMet ? 'met' : 'missed'}\n`,
  )
  writeResults('bench-check-limited', { links, limits, bars, isMet, measured })
  return isMet ? 0 : 1
}

function print(title: string, runs: readonly LocalRun[]): void {
  printTable(
    title,
    ['seconds', 'requests', 'refused', 'alive', 'at once', 'peak MB'],
    runs.map((each) => [
      each.name,
      each.seconds.toFixed(1),
      String(each.requests),
      String(each.limited),
      String(each.alive),
      String(each.mostAtOnce),
      each.peakBytes === null ? '-' : megabytes(each.peakBytes),
    ]),
  )
}
