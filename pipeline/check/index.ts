import type { Links, NetworkState } from '../model/links.js'
import type { Model } from '../model/model.js'
import { schemaVersion } from '../model/version.js'
import type { Answerer, Tell } from './answerer.js'
import { byReference } from './by-reference/index.js'
import { linkRecord, remembered } from './chronicle.js'
import { gatherLinks } from './gather-links.js'
import { githubRepositories } from './github-api/index.js'
import { probeHosts } from './host-probe.js'
import { inRepositories, type RepositoryNotes } from './in-repositories/index.js'
import { type HostState, inWords } from './over-http/host-state.js'
import { overHttp } from './over-http/index.js'
import type { Question } from './question.js'
import { repositoryAnswers } from './repository-answers.js'
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
  let hosts: (() => string) | null = null
  const tell = (question: Question, found: Verdict) => {
    if (learnt.has(question.address)) return
    learnt.set(question.address, found)
    if (question.isCarried && isKnown(question, found, needs)) return
    // An old clone that nobody asked for news must not make its answers young.
    if (!settings.offline || found.tree?.by !== 'clone') keep(question, found, needs)
    if (question.isCarried) return
    progress.advance(question.urls.length, hosts ?? question.address)
  }
  const watch = (states: () => HostState[]) => {
    hosts = () => inWords(states())
    progress.advance(0, hosts)
  }
  const repositoryNotes: RepositoryNotes = new Map()
  const words: string[] = []
  const network = await askAll({ sorted, settings, needs, learnt, tell, watch, repositoryNotes, words })
  await needs.memory.flush()

  const verdicts = verdictsOf(sorted, learnt, network, toldByTables(needs))
  const links = [...places].map(([url, standing]) => {
    const found = verdicts.get(url) ?? verdict('unchecked', network.state)
    return linkRecord(url, found, needs.memory.recall(url), standing)
  })
  progress.done([`${learnt.size} addresses asked for ${places.size} links`, ...words].join('; '))
  const repositories = repositoryAnswers(verdicts.values(), repositoryNotes)
  return { schemaVersion, checkedAt: checkedAt.toISOString(), network, repositories, links }
}

/** What the asking needs to know, and where it leaves what it learns. */
interface Asking {
  sorted: Triage
  settings: CheckSettings
  needs: CheckNeeds
  learnt: ReadonlyMap<string, Verdict>
  tell: Tell
  watch: (hosts: () => HostState[]) => void
  repositoryNotes: RepositoryNotes
  /** What is said at the end of the stage, beside the numbers. */
  words: string[]
}

/** Puts the questions to everybody who may know, the surest and cheapest first; says whether anybody could be asked. */
async function askAll(asking: Asking): Promise<NetworkState> {
  const { settings, needs, learnt, repositoryNotes } = asking
  const { questions } = asking.sorted
  const isOpen = ({ address }: Question) => !learnt.has(address)
  const ask = (answerer: Answerer) => answerer(questions.filter(isOpen), asking.tell)
  const askTables = () => ask(inTables(needs.reference))
  if (needs.clones !== null) {
    const inClones = inRepositories(needs.clones, repositoryNotes)
    await inClones([...questions, ...asking.sorted.carriedFromTrees], asking.tell)
  }
  if (settings.offline) {
    await askTables()
    return cutOff('offline', 'No link was asked: the run was offline.', asking)
  }
  const left = questions.filter(isOpen)
  const viaProxy = left.some(({ address }) => needs.http.viaProxy(address))
  const probed = await probeHosts(left, settings, needs)
  if (probed.missing !== null && !needs.signal?.aborted) {
    await askTables()
    return { ...cutOff('no-network', probed.missing, asking), viaProxy }
  }
  const notes: string[] = []
  const api = apiRepositories(settings, needs, notes)
  await ask(inRepositories(api, repositoryNotes))
  const spent = api.spent()
  if (spent !== null) asking.words.push(spent)
  const proxied = viaProxy
    ? questions.filter((each) => isOpen(each) && needs.http.viaProxy(each.address))
    : []
  await ask(overHttp(settings, needs, probed.foretold, asking.watch))
  const proxiedLinks = urlsIn(proxied.filter(({ address }) => learnt.has(address)))
  const open = questions.filter(isOpen).length
  if (open > 0) notes.unshift(`The check was stopped with ${open} addresses not asked.`)
  const detail = notes.length === 0 ? null : notes.join(' ')
  return { state: open === 0 ? 'online' : 'interrupted', detail, viaProxy, proxiedLinks }
}

