import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contestant } from './contestant.js'
import { linksOfCorpus, sampleOf, writeLinkPages } from './link-pages.js'
import { type Ran, runMeasured } from './measured-process.js'
import { mirrorWords, ours } from './ours.js'
import { installPeers, type Peer, type Peers } from './peers.js'
import { hasReplayedWeb, type ReplayedWeb, startReplayedWeb } from './replayed-web.js'
import { type Result, report } from './report.js'
import { judge, targetsOf } from './verdicts.js'

export interface CheckBenchOptions {
  /** Folder of the replayed web. */
  replay: string
  /** Folder of pages whose links are checked. */
  corpus: string
  /** Folder of bare clones named `OWNER+NAME/repo`, or null. */
  mirrors: string | null
  /** How many of the links, or null for all. */
  sample: number | null
  /** When a peer is ended, in seconds; null for {@link patience} times what ours took. */
  atMostSeconds: number | null
  /** Leaves out the peers that wait for limited hosts; they are what takes long. */
  isQuick: boolean
}

/** What keeps the links from being checked, for people; null for nothing. */
export function lacking({ replay, corpus, mirrors }: CheckBenchOptions): string | null {
  if (!hasReplayedWeb(replay)) return `the replayed web is not at ${replay} (--replay or REPLAY)`
  if (!existsSync(corpus)) return `there is no corpus at ${corpus} (--corpus)`
  if (mirrors !== null && !existsSync(mirrors)) return `there are no clones at ${mirrors} (MIRRORS)`
  return null
}

/** A peer that takes this many times as long as ours has lost by any measure, and is ended. */
const patience = 12

const peers: readonly Peer[] = ['linkinator-6', 'linkinator-7', 'markdown-link-check']

/**
 * Measures our check next to link checkers that ask every link, one after another in one replayed web, all behind its
 * proxy, over the same pages; its limits are forgotten between them. Gives the exit code; nothing may be {@link lacking}.
 */
export async function benchCheck(options: CheckBenchOptions): Promise<number> {
  const { replay, corpus, mirrors } = options
  if (mirrors === null) {
    say(
      'MIRRORS names no folder of bare clones (OWNER+NAME/repo): ours is measured over the API alone, and files have no content.',
    )
  }
  const installed = installPeers(peers)
  const folder = mkdtempSync(join(tmpdir(), 'bench-links-'))
  let web: ReplayedWeb | undefined
  try {
    web = await startReplayedWeb(replay, mirrors)
    const all = await linksOfCorpus(corpus)
    const urls = options.sample === null ? all : sampleOf(all, options.sample)
    writeLinkPages(folder, urls)
    const results = await measureAll(contestants(options, installed), { urls, folder, web, options })
    return report(results, urls.length, all.length)
  } finally {
    web?.stop()
    installed.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

function contestants({ mirrors, isQuick }: CheckBenchOptions, installed: Peers): Contestant[] {
  const fromClones =
    mirrors === null
      ? []
      : [
          ours({ name: 'ours, --mirror', options: mirrorWords(mirrors) }),
          ours({ name: 'ours, --clone', options: ['--clone'] }),
        ]
  const token = { GITHUB_TOKEN: 'replay-token' }
  return [
    ...fromClones,
    ours({ name: 'ours, API with a token', options: [], environment: token }),
    ...peers.map((peer) => installed.contestant(peer, false)),
    ...(isQuick ? [] : peers.map((peer) => installed.contestant(peer, true))),
  ]
}

interface Setting {
  urls: readonly string[]
  folder: string
  web: ReplayedWeb
  options: CheckBenchOptions
}

async function measureAll(all: readonly Contestant[], setting: Setting): Promise<Result[]> {
  const results: Result[] = []
  for (const contestant of all) {
    const slowestOfOurs = Math.max(0, ...results.filter(({ isOurs }) => isOurs).map(({ seconds }) => seconds))
    const atMostSeconds = setting.options.atMostSeconds ?? slowestOfOurs * patience
    try {
      say(`${contestant.name} …`)
      const limitSeconds = contestant.isOurs ? Number.MAX_SAFE_INTEGER : atMostSeconds
      const result = await measure(contestant, limitSeconds, setting)
      say(`  ${result.requests.all} requests, ${result.seconds.toFixed(1)} s, ${result.wrong.all} wrong`)
      results.push(result)
    } finally {
      contestant.cleanUp()
    }
  }
  return results
}

async function measure(
  contestant: Contestant,
  atMostSeconds: number,
  { urls, folder, web }: Setting,
): Promise<Result> {
  const program = contestant.prepare(folder)
  await web.reset()
  const environment = { ...program.environment, ...web.environment }
  const ran = await runMeasured({ ...program, environment, atMostSeconds })
  const requests = await web.requests()
  const sayings = contestant.read(ran)
  if (sayings.size === 0 && !ran.wasCutOff) say(`${contestant.name} said nothing: ${firstLine(ran)}`)
  const endings = await web.endingsOf([...new Set([...urls, ...targetsOf(sayings)])])
  const { name, isOurs, waits } = contestant
  const { seconds, peakBytes, wasCutOff } = ran
  return {
    name,
    isOurs,
    waits,
    seconds,
    peakBytes,
    wasCutOff,
    requests,
    wrong: judge(urls, sayings, endings),
  }
}

function firstLine({ talk, exitCode }: Ran): string {
  return talk.trim().split('\n', 1)[0] || `exit code ${exitCode}`
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
