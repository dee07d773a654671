import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type Requests, requestsOf } from './requests.js'

/** Where an address leads when its redirects are followed. */
export interface Ending {
  /** The status of the last answer; 508 where redirects never end. */
  status: number
  /** Whether the address itself does not answer with its page: an error, a redirect, a page that sends readers on. */
  leadsElsewhere: boolean
}

/** The replayed web, behind a proxy on this machine. */
export interface ReplayedWeb {
  /** What a program needs to see it: proxy and certificate authority. */
  environment: Record<string, string>
  /** Forgets all requests, limits and quotas. */
  reset(): Promise<void>
  /** The requests since the last {@link reset}. */
  requests(): Promise<Requests>
  /** Where addresses lead. The web is asked how it would answer, not by its pages: no limit counts. */
  endingsOf(urls: readonly string[]): Promise<Map<string, Ending>>
  stop(): void
}

interface Ready {
  proxy: string
  control: string
  ca: string
}

/**
 * Starts `replay.mjs` of that folder on free ports, with the world for benchmarks; `mirrors` is a folder of bare clones
 * named `OWNER+NAME/repo` that it serves by git, or null.
 */
export async function startReplayedWeb(folder: string, mirrors: string | null): Promise<ReplayedWeb> {
  const run = mkdtempSync(join(tmpdir(), 'bench-web-'))
  const config = join(run, 'config.json')
  const listen = { proxyPort: 0, controlPort: 0, canaryPort: 0 }
  // A program that sends even its own server on localhost through the proxy is let through to it.
  writeFileSync(config, JSON.stringify({ listen, passThrough: ['localhost'], data: { mirror: mirrors } }))
  const words = ['--config', join(folder, 'config.bench.json'), '--config', config, '--dir', run]
  const child = spawn(process.execPath, [join(folder, 'replay.mjs'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { proxy, control, ca } = await readyLine(child)
  const ask = async (path: string, body?: unknown) => {
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(control + path, post)).json()
  }
  return {
    environment: {
      HTTPS_PROXY: proxy,
      HTTP_PROXY: proxy,
      NO_PROXY: 'localhost,127.0.0.1',
      NODE_EXTRA_CA_CERTS: ca,
    },
    reset: async () => void (await ask('/__reset')),
    requests: async () => requestsOf(await ask('/__stats'), await ask('/__urls')),
    endingsOf: (urls) => endings(urls, async (some) => (await ask('/__explain', some)) as Explained[]),
    stop() {
      child.kill()
      rmSync(run, { recursive: true, force: true })
    },
  }
}

/** Whether the replayed web stands in that folder. */
export function hasReplayedWeb(folder: string): boolean {
  return ['replay.mjs', 'config.bench.json'].every((file) => existsSync(resolve(folder, file)))
}

async function readyLine(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error('the replayed web has no output')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the replayed web ended at once, with exit code ${code}`)
  })
  const lines = createInterface(child.stdout)
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]
  ended.catch(() => undefined)
  return JSON.parse(line) as Ready
}

interface Explained {
  answer: number
  location?: string
  metaRefresh?: string
}

const explainedAtOnce = 1000
const redirectsAtMost = 10

async function endings(
  urls: readonly string[],
  explain: (urls: readonly string[]) => Promise<Explained[]>,
): Promise<Map<string, Ending>> {
  const found = new Map<string, Ending>()
  for (let from = 0; from < urls.length; from += explainedAtOnce) {
    const some = urls.slice(from, from + explainedAtOnce)
    const first = await explain(some)
    let open = some.map((url, at) => ({ url, at: url, explained: first[at] ?? { answer: 0 } }))
    for (const { url, explained } of open) {
      found.set(url, { status: 508, leadsElsewhere: explained.answer !== 200 || 'metaRefresh' in explained })
    }
    for (let hop = 0; hop <= redirectsAtMost && open.length > 0; hop += 1) {
      const redirected = open.filter(({ explained }) => explained.location !== undefined)
      for (const { url, explained } of open) {
        const ending = found.get(url)
        if (ending !== undefined && explained.location === undefined) ending.status = explained.answer
      }
      const next = redirected.map(({ at, explained }) => new URL(explained.location ?? '', at).href)
      const answers = await explain(next)
      open = redirected.map(({ url }, at) => ({
        url,
        at: next[at] ?? '',
        explained: answers[at] ?? { answer: 0 },
      }))
    }
  }
  return found
}
