import { hostKey, originOf } from '../model/address.js'
import type { HttpFailureReason, HttpOutcome } from '../model/http.js'
import { compareText } from '../model/place.js'
import { type Foretold, takenUp, webRequest } from './over-http/index.js'
import type { Question } from './question.js'
import type { CheckNeeds, CheckSettings } from './settings.js'

const hostsProbed = 6
/** Where a host has this many links its page is read, since HEAD may say too little of all of them. */
const readFrom = 10
const probeTimeoutMs = 3000

/** Failures that come about without anybody at the other end. */
const withoutAnybody = new Set<HttpFailureReason>([
  'name-not-found',
  'name-unresolved',
  'network-unreachable',
  'timeout',
  'proxy',
  'aborted',
])

export interface ProbedNetwork {
  /** One sentence on why there is no network; null where there is one. */
  missing: string | null
  /** What the probes found, by address: the first requests of these links are made. */
  foretold: Map<string, Foretold>
}

/**
 * Whether there is a network at all, found by asking one link of each of the hosts that most links point to.
 *
 * Without this, a run on a machine without network would wait out every time-out and then call every link
 * unreachable; what it knew of them would be lost. One host that answers, be it with an error, is enough.
 */
export async function probeHosts(
  questions: readonly Question[],
  settings: CheckSettings,
  needs: CheckNeeds,
): Promise<ProbedNetwork> {
  const timeoutMs = Math.min(probeTimeoutMs, settings.timeoutMs)
  const probed = await Promise.all(
    mostFrequent(questions).map(async ({ host, question, count }) => {
      // One that waits to be asked once more is asked as it is due.
      const waiting = takenUp(question, needs.memory, settings.resumedFrom)
      const address = waiting?.address ?? question.address
      const method = waiting?.method ?? (count >= readFrom ? 'GET' : 'HEAD')
      const request = webRequest(address, method, { ...settings, timeoutMs }, needs.signal)
      return { host, address, method, outcome: await needs.http.ask(request) } as const
    }),
  )
  const isThere = probed.length === 0 || probed.some(({ outcome }) => isFromSomebody(outcome))
  const known = probed.filter(({ outcome }) => isFinal(outcome))
  return {
    missing: isThere ? null : sentence(probed),
    foretold: new Map(known.map(({ address, method, outcome }) => [address, { method, outcome }])),
  }
}

interface HostQuestions {
  host: string
  question: Question
  count: number
}

/** The first question of each of the hosts with most questions, by number, then name. */
function mostFrequent(questions: readonly Question[]): HostQuestions[] {
  const hosts = new Map<string, HostQuestions>()
  for (const [first, count] of countByOrigin(questions)) {
    const host = hostKey(new URL(first.address))
    const entry = hosts.get(host) ?? { host, question: first, count: 0 }
    entry.count += count
    hosts.set(host, entry)
  }
  return [...hosts.values()]
    .sort((a, b) => b.count - a.count || compareText(a.host, b.host))
    .slice(0, hostsProbed)
}

/** The first question of each origin, in order, and how many there are. */
function countByOrigin(questions: readonly Question[]): [first: Question, count: number][] {
  const origins = new Map<string, [Question, number]>()
  for (const question of questions) {
    const origin = originOf(question.address)
    const known = origins.get(origin)
    if (known === undefined) origins.set(origin, [question, 1])
    else known[1]++
  }
  return [...origins.values()]
}

function isFromSomebody(outcome: HttpOutcome): boolean {
  return outcome.kind === 'answer' || outcome.connected === true || !withoutAnybody.has(outcome.reason)
}

/** Whether the link need not be asked again: a short time-out proves nothing of a slow host, nor does a proxy's trouble. */
function isFinal(outcome: HttpOutcome): boolean {
  if (outcome.kind === 'answer' || outcome.reason === 'name-not-found') return true
  return !withoutAnybody.has(outcome.reason)
}

function sentence(probed: readonly { host: string; outcome: HttpOutcome }[]): string {
  const outcomes = probed.map(({ outcome }) => outcome)
  const wantsPassword = outcomes.some((each) => each.kind === 'failure' && each.detail.includes('password'))
  if (wantsPassword) {
    return 'No link was asked: the proxy wants a user name and a password (407); give them in HTTPS_PROXY.'
  }
  const tried = probed.map(
    ({ host, outcome }) => `${host}: ${outcome.kind === 'failure' ? outcome.reason : 'answered'}`,
  )
  return `No link was asked, since there seems to be no network (${tried.join(', ')}).`
}
