import type { HttpOutcome, HttpRequest } from '../../model/http.js'
import type { Answerer } from '../answerer.js'
import { excluding } from '../excluding.js'
import type { CheckNeeds, CheckSettings } from '../settings.js'
import { errandFor } from './errand.js'
import type { HostState } from './host-state.js'
import { runLanes } from './run-lanes.js'
import { asking, conditions, standingOf } from './standing.js'
import { noteWaiting, takenUp } from './waiting.js'

/** A request that was made before, and what came of it. */
export interface Foretold {
  method: HttpRequest['method']
  outcome: HttpOutcome
}

/** Bytes of a body that are read: enough to end a small answer in good order, so that its connection is used again. */
const maxBodyBytes = 16 * 1024

/**
 * The answerer that asks the web itself. `foretold` holds the outcomes of requests that were made already, by address:
 * they stand for the first request, so that nobody is asked twice. `watch` is given the means to look how far each host is.
 */
export function overHttp(
  settings: CheckSettings,
  needs: CheckNeeds,
  foretold: ReadonlyMap<string, Foretold>,
  watch: (hosts: () => HostState[]) => void = () => undefined,
): Answerer {
  const { http, timer, signal } = needs
  const isExcluded = excluding(settings.exclude)
  const unused = new Map(foretold)
  return (questions, tell) =>
    runLanes(questions, tell, {
      ...settings,
      timer,
      signal,
      watch,
      begin: (each) =>
        asking(errandFor(each, foretold.get(each.address)?.method), standingOf(each, needs.memory)),
      takenUp: (each) => takenUp(each, needs.memory, settings.resumedFrom),
      waits: (errand) => noteWaiting(errand, needs.clock.now().toISOString(), needs.memory),
      rules: {
        retries: settings.retries,
        allowHosts: settings.allowHosts,
        isExcluded,
        random: needs.random,
      },
      async ask({ address, method, isWhole, standing }) {
        const first = isWhole ? undefined : unused.get(address)
        if (first !== undefined && first.method === method) {
          unused.delete(address)
          return first.outcome
        }
        const request = webRequest(address, isWhole ? 'GET-WHOLE' : method, settings, signal)
        if (standing !== null) Object.assign(request.headers, conditions(standing))
        return http.ask(request)
      },
    })
}

/** Requests under way to one host from which on a moment's rest after each is a waste. */
const manyAtOnce = 17

/**
 * A request as this stage makes them: it says who asks, takes anything but compressed bodies (a small one can unfold into
 * any size), and asks for no more than is read (RFC 9110, 14.2): a server that knows ranges then ends in good order.
 */
export function webRequest(
  url: string,
  method: 'HEAD' | 'GET' | 'GET-WHOLE',
  { userAgent, hostHeaders, timeoutMs, perHost }: WebSettings,
  signal: AbortSignal | undefined,
): HttpRequest {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: '*/*' }
  if (hostHeaders.length > 0) Object.assign(headers, ownHeaders(url, hostHeaders))
  headers['accept-encoding'] = 'identity'
  if (method === 'GET') headers.range = `bytes=0-${maxBodyBytes - 1}`
  return {
    method: method === 'HEAD' ? 'HEAD' : 'GET',
    url,
    headers,
    timeoutMs,
    maxBodyBytes,
    settles: perHost < manyAtOnce,
    ...(signal && { signal }),
  }
}

/** A header may be a secret: it is sent to its own host alone, and to nobody in between. */
function ownHeaders(url: string, all: CheckSettings['hostHeaders']): Record<string, string> {
  const { hostname, protocol } = new URL(url)
  const own = all.filter(({ host }) => host === hostname && protocol === 'https:')
  return Object.fromEntries(own.map(({ name, value }) => [name, value]))
}

type WebSettings = Pick<CheckSettings, 'userAgent' | 'hostHeaders' | 'timeoutMs' | 'perHost'>

export { takenUp } from './waiting.js'
