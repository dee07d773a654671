import type { HttpOutcome } from '../../model/ports.js'
import type { Answerer } from '../answerer.js'
import { excluding } from '../excluding.js'
import type { CheckNeeds, CheckSettings } from '../settings.js'
import { errandFor } from './errand.js'
import { runLanes } from './run-lanes.js'

/** Bytes of a body that are read: enough to end a small answer in good order, so that its connection is used again. */
const maxBodyBytes = 16 * 1024

/**
 * The answerer that asks the web itself. `foretold` holds the outcomes of HEAD requests that were made already, by address:
 * they stand for the first request, so that nobody is asked twice.
 */
export function overHttp(
  settings: CheckSettings,
  needs: CheckNeeds,
  foretold: ReadonlyMap<string, HttpOutcome>,
): Answerer {
  const { http, timer, signal } = needs
  const isExcluded = excluding(settings.exclude)
  return (questions, tell) =>
    runLanes(questions.map(errandFor), tell, {
      ...settings,
      timer,
      signal,
      rules: { retries: settings.retries, allowHosts: settings.allowHosts, isExcluded, random: needs.random },
      async ask({ address, method, attempts }) {
        const first = attempts === 0 && method === 'HEAD' ? foretold.get(address) : undefined
        return first ?? http.ask(webRequest(address, method, settings.timeoutMs, settings, signal))
      },
    })
}

/** A request as this stage makes them: it says who asks, takes anything, and reads little of it. */
export function webRequest(
  url: string,
  method: 'HEAD' | 'GET',
  timeoutMs: number,
  { userAgent }: Pick<CheckSettings, 'userAgent'>,
  signal: AbortSignal | undefined,
) {
  const headers = { 'user-agent': userAgent, accept: '*/*' }
  return { method, url, headers, timeoutMs, maxBodyBytes, ...(signal === undefined ? {} : { signal }) }
}
