import type { RememberedLink } from '../model/link-memory.js'
import type { LinkPlace, LinkRecord } from '../model/links.js'
import { type LinkSighting, LinkState } from '../model/links.js'
import { type Verdict, wasAsked } from './verdict.js'

/** Sightings kept of a link. */
const sightingsKept = 10

const oneDayMs = 24 * 60 * 60_000

/**
 * What is remembered of a link once a new verdict on it stands, given what was known before.
 *
 * Good news ends a streak of failures. A repository's history knows when a file went, which goes before the day on which
 * it was first missed. A server that refuses to tell neither begins nor ends one, and neither does a
 * time-out end a link's being dead: it was no sign of life.
 */
export function remembered(
  url: string,
  learnt: Verdict,
  at: string,
  before: RememberedLink | undefined,
): RememberedLink {
  const isWell = learnt.state === 'alive' || learnt.state === 'moved'
  // A file that went does not answer, wherever its content is now.
  const answers = isWell && learnt.deadSince === null
  const hasFailed = learnt.state === 'dead' || learnt.state === 'unreachable'
  const failingSince = before?.failingSince ?? (hasFailed ? at : null)
  const noticed = isWell ? null : (before?.deadSince ?? (learnt.state === 'dead' ? at : null))
  const sighting = { at, state: learnt.state, reason: learnt.reason }
  return {
    url,
    state: learnt.state,
    reason: learnt.reason,
    status: learnt.status,
    finalUrl: learnt.finalUrl,
    target: learnt.target,
    evidence: learnt.evidence,
    certainty: learnt.certainty,
    candidates: learnt.candidates,
    checkedAt: at,
    method: learnt.method,
    attempts: learnt.attempts,
    confirmed: learnt.confirmed,
    deadCommit: learnt.deadCommit,
    validator: learnt.validator ?? null,
    tree: learnt.tree ?? null,
    firstSeen: before?.firstSeen ?? at,
    lastAlive: answers ? at : (before?.lastAlive ?? null),
    deadSince: learnt.deadSince ?? noticed,
    failingSince: isWell ? null : failingSince,
    history: [...(before?.history ?? []), sighting].slice(-sightingsKept),
  }
}

/**
 * The record of a link: its verdict, with what its memory says of its past.
 *
 * A dead link is confirmed when it was found dead at least 24 hours before as well, or when the verdict brings its own
 * proof. A link that nobody asked keeps what is known of its past and claims no moment at which it was learnt.
 */
export function linkRecord(
  url: string,
  learnt: Verdict,
  memory: RememberedLink | undefined,
  places: LinkPlace[],
): LinkRecord {
  const deadForMs = Date.parse(memory?.checkedAt ?? '') - Date.parse(memory?.deadSince ?? '')
  return {
    url,
    state: learnt.state,
    reason: learnt.reason,
    confirmed: learnt.state === 'dead' && (learnt.confirmed || deadForMs >= oneDayMs),
    method: learnt.method,
    status: learnt.status,
    finalUrl: learnt.finalUrl,
    target: learnt.target,
    evidence: learnt.evidence,
    certainty: learnt.certainty,
    candidates: learnt.candidates,
    checkedAt: wasAsked(learnt) && learnt.method !== 'reference' ? (memory?.checkedAt ?? null) : null,
    firstSeen: memory?.firstSeen ?? null,
    lastAlive: memory?.lastAlive ?? null,
    deadSince: memory?.deadSince ?? null,
    deadCommit: learnt.deadCommit,
    attempts: learnt.attempts,
    history: sightingsOf(memory),
    places,
  }
}

const knownStates = new Set<string>(LinkState.options)

/** What is remembered of earlier looks; nothing where a word is not of today's. */
function sightingsOf(memory: RememberedLink | undefined): LinkSighting[] {
  const history = memory?.history ?? []
  return history.every(isSighting) ? history : []
}

function isSighting(remembered: RememberedLink['history'][number]): remembered is LinkSighting {
  return knownStates.has(remembered.state)
}