/** The state of a run that asks nobody on the network, with what was judged all the same. */
function cutOff(state: 'offline' | 'no-network', why: string, { learnt }: Asking): NetworkState {
  const known = [
    { method: 'tree', words: 'by clones on this machine' },
    { method: 'reference', words: 'by the ATT&CK and D3FEND tables, which know of ids and not of pages' },
  ].flatMap(({ method, words }) => {
    const count = [...learnt.values()].filter((each) => each.method === method).length
    return count === 0 ? [] : [`${count} were judged ${words}.`]
  })
  return { state, detail: [why, ...known].join(' '), viaProxy: false, proxiedLinks: 0 }
}

/** Answers from the reference tables alone. */
function inTables(reference: CheckNeeds['reference']): Answerer {
  return async (questions, tell) => {
    if (reference === null) return
    const judge = byReference(reference)
    for (const question of questions) {
      const found = judge(question.address)
      if (found !== null) tell(question, found)
    }
  }
}

/**
 * What is reported of a link whose site refuses or gives no answer: what the tables say of its id, the failure beside it.
 * Memory keeps the failure, so that the page is asked again; a page that was found dead before stays unknown.
 */
function toldByTables({ reference, memory }: CheckNeeds): (url: string, found: Verdict) => Verdict {
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

function apiRepositories(settings: CheckSettings, needs: CheckNeeds, notes: string[]) {
  const { http, timer, signal, githubToken: token } = needs
  const { userAgent, timeoutMs } = settings
  const note = (sentence: string) => void notes.push(sentence)
  const cache = needs.apiCache ?? null
  const asker = { http, timer, userAgent, timeoutMs, token, cache, note }
  return githubRepositories({ ...asker, ...(signal && { signal }) })
}

function keep(question: Question, found: Verdict, { memory, clock }: CheckNeeds): void {
  // The tables know of ids: that must not keep the page itself from being asked when there is a network.
  if (!wasAsked(found) || found.method === 'reference') return
  const at = clock.now().toISOString()
  for (const url of question.urls)
    memory.remember(remembered(url, asWritten(url, found), at, memory.recall(url)))
}

/** Whether memory says the same, so that its age goes on: an old clone must not make its own answers young. */
function isKnown(question: Question, found: Verdict, { memory }: CheckNeeds): boolean {
  return question.urls.every((url) => {
    const known = memory.recall(url)
    return known?.state === found.state && known.target === asWritten(url, found).target
  })
}

/** The verdict on every URL as written; where there is no network, what is only remembered is not claimed either. */
function verdictsOf(
  { decided, carried, questions, carriedFromTrees }: Triage,
  learnt: Map<string, Verdict>,
  network: NetworkState,
  told: (url: string, found: Verdict) => Verdict,
): Map<string, Verdict> {
  const isCutOff = network.state === 'offline' || network.state === 'no-network'
  const found = new Map<string, Verdict>([...decided, ...(isCutOff ? [] : carried)])
  for (const question of [...carriedFromTrees, ...questions]) {
    const answer = learnt.get(question.address)
    for (const url of question.urls) if (answer !== undefined) found.set(url, asWritten(url, answer))
  }
  for (const [url, each] of found) found.set(url, told(url, each))
  return found
}

function urlsIn(questions: readonly Question[]): number {
  return questions.reduce((sum, question) => sum + question.urls.length, 0)
}
