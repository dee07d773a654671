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
