import { type CheckNeeds, type CheckSettings, check } from '../../pipeline/check/index.js'
import type { Http, HttpFailureReason, HttpOutcome, HttpRequest } from '../../pipeline/model/http.js'
import type { LinkMemory, RememberedLink } from '../../pipeline/model/link-memory.js'
import type { LinkRecord, Links } from '../../pipeline/model/links.js'
import type { Model } from '../../pipeline/model/model.js'
import type { Timer } from '../../pipeline/model/ports.js'

export const settings: CheckSettings = {
  offline: false,
  concurrency: 32,
  perHost: 4,
  timeoutMs: 2000,
  retries: 2,
  recheckAfterDays: 7,
  exclude: [],
  allowHosts: [],
  userAgent: 'control-coverage/test',
  hostHeaders: [],
  resumedFrom: null,
}

/** A model whose only content is these links, one resource row each. */
export function modelOf(urls: readonly string[]): Model {
  const place = { file: 'T1.md', line: 1 }
  const resources = urls.map((url, index) => ({
    label: url,
    url,
    trail: [],
    tests: null,
    place: { file: 'T1.md', line: index + 2 },
  }))
  const mapping = {
    category: 'detection' as const,
    source: 'sigma',
    sourceName: 'Sigma',
    sourceUrl: null,
    lastAccessed: null,
    declaredTotal: null,
    declaredCount: null,
    placeholders: 0,
    locator: null,
    place,
    resources,
  }
  const technique = {
    id: 'T1',
    name: 'One',
    parentId: null,
    tactics: [],
    url: null,
    urlPlace: null,
    description: '',
    descriptionLinks: [],
    place,
    mappings: [mapping],
  }
  const corpus = { location: 'corpus', revision: null, pageCount: 1, sha256: '' }
  return { schemaVersion: '1.0.0', corpus, techniques: [technique], findings: [] }
}

/** Time that passes only when everybody waits: an hour's sleep takes a millisecond. */
export function virtualTimer(): Timer {
  let nowMs = 0
  let sleepers: { atMs: number; wake: () => void }[] = []
  let ticking = false
  const tick = () => {
    ticking = false
    sleepers.sort((a, b) => a.atMs - b.atMs)
    const next = sleepers.shift()
    if (next === undefined) return
    nowMs = Math.max(nowMs, next.atMs)
    next.wake()
    start()
  }
  const start = () => {
    if (ticking || sleepers.length === 0) return
    ticking = true
    setTimeout(tick, 0)
  }
  return {
    elapsedMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { atMs: nowMs + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((each) => each !== sleeper)
          resolve()
        })
        start()
      }),
  }
}

export interface Asked {
  method: HttpRequest['method']
  url: string
  atMs: number
}

/** An Http that answers by script and writes down who was asked what, when, and how much at once. */
export function scriptedHttp(
  script: (request: HttpRequest, nth: number, atMs: number) => HttpOutcome | Promise<HttpOutcome>,
  timer: Timer = virtualTimer(),
) {
  const asked: Asked[] = []
  const counts = new Map<string, number>()
  const underWay = new Map<string, number>()
  const most = new Map<string, number>()
  const http: Http = {
    viaProxy: () => false,
    async ask(request) {
      const { host } = new URL(request.url)
      const nth = (counts.get(request.url) ?? 0) + 1
      counts.set(request.url, nth)
      asked.push({ method: request.method, url: request.url, atMs: timer.elapsedMs() })
      const now = (underWay.get(host) ?? 0) + 1
      underWay.set(host, now)
      most.set(host, Math.max(most.get(host) ?? 0, now))
      try {
        return await script(request, nth, timer.elapsedMs())
      } finally {
        underWay.set(host, (underWay.get(host) ?? 1) - 1)
      }
    },
  }
  return { http, asked, most, timer }
}

export function answer(status: number, headers: Record<string, string> = {}): HttpOutcome {
  return { kind: 'answer', status, headers, body: new Uint8Array() }
}

/** A page of HTML, as servers answer: HEAD hears its length alone. */
export function page(html: string, method: HttpRequest['method'] = 'GET'): HttpOutcome {
  const body = new TextEncoder().encode(html)
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-length': String(body.length) }
  return { kind: 'answer', status: 200, headers, body: method === 'HEAD' ? new Uint8Array() : body }
}

export function failure(reason: HttpFailureReason): HttpOutcome {
  return { kind: 'failure', reason, detail: reason }
}

export function memoryOf(...links: RememberedLink[]) {
  const known = new Map(links.map((link) => [link.url, link]))
  const remembered: RememberedLink[] = []
  let flushed = 0
  const memory: LinkMemory = {
    recall: (url) => known.get(url),
    remember(link) {
      remembered.push(link)
      known.set(link.url, link)
    },
    flush: async () => void flushed++,
    lastBegun: () => null,
    begin: () => undefined,
  }
  return { memory, remembered, flushes: () => flushed }
}

export function rememberedLink(
  url: string,
  state: string,
  checkedAt: string,
  known: Partial<RememberedLink> = {},
) {
  return {
    url,
    state,
    reason: null,
    status: 200,
    finalUrl: null,
    target: null,
    evidence: null,
    certainty: null,
    candidates: [],
    checkedAt,
    method: 'http',
    attempts: 1,
    confirmed: false,
    deadCommit: null,
    validator: null,
    tree: null,
    firstSeen: checkedAt,
    lastAlive: null,
    deadSince: null,
    failingSince: null,
    history: [{ at: checkedAt, state, reason: null }],
    ...known,
  }
}

export const today = '2026-03-10T12:00:00.000Z'

/** Runs the stage over these links; the clock stands still. */
export async function checked(
  urls: readonly string[],
  world: {
    http: Http
    timer?: Timer
    memory?: LinkMemory
    signal?: AbortSignal
    now?: string
    random?: () => number
    clones?: CheckNeeds['clones']
    reference?: CheckNeeds['reference']
  },
  changed: Partial<CheckSettings> = {},
): Promise<Links> {
  return check(
    modelOf(urls),
    { ...settings, ...changed },
    {
      http: world.http,
      memory: world.memory ?? memoryOf().memory,
      clock: { now: () => new Date(world.now ?? today) },
      timer: world.timer ?? virtualTimer(),
      progress: { start: () => ({ advance: () => undefined, done: () => undefined }) },
      random: world.random ?? (() => 0.5),
      clones: world.clones ?? null,
      githubToken: null,
      reference: world.reference ?? null,
      ...(world.signal === undefined ? {} : { signal: world.signal }),
    },
  )
}

/** The one record of a check of one link. */
export async function checkedOne(
  url: string,
  world: Parameters<typeof checked>[1],
  changed: Partial<CheckSettings> = {},
): Promise<LinkRecord> {
  const { links } = await checked([url], world, changed)
  const [link] = links
  if (link === undefined) throw new Error('no link came back')
  return link
}
