import type { RememberedLink } from '../model/link-memory.js'
import { remembered } from './chronicle.js'
import type { Question } from './question.js'
import type { CheckNeeds } from './settings.js'
import { asWritten } from './spelling.js'
import { type Verdict, verdict, wasAsked } from './verdict.js'

/** The verdict on a question, and what memory needs to know beside it; null where it was told nothing. */
export interface Learnt {
  found: Verdict
  kept: {
    /** ISO 8601, UTC. */
    at: string
    /** What was known before of the question's links, by URL; null where that was nothing. */
    before: ReadonlyMap<string, RememberedLink> | null
  } | null
}

/** Puts into memory what was found, as far as that was learnt of somebody who was asked. */
export function keep(
  question: Question,
  found: Verdict,
  { memory, clock }: Pick<CheckNeeds, 'memory' | 'clock'>,
): Learnt {
  // The tables know of ids: that must not keep the page itself from being asked when there is a network.
  if (!wasAsked(found) || found.method === 'reference') return { found, kept: null }
  const before = knownBefore(question, memory)
  const learnt = { found, kept: { at: clock.now().toISOString(), before } }
  for (const url of question.urls) {
    const link = inMemory(url, learnt)
    if (link !== null) memory.remember(link)
  }
  return learnt
}

/**
 * What memory holds of a link once this was kept, or null where it was not; made anew from what it follows from, since
 * to hold it for every link of a long check would take as much as all the rest.
 */
export function inMemory(url: string, { found, kept }: Learnt): RememberedLink | null {
  return kept && remembered(url, asWritten(url, found), kept.at, kept.before?.get(url))
}

/** Whether memory says the same, so that its age goes on: an old clone must not make its own answers young. */
export function isKnown(question: Question, found: Verdict, { memory }: Pick<CheckNeeds, 'memory'>): boolean {
  return question.urls.every((url) => {
    const known = memory.recall(url)
    return known?.state === found.state && known.target === asWritten(url, found).target
  })
}

function knownBefore({ urls }: Question, memory: CheckNeeds['memory']): Map<string, RememberedLink> | null {
  const known = urls.flatMap((url): [string, RememberedLink][] => {
    const link = memory.recall(url)
    return link === undefined ? [] : [[url, link]]
  })
  return known.length === 0 ? null : new Map(known)
}

/**
 * Puts what was learnt just before in place of what is the same: thousands of links of one host are told alike, and to hold
 * the words for each of them would take as much as all the rest of a long check.
 */
export function sharingWithLast(): (learnt: Learnt) => Learnt {
  let last: Learnt = { found: verdict('unchecked', null), kept: null }
  return (learnt) => {
    const found = isSameVerdict(learnt.found, last.found) ? last.found : learnt.found
    const isSame = found === last.found && isSameKept(learnt.kept, last.kept)
    if (!isSame) last = { found, kept: learnt.kept }
    return last
  }
}

/** Those with a validator or a tree of their own differ. */
function isSameVerdict(one: Verdict, other: Verdict): boolean {
  const fields = Object.keys(one) as (keyof Verdict)[]
  return fields.length === Object.keys(other).length && fields.every((field) => one[field] === other[field])
}

function isSameKept(one: Learnt['kept'], other: Learnt['kept']): boolean {
  return one?.at === other?.at && one?.before == null && other?.before == null
}
