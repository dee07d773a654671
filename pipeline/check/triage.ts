import { judgeUrl, requestAddress } from '../model/address.js'
import type { LinkMemory, RememberedLink } from '../model/link-memory.js'
import { LinkMethod, LinkState } from '../model/links.js'
import { excluding } from './excluding.js'
import type { Question } from './question.js'
import { recalled } from './recalled.js'
import type { CheckSettings } from './settings.js'
import { type Verdict, verdict } from './verdict.js'

/** What is decided about links before anybody is asked. */
export interface Triage {
  /** Verdicts that hold whatever the network: refused and excluded links, by URL as written. */
  decided: Map<string, Verdict>
  /** Verdicts taken over from a fresh enough memory, by URL as written. */
  carried: Map<string, Verdict>
  /** What has to be asked, by address. */
  questions: Question[]
  /** What was carried of what repositories said: those on this machine can say it again. */
  carriedFromTrees: Question[]
}

/** Sorts out which of these URLs (in order) are asked, which are known, and which are never asked. */
export function triage(
  urls: Iterable<string>,
  settings: CheckSettings,
  memory: Pick<LinkMemory, 'recall'>,
  now: Date,
): Triage {
  const isExcluded = excluding(settings.exclude)
  const decided = new Map<string, Verdict>()
  const carried = new Map<string, Verdict>()
  const questions = new Map<string, Question>()
  const fromTrees = new Map<string, Question>()
  for (const url of urls) {
    const judged = judgeUrl(url, settings.allowHosts)
    const address = judged.asked ? sameText(requestAddress(judged.url), url) : url
    const remembered = memory.recall(url)
    if (!judged.asked) decided.set(url, verdict('refused', judged.reason))
    else if (isExcluded(url) || isExcluded(address)) decided.set(url, verdict('unchecked', 'excluded'))
    else if (remembered !== undefined && isFresh(remembered, settings, now)) {
      carried.set(url, asCarried(remembered, settings))
      if (remembered.method === 'tree') addTo(fromTrees, address, url)
    } else addTo(questions, address, url)
  }
  const carriedFromTrees = [...fromTrees.values()]
    .filter(({ address }) => !questions.has(address))
    .map((question) => ({ ...question, isCarried: true }))
  return { decided, carried, questions: [...questions.values()], carriedFromTrees }
}

/** The text that is in memory already, where the two are equal. */
function sameText(text: string, known: string): string {
  return text === known ? known : text
}

function addTo(questions: Map<string, Question>, address: string, url: string): void {
  const question = questions.get(address)
  if (question === undefined) questions.set(address, { address, urls: [url] })
  else question.urls.push(url)
}

/**
 * Whether an earlier result still stands. Only good news is carried, and what a repository's tree said: any other failure
 * is asked again in every run, or an outage of a day would be reported for a week. A result from the future is not
 * trusted, nor is anything carried where nobody is asked: then clones and tables say all there is to say. `unchecked` is
 * one that waited to be asked once more when its run was cut short.
 */
function isFresh(remembered: RememberedLink, settings: CheckSettings, now: Date): boolean {
  const learntAt = Date.parse(remembered.checkedAt)
  if (
    remembered.state === 'unchecked' ||
    Number.isNaN(learntAt) ||
    !LinkState.safeParse(remembered.state).success
  )
    return false
  if (isOfResumedRun(remembered, settings)) return true
  if (settings.offline) return false
  const isFromTree = remembered.state === 'dead' && remembered.method === 'tree' && remembered.confirmed
  if (remembered.state !== 'alive' && remembered.state !== 'moved' && !isFromTree) return false
  const ageMs = now.getTime() - learntAt
  return ageMs >= 0 && ageMs < settings.recheckAfterDays * 24 * 60 * 60_000
}

function isOfResumedRun(remembered: RememberedLink, { resumedFrom }: CheckSettings): boolean {
  return resumedFrom !== null && Date.parse(remembered.checkedAt) >= Date.parse(resumedFrom)
}

/** What the run itself learnt before it was cut short stands as it was learnt; anything older says that it is. */
function asCarried(remembered: RememberedLink, settings: CheckSettings): Verdict {
  const isOwn = isOfResumedRun(remembered, settings)
  return {
    ...recalled(remembered, LinkState.parse(remembered.state)),
    method: isOwn ? LinkMethod.nullable().catch('carried').parse(remembered.method) : 'carried',
    attempts: isOwn ? remembered.attempts : 0,
  }
}
