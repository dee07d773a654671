import type { Links, NetworkState } from '../model/links.js'
import type { Model } from '../model/model.js'
import type { HttpOutcome } from '../model/ports.js'
import { schemaVersion } from '../model/version.js'
import type { Answerer } from './answerer.js'
import { linkRecord, remembered } from './chronicle.js'
import { gatherLinks } from './gather-links.js'
import { probeHosts } from './host-probe.js'
import { overHttp } from './over-http/index.js'
import type { Question } from './question.js'
import type { CheckNeeds, CheckSettings } from './settings.js'
import { asWritten } from './spelling.js'
import { type Triage, triage } from './triage.js'
import { type Verdict, verdict, wasAsked } from './verdict.js'

export type { CheckNeeds, CheckSettings } from './settings.js'

/**
 * What is known of every URL of the model.
 *
 * Each distinct address is asked at most once, however often and however it is written; what is fresh enough in memory
 * or refused on principle is not asked at all. Every verdict goes into memory as soon as it stands. Trouble with links
 * is data and never thrown; the order in which answers come changes nothing.
 */
export async function check(model: Model, settings: CheckSettings, needs: CheckNeeds): Promise<Links> {
  const places = gatherLinks(model)
  const checkedAt = needs.clock.now()
  const sorted = triage(places.keys(), settings, needs.memory, checkedAt)
  const progress = needs.progress.start('check', places.size)
  progress.advance(places.size - urlsIn(sorted.questions))

  const learnt = new Map<string, Verdict>()
  const tell = (question: Question, found: Verdict) => {
    if (learnt.has(question.address)) return
    learnt.set(question.address, found)
    keep(question, found, needs)
    progress.advance(question.urls.length, question.address)
  }
  const network = await askAll(sorted, settings, needs, learnt, tell)
  await needs.memory.flush()

  const verdicts = verdictsOf(sorted, learnt, network)
  const links = [...places].map(([url, standing]) => {
    const found = verdicts.get(url) ?? verdict('unchecked', network.state)
    return linkRecord(url, found, needs.memory.recall(url), standing)
  })
  progress.done(`${learnt.size} addresses asked for ${places.size} links`)
  return { schemaVersion, checkedAt: checkedAt.toISOString(), network, links }
}

/** Puts the questions to everybody who may know, in turn, and says whether anybody could be asked. */
async function askAll(
  { questions }: Triage,
  settings: CheckSettings,
  needs: CheckNeeds,
  learnt: ReadonlyMap<string, Verdict>,
  tell: (question: Question, found: Verdict) => void,
): Promise<NetworkState> {
  if (settings.offline)
    return {
      state: 'offline',
      detail: 'No link was asked: the run was offline.',
      viaProxy: false,
      proxiedLinks: 0,
    }
  const viaProxy = questions.some((question) => needs.http.viaProxy(question.address))
  const probed = await probeHosts(questions, settings, needs)
  if (probed.missing !== null && !needs.signal?.aborted) {
    return { state: 'no-network', detail: probed.missing, viaProxy, proxiedLinks: 0 }
  }
  for (const answerer of answerers(settings, needs, probed.foretold)) {
    await answerer(
      questions.filter((question) => !learnt.has(question.address)),
      tell,
    )
  }
  const proxiedLinks = urlsIn(
    questions.filter(({ address }) => learnt.has(address) && needs.http.viaProxy(address)),
  )
  const left = questions.length - learnt.size
  if (left === 0) return { state: 'online', detail: null, viaProxy, proxiedLinks }
  return {
    state: 'interrupted',
    detail: `The check was stopped with ${left} addresses not asked.`,
    viaProxy,
    proxiedLinks,
  }
}

/** Everybody who may know about links, the surest first. */
function answerers(
  settings: CheckSettings,
  needs: CheckNeeds,
  foretold: Map<string, HttpOutcome>,
): Answerer[] {
  return [overHttp(settings, needs, foretold)]
}

function keep(question: Question, found: Verdict, { memory, clock }: CheckNeeds): void {
  if (!wasAsked(found)) return
  const at = clock.now().toISOString()
  for (const url of question.urls)
    memory.remember(remembered(url, asWritten(url, found), at, memory.recall(url)))
}

/** The verdict on every URL as written; where there is no network, what is only remembered is not claimed either. */
function verdictsOf(
  { decided, carried, questions }: Triage,
  learnt: Map<string, Verdict>,
  network: NetworkState,
) {
  const isCutOff = network.state === 'offline' || network.state === 'no-network'
  const found = new Map<string, Verdict>([...decided, ...(isCutOff ? [] : carried)])
  for (const question of questions) {
    const answer = learnt.get(question.address)
    for (const url of question.urls) if (answer !== undefined) found.set(url, asWritten(url, answer))
  }
  return found
}

function urlsIn(questions: readonly Question[]): number {
  return questions.reduce((sum, question) => sum + question.urls.length, 0)
}
