import type { RememberedLink } from '../../pipeline/model/link-memory.js'
import type { LinkRecord, LinkState, Links } from '../../pipeline/model/links.js'

/** A `links.json` with these states; everything else about the links is as uneventful as can be. */
export function linksOf(states: Record<string, LinkState>): Links {
  return {
    schemaVersion: '1.0.0',
    checkedAt: '2026-11-24T00:00:00.000Z',
    network: { state: 'online', detail: null, viaProxy: false, proxiedLinks: 0 },
    repositories: [],
    links: Object.entries(states).map(([url, state]) => linkOf(url, state)),
  }
}

export function linkOf(url: string, state: LinkState, more: Partial<LinkRecord> = {}): LinkRecord {
  return {
    url,
    state,
    reason: state === 'alive' ? null : `because-${state}`,
    confirmed: false,
    method: 'http',
    status: null,
    finalUrl: null,
    target: state === 'moved' ? `${url}#new` : null,
    evidence: state === 'moved' ? 'redirect' : null,
    certainty: null,
    candidates: [],
    checkedAt: '2026-11-24T00:00:00.000Z',
    firstSeen: '2026-11-24T00:00:00.000Z',
    lastAlive: null,
    deadSince: null,
    deadCommit: null,
    attempts: 1,
    history: [],
    places: [{ file: 'T1071.001.md', line: 19, role: 'resource' }],
    ...more,
  }
}

const at = '2026-03-10T12:00:00.000Z'

/** What a run remembers of a link that moved. */
export function rememberedLink(url: string, known: Partial<RememberedLink> = {}): RememberedLink {
  return {
    url,
    state: 'moved',
    reason: null,
    status: 200,
    finalUrl: 'https://site.example/new',
    target: 'https://site.example/new',
    evidence: 'redirect',
    certainty: 'high',
    candidates: ['https://site.example/a'],
    checkedAt: at,
    method: 'http',
    attempts: 1,
    confirmed: false,
    deadCommit: null,
    tree: { repository: 'github.com/a/b', by: 'api', commit: 'c'.repeat(40) },
    validator: { address: 'https://example.org/a', etag: '"1"', lastModified: null },
    firstSeen: at,
    lastAlive: at,
    deadSince: null,
    failingSince: null,
    history: [{ at, state: 'moved', reason: null }],
    ...known,
  }
}
