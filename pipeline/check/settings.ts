import type { AnswerCache, Http } from '../model/http.js'
import type { LinkMemory } from '../model/link-memory.js'
import type { Clock, Progress, Timer } from '../model/ports.js'
import type { Reference } from '../model/reference.js'
import type { Repositories } from '../model/repositories.js'

export interface CheckSettings {
  /** Asks nobody: what no clone or table on this machine knows is `unchecked`. */
  offline: boolean
  /** Requests under way at most, over all hosts. */
  concurrency: number
  /** Requests under way at most, to any one host. */
  perHost: number
  /** Time for one request, redirects not included. */
  timeoutMs: number
  /** How often a link that failed in passing is asked again. */
  retries: number
  /** A living link is asked again when its last answer is this old. */
  recheckAfterDays: number
  /**
   * Addresses not to ask. A pattern with `*` (any characters) must match the whole URL; one without matches
   * wherever it stands in the URL, so that `https://intranet.` or `/tree/` do as well. Letter case counts.
   */
  exclude: readonly string[]
  /** Hosts (`host` or `host:port`) that may be asked although they are private; the same list as the Http port's. */
  allowHosts: readonly string[]
  userAgent: string
  /** Headers that some hosts are sent over https, names in lower case. */
  hostHeaders: readonly { host: string; name: string; value: string }[]
  /**
   * ISO 8601, UTC; null for none. When an interrupted run is resumed: results learnt since then are taken over whatever
   * they say, so that no link is asked twice by one run.
   */
  resumedFrom: string | null
}

export interface CheckNeeds {
  http: Http
  memory: LinkMemory
  clock: Clock
  timer: Timer
  progress: Progress
  /** Stops the asking; what was learnt is kept. */
  signal?: AbortSignal
  /** From 0 up to but not including 1; spreads retries. */
  random: () => number
  /** Clones on this machine, asked before anybody else and offline too; null where there are none. */
  clones: Repositories | null
  /** For GitHub's API, sent to nobody else; null for none. */
  githubToken: string | null
  /** What GitHub's API answered in earlier runs; left out or null for none. */
  apiCache?: AnswerCache | null
  /** Judges ids where their sites are not asked or refuse; null for none. */
  reference: Pick<Reference, 'attack' | 'd3fend'> | null
}
