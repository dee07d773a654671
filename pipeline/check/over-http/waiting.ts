import type { LinkMemory, RememberedLink } from '../../model/link-memory.js'
import { LinkState } from '../../model/links.js'
import { withoutSecrets } from '../../model/secrets.js'
import type { WaitingLink } from '../../model/waiting-link.js'
import type { Question } from '../question.js'
import { verdict } from '../verdict.js'
import { setback } from './conclusions.js'
import { type Errand, errandFor } from './errand.js'

/**
 * Notes how far an errand has come that waits to be sent once more, so that a run that takes this one up goes on from there:
 * no answer that was heard is asked for again. What else is known of its links stays as it was.
 */
export function noteWaiting(
  errand: Errand,
  at: string,
  memory: Pick<LinkMemory, 'recall' | 'remember'>,
): void {
  const waiting = waitingOf(errand, at)
  if (waiting === null) return
  for (const url of errand.question.urls)
    memory.remember({ ...(memory.recall(url) ?? unknown(url, at)), waiting })
}

/** The errand that a run since cut short had begun with this question, or null. */
export function takenUp(
  question: Question,
  memory: Pick<LinkMemory, 'recall'>,
  resumedFrom: string | null,
): Errand | null {
  if (resumedFrom === null) return null
  const [first = ''] = question.urls
  const waiting = memory.recall(first)?.waiting
  if (waiting === undefined || Date.parse(waiting.at) < Date.parse(resumedFrom)) return null
  const state = LinkState.safeParse(waiting.setback.state)
  if (!state.success) return null
  const { at: _, setback: said, ...progress } = waiting
  const errand: Errand = { ...errandFor(question), ...progress, mayGuess: false }
  return { ...errand, setback: setback(errand, state.data, said.reason, said.status) }
}

/** What is worth noting; errands in the middle of a detour (a guess, another spelling) begin anew. */
function waitingOf(errand: Errand, at: string): WaitingLink | null {
  const { address, method, isWhole, isHeadAsked, hops, attempts, failures, rateLimited, missing } = errand
  const isOnDetour = [
    errand.heard,
    errand.unheard,
    errand.guessedFrom,
    errand.otherCase,
    errand.standing,
  ].some((each) => each !== null)
  // Memory keeps no secrets, and an address without its own is another one.
  const isSecret = [address, ...hops.map((hop) => hop.address)].some((each) => withoutSecrets(each) !== each)
  if (isOnDetour || isSecret || errand.setback === null) return null
  const { state, reason, status } = errand.setback
  const known = {
    address,
    method,
    isWhole,
    isHeadAsked,
    hops: [...hops],
    attempts,
    failures,
    rateLimited,
    missing,
  }
  return { at, ...known, setback: { state, reason, status } }
}

/** What is known of a link that has not been told yet. */
function unknown(url: string, at: string): RememberedLink {
  return {
    ...verdict('unchecked', 'waiting'),
    url,
    checkedAt: at,
    validator: null,
    tree: null,
    firstSeen: at,
    lastAlive: null,
    deadSince: null,
    failingSince: null,
    history: [],
  }
}
