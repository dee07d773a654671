import { writeResults } from '../results.js'
import { megabytes, printTable } from '../table.js'
import type { Requests } from './requests.js'
import type { Wrong } from './verdicts.js'

/** What became of one program. */
export interface Result {
  name: string
  isOurs: boolean
  waits: boolean
  seconds: number
  peakBytes: number | null
  wasCutOff: boolean
  requests: Requests
  wrong: Wrong
}

/** Ours must need so many times fewer requests, and be so many times faster. */
const bars = { requests: 5, gitHostRequests: 100, seconds: 10 }

/** Prints what became of all, and the bars; writes it down too. Gives the exit code: a sample cannot miss a bar. */
export function report(results: readonly Result[], links: number, linksInAll: number): number {
  printResults(results, links)
  const own = results.filter(({ isOurs }) => isOurs)
  const peers = results.filter(({ isOurs }) => !isOurs)
  for (const each of own) printRatios(each, peers)
  if (results.some(({ wasCutOff }) => wasCutOff)) {
    process.stdout.write('\n">": it was ended before it was done, and would have come to more.\n')
  }
  const isWhole = links === linksInAll
  const met = own.map((each) => ({ name: each.name, ...metBy(each, peers) }))
  if (isWhole) printBars(met)
  else
    process.stdout.write('\nThe bars are about all links: a sample hardly meets the limits of its hosts.\n')
  writeResults('bench-check', { links, linksInAll, bars, met: isWhole ? met : null, results })
  return isWhole && met.some((each) => Object.values(each).includes(false)) ? 1 : 0
}

function printResults(results: readonly Result[], links: number): void {
  const least = (value: string, { wasCutOff }: Result) => `${wasCutOff ? '> ' : ''}${value}`
  printTable(
    `${links} links`,
    [
      'requests',
      'git hosts: pages',
      'git',
      'API',
      'refused',
      'seconds',
      'peak MB',
      'wrong',
      'lives called lost',
      'lost called alive',
      'moved in vain',
      'untold',
    ],
    results.map((each) => [
      each.name,
      least(String(each.requests.all), each),
      least(String(each.requests.gitHostPages), each),
      String(each.requests.git),
      String(each.requests.api),
      String(each.requests.limited),
      least(each.seconds.toFixed(1), each),
      each.peakBytes === null ? '-' : megabytes(each.peakBytes),
      ...[
        each.wrong.all,
        each.wrong.livesCalledLost,
        each.wrong.lostCalledAlive,
        each.wrong.movedInVain,
        each.wrong.untold,
      ].map(String),
    ]),
  )
}

function printBars(met: readonly ({ name: string } & Record<Bar, boolean | null>)[]): void {
  process.stdout.write('\n')
  for (const { name, ...each } of met) {
    for (const [bar, words] of Object.entries(barWords)) {
      const isMet = each[bar as Bar]
      process.stdout.write(
        `${name}: ${words}: ${isMet === null ? 'not measured' : isMet ? 'met' : 'missed'}\n`,
      )
    }
  }
}

type Bar = keyof typeof barWords
const barWords = {
  wrong: 'no wrong verdict',
  requests: `at most 1/${bars.requests} of any peer's requests`,
  gitHostRequests: `at most 1/${bars.gitHostRequests} of any peer's requests to the git hosts' pages`,
  seconds: `at most 1/${bars.seconds} of the time of any peer that waits or is right`,
}

/**
 * Of a peer that was ended it is not known how many requests it would have come to. One that neither waits nor is right is
 * no measure of speed: it is quick to call limited links broken.
 */
function metBy(own: Result, peers: readonly Result[]): Record<Bar, boolean | null> {
  const fewer = (of: (each: Result) => number, times: number) =>
    peers.every((each) => each.wasCutOff || of(each) >= of(own) * times)
  const inEarnest = peers.filter(({ waits, wrong }) => waits || wrong.all === 0)
  return {
    wrong: own.wrong.all === 0,
    requests: fewer(({ requests }) => requests.all, bars.requests),
    gitHostRequests: fewer(({ requests }) => requests.gitHostPages, bars.gitHostRequests),
    seconds:
      inEarnest.length === 0 ? null : inEarnest.every(({ seconds }) => seconds >= own.seconds * bars.seconds),
  }
}

function printRatios(own: Result, peers: readonly Result[]): void {
  const times = (other: number | null, our: number | null, each: Result) => {
    if (other === null || our === null) return '-'
    return our === 0 ? `${other} : 0` : `${each.wasCutOff ? '> ' : ''}${(other / our).toFixed(1)}`
  }
  printTable(
    `times as much as ${own.name}`,
    ['requests', 'git hosts: pages', 'seconds', 'peak'],
    peers.map((each) => [
      each.name,
      times(each.requests.all, own.requests.all, each),
      times(each.requests.gitHostPages, own.requests.gitHostPages, each),
      times(each.seconds, own.seconds, each),
      times(each.peakBytes, own.peakBytes, each),
    ]),
  )
}
