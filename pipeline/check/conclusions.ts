import type { RememberedLink } from '../model/link-memory.js'
import type { NetworkState } from '../model/links.js'
import { byReference } from './by-reference/index.js'
import { inMemory, type Learnt } from './learnt.js'
import type { CheckNeeds } from './settings.js'
import { asWritten } from './spelling.js'
import type { Triage } from './triage.js'
import { type Verdict, verdict } from './verdict.js'

/** What is known of a link in the end, and what memory holds of its past. */
export interface Conclusion {
  found: Verdict
  memory: RememberedLink | undefined
}

/** Concludes on URLs as written; where there is no network, what is only remembered is not claimed either. */
export function conclusions(
  { decided, carried, questions, carriedFromTrees }: Triage,
  learnt: ReadonlyMap<string, Learnt>,
  network: NetworkState,
  needs: Pick<CheckNeeds, 'reference' | 'memory'>,
): (url: string) => Conclusion {
  const isCutOff = network.state === 'offline' || network.state === 'no-network'
  const told = toldByTables(needs)
  const learntOf = new Map<string, Learnt>()
  for (const { address, urls } of [...carriedFromTrees, ...questions]) {
    const answer = learnt.get(address)
    if (answer !== undefined) for (const url of urls) learntOf.set(url, answer)
  }
  return (url) => {
    const answer = learntOf.get(url)
    const before = needs.memory.recall(url)
    const known = decided.get(url) ?? (isCutOff ? undefined : carried.get(url))
    const found = answer === undefined ? known : asWritten(url, answer.found)
    return {
      found: found === undefined ? verdict('unchecked', network.state) : told(url, found),
      memory: (answer && inMemory(url, answer)) ?? before,
    }
  }
}

/**
 * What is reported of a link whose site refuses or gives no answer: what the tables say of its id, the failure beside it.
 * Memory keeps the failure, so that the page is asked again; a page that was found dead before stays unknown.
 */
function toldByTables({
  reference,
  memory,
}: Pick<CheckNeeds, 'reference' | 'memory'>): (url: string, found: Verdict) => Verdict {
  if (reference === null) return (_, found) => found
  const judge = byReference(reference)
  return (url, found) => {
    const isRefused = found.state === 'blocked' || found.state === 'unreachable'
    if (!isRefused || (memory.recall(url)?.deadSince ?? null) !== null) return found
    const judged = judge(url)
    return judged === null
      ? found
      : { ...judged, reason: found.reason, status: found.status, attempts: found.attempts }
  }
}
