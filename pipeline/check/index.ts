import type { Links, NetworkState } from '../model/links.js'
import type { ModelSource } from '../model/model.js'
import { countText } from '../model/number-words.js'
import { schemaVersion } from '../model/version.js'
import type { Answerer, Tell } from './answerer.js'
import { byReference } from './by-reference/index.js'
import { linkRecord } from './chronicle.js'
import { conclusions } from './conclusions.js'
import { gatherLinks } from './gather-links.js'
import { githubRepositories } from './github-api/index.js'
import { probeHosts } from './host-probe.js'
import { inRepositories, type RepositoryNotes } from './in-repositories/index.js'
import { isKnown, keep, type Learnt, sharingWithLast } from './learnt.js'
import { type HostState, inWords } from './over-http/host-state.js'
import { overHttp } from './over-http/index.js'
import type { Question } from './question.js'
import { repositoryAnswers } from './repository-answers.js'
import type { CheckNeeds, CheckSettings } from './settings.js'
import { type Triage, triage } from './triage.js'
import type { Verdict } from './verdict.js'

export type { CheckNeeds, CheckSettings } from './settings.js'

/**
 * What is known of every URL of the model.
 *
 * Each distinct address is asked at most once, however often and however it is written; what is fresh enough in memory
 * or refused on principle is not asked at all. Every verdict goes into memory as soon as it stands. Trouble with links
 * is data and never thrown; the order in which answers come changes nothing.
 */
export async function check(model: ModelSource, settings: CheckSettings, needs: CheckNeeds): Promise<Links> {
  const places = gatherLinks(model)
  const checkedAt = needs.clock.now()
  const sorted = triage(places.keys(), settings, needs.memory, checkedAt)
  const progress = needs.progress.start('check', places.size)
  progress.advance(places.size - urlsIn(sorted.questions))

  const learnt = new Map<string, Learnt>()
  const shared = sharingWithLast()
  let hosts: (() => string) | null = null
  const tell = (question: Question, found: Verdict) => {
    if (learnt.has(question.address)) return
    const isOld = question.isCarried && isKnown(question, found, needs)
    // An old clone that nobody asked for news must not make its answers young.
    const isKept = !isOld && (!settings.offline || found.tree?.by !== 'clone')
    const told = isKept ? keep(question, found, needs) : { found, kept: null }
    learnt.set(question.address, shared(told))
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

  const conclude = conclusions(sorted, learnt, network, needs)
  const verdicts: Verdict[] = []
  const links = [...places].map(([url, standing]) => {
    const { found, memory } = conclude(url)
    verdicts.push(found)
    return linkRecord(url, found, memory, standing)
  })
  progress.done(
    [
      `${countText(learnt.size, 'address', 'addresses')} asked for ${countText(places.size, 'link')}`,
      ...words,
    ].join('; '),
  )
  const repositories = repositoryAnswers(verdicts, repositoryNotes)
  return { schemaVersion, checkedAt: checkedAt.toISOString(), network, repositories, links }
}

/** What the asking needs to know, and where it leaves what it learns. */
interface Asking {
  sorted: Triage
  settings: CheckSettings
  needs: CheckNeeds
  learnt: ReadonlyMap<string, Learnt>
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
  if (open > 0)
    notes.unshift(`The check was stopped with ${countText(open, 'address', 'addresses')} not asked.`)
  const detail = notes.length === 0 ? null : notes.join(' ')
  return { state: open === 0 ? 'online' : 'interrupted', detail, viaProxy, proxiedLinks }
}

/** The state of a run that asks nobody on the network, with what was judged all the same. */
function cutOff(state: 'offline' | 'no-network', why: string, { learnt }: Asking): NetworkState {
  const known = [
    { method: 'tree', words: 'by clones on this machine' },
    { method: 'reference', words: 'by the ATT&CK and D3FEND tables, which know of ids and not of pages' },
  ].flatMap(({ method, words }) => {
    const count = [...learnt.values()].filter(({ found }) => found.method === method).length
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

function apiRepositories(settings: CheckSettings, needs: CheckNeeds, notes: string[]) {
  const { http, timer, signal, githubToken: token } = needs
  const { userAgent, timeoutMs } = settings
  const note = (sentence: string) => void notes.push(sentence)
  const cache = needs.apiCache ?? null
  const asker = { http, timer, userAgent, timeoutMs, token, cache, note }
  return githubRepositories({ ...asker, ...(signal && { signal }) })
}

function urlsIn(questions: readonly Question[]): number {
  return questions.reduce((sum, question) => sum + question.urls.length, 0)
}
