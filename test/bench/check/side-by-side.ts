import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contestant } from './contestant.js'
import { writeLinkPages } from './link-pages.js'
import { type Counted, type LocalServerOptions, startLocalServer } from './local-server.js'
import { runMeasured } from './measured-process.js'
import { installPeers, type Peers } from './peers.js'

/** What one run of a program over the links of a local server came to. */
export interface LocalRun extends Counted {
  name: string
  isOurs: boolean
  seconds: number
  peakBytes: number | null
  /** Links that it said are alive; all of them are. */
  alive: number
}

const atMostSeconds = 600

/**
 * Measures programs over the same pages with so many links to one server on this machine, turn about for so many rounds.
 * The server runs in this process, apart from all that is measured.
 */
export async function sideBySide(
  options: LocalServerOptions & { links: number; rounds: number },
  contestants: (host: string, peers: Peers) => Contestant[],
): Promise<LocalRun[]> {
  const peers = installPeers(['linkinator-6'])
  const pages = mkdtempSync(join(tmpdir(), 'bench-links-'))
  const server = await startLocalServer(options)
  const runs: LocalRun[] = []
  try {
    const urls = Array.from({ length: options.links }, (_, at) => `http://${server.host}/pages/${at}`)
    writeLinkPages(pages, urls)
    for (let round = 0; round < options.rounds; round += 1) {
      for (const contestant of contestants(server.host, peers)) {
        const { name, isOurs } = contestant
        const program = contestant.prepare(pages)
        server.reset()
        const ran = await runMeasured({ ...program, atMostSeconds })
        const counted = server.counted()
        const alive = [...contestant.read(ran).values()].filter(({ kind }) => kind === 'alive').length
        runs.push({ name, isOurs, seconds: ran.seconds, peakBytes: ran.peakBytes, alive, ...counted })
        contestant.cleanUp()
      }
    }
  } finally {
    server.close()
    peers.remove()
    rmSync(pages, { recursive: true, force: true })
  }
  return runs
}
