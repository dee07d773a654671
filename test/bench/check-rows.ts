import { readFileSync } from 'node:fs'
import { benchCheck, type CheckBenchOptions, lacking } from './check/index.js'
import type { Result } from './check/report.js'
import { benchCheckScale } from './check/scale.js'
import { type BenchRow, notMeasured, rowOf } from './row.js'
import type { Spread } from './speed.js'

const bars = { seconds: 10, requests: 5, gitHostRequests: 100 }

/** Measures our check next to link checkers over the replayed web, and gives what it found as rows. */
export async function checkRows(options: CheckBenchOptions): Promise<BenchRow[]> {
  const group = 'check'
  const work = 'check the links of 578 pages'
  const why = lacking(options)
  if (why !== null) return [notMeasured(group, work, why)]
  await benchCheck(options)
  const { results, links, linksInAll } = readResults('bench-check') as CheckResults
  const own = results.find(({ isOurs }) => isOurs)
  if (own === undefined) return [notMeasured(group, work, 'ours did not run')]
  const isWhole = links === linksInAll
  const judged = { group, links, isWhole, own }
  return [
    rowOf({
      group,
      work: `check ${links} links: wrong verdicts`,
      unit: '',
      ours: [own.wrong.all],
      bar: { of: 'ours', atMost: 0 },
    }),
    ...results.filter(({ isOurs }) => !isOurs).flatMap((peer) => rowsAgainst(judged, peer)),
  ]
}

interface CheckResults {
  results: Result[]
  links: number
  linksInAll: number
}

interface Judged {
  group: string
  links: number
  isWhole: boolean
  own: Result
}

/** A peer that was ended early has asked fewer than it would have; one that does not wait calls limited links broken. */
function rowsAgainst({ group, links, isWhole, own }: Judged, peer: Result): BenchRow[] {
  const inEarnest = peer.waits || peer.wrong.all === 0
  const name = `${peer.name} (${peer.wrong.all} wrong)`
  const against = (what: string, unit: string, of: (each: Result) => number, times: number | null) => {
    const row = rowOf({
      group,
      work: `check ${links} links: ${what}`,
      unit,
      ours: [of(own)],
      other: { name, kind: 'peer', values: [of(peer)], atLeast: peer.wasCutOff },
      ...(times !== null && isWhole && { bar: { of: 'ratio', atMost: 1 / times } }),
    })
    // Of one that was ended it is only known that the bar is met, never that it is missed.
    const isUnknown = peer.wasCutOff && row.bar?.isMet === false
    return isUnknown && row.bar !== null ? { ...row, bar: { ...row.bar, isMet: null } } : row
  }
  return [
    against('time', 's', ({ seconds }) => seconds, inEarnest ? bars.seconds : null),
    against('requests', '', ({ requests }) => requests.all, bars.requests),
    against(
      'requests to pages of git hosts',
      '',
      ({ requests }) => requests.gitHostPages,
      bars.gitHostRequests,
    ),
  ]
}

/** Measures our check over one host without limits: next to linkinator, and to what the host's latency allows. */
export async function checkScaleRows(options: { links: number; rounds: number }): Promise<BenchRow[]> {
  const group = 'check-scale'
  await benchCheckScale(options)
  const { measured, latencyMs, links } = readResults('bench-check-scale') as ScaleResults
  return measured.flatMap(({ pageBytes, programs }) => {
    const [ours, peer] = programs
    if (ours === undefined || peer === undefined) return []
    const work = `check ${links} links of one host, pages of ${pageBytes} bytes`
    const limit = (links * latencyMs) / 1000 / atOnce
    const three = ({ min, median, max }: Spread) => [min, median, max]
    const seconds = three(ours.seconds)
    return [
      rowOf({
        group,
        work: `${work}: time`,
        unit: 's',
        ours: seconds,
        other: { name: peer.name, kind: 'peer', values: three(peer.seconds) },
      }),
      rowOf({
        group,
        work: `${work}: time`,
        unit: 's',
        ours: seconds,
        other: { name: 'requests × latency ÷ concurrency', kind: 'limit', values: seconds.map(() => limit) },
      }),
      rowOf({
        group,
        work: `${work}: peak memory`,
        unit: 'MB',
        ours: three(ours.peakBytes).map((bytes) => bytes / 1e6),
        other: { name: peer.name, kind: 'peer', values: three(peer.peakBytes).map((bytes) => bytes / 1e6) },
      }),
    ]
  })
}

/** Requests that both have under way there. */
const atOnce = 100

interface ScaleResults {
  latencyMs: number
  links: number
  measured: { pageBytes: number; programs: { name: string; seconds: Spread; peakBytes: Spread }[] }[]
}

function readResults(name: string): unknown {
  return JSON.parse(readFileSync(`out/${name}.json`, 'utf8'))
}
