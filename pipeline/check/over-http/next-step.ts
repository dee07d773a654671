import type {
  HttpAnswer,
  HttpFailure,
  HttpFailureReason,
  HttpOutcome,
  HttpRequest,
} from '../../model/ports.js'
import type { Verdict } from '../verdict.js'
import { backOffMs } from './backing-off.js'
import { concluded, setback } from './conclusions.js'
import type { Errand } from './errand.js'
import { isRedirect, redirecting } from './redirecting.js'
import { isRateLimited } from './retry-after.js'
import type { Rules, Step } from './step.js'

/** A link that is told "not so fast" this often has had its chance; its host's other links may do better. */
const rateLimitedAtMost = 5

/** HEAD is answered so by servers that know only GET, or that take it for a robot's. */
const headMayLie = new Set([400, 403, 405, 406, 501])
/** Not a word on whether the resource is there: 451 is a legal bar, 999 LinkedIn's bar for robots. */
const refusing = new Set([401, 402, 403, 407, 429, 451, 999])
/** No better on a second try: a certificate, a name that is not there, a server that speaks no HTTP. */
const lasting = new Set<HttpFailureReason>(['tls', 'name-not-found', 'protocol'])

/** What follows from the outcome of one request: a verdict, or what to ask next and when. Pure but for `random`. */
export function nextStep(before: Errand, outcome: HttpOutcome, rules: Rules): Step {
  const errand = { ...before, attempts: before.attempts + 1 }
  return outcome.kind === 'answer'
    ? afterAnswer(errand, outcome, rules)
    : afterFailure(errand, outcome, rules)
}

function afterAnswer(errand: Errand, answer: HttpAnswer, rules: Rules): Step {
  const { status } = answer
  if (isRateLimited(answer)) return afterRateLimit(errand, status)
  if (status >= 200 && status < 300) return { kind: 'told', verdict: concluded(errand, status) }
  if (isRedirect(answer)) return redirecting(errand, answer, rules)
  if (errand.method === 'HEAD' && headMayLie.has(status))
    return { kind: 'now', errand: { ...errand, method: 'GET' } }
  if (status === 404 || status === 410) return afterMissing(errand, status)
  if (refusing.has(status))
    return { kind: 'told', verdict: setback(errand, 'blocked', `http-${status}`, status) }
  const failed = setback(errand, 'unreachable', `http-${status}`, status)
  if (status < 500 && status !== 408 && status !== 425) return { kind: 'told', verdict: failed }
  return retrying(errand, failed, rules, status === 503 ? errand.method : 'GET')
}

/** The host's gate says when; a GET right after would only double the load that the server complains of. */
function afterRateLimit(errand: Errand, status: number): Step {
  const verdict = setback(errand, status === 503 ? 'unreachable' : 'blocked', `http-${status}`, status)
  const rateLimited = errand.rateLimited + 1
  if (rateLimited >= rateLimitedAtMost) return { kind: 'told', verdict }
  return { kind: 'later', errand: { ...errand, rateLimited, setback: verdict }, delayMs: 0 }
}

/**
 * A "not found" is heard twice before it is believed, the second time at the end of the host's queue and by GET: this
 * answers both for servers that lie to HEAD and for deployments that blink.
 */
function afterMissing(errand: Errand, status: number): Step {
  const verdict = setback(errand, 'dead', `http-${status}`, status)
  if (errand.missing > 0) return { kind: 'told', verdict }
  return { kind: 'later', errand: { ...errand, missing: 1, method: 'GET', setback: verdict }, delayMs: 0 }
}

function afterFailure(errand: Errand, failure: HttpFailure, rules: Rules): Step {
  if (failure.reason === 'private-address') {
    const reason = errand.hops.length > 0 ? 'redirect-to-private-address' : 'private-address'
    return { kind: 'told', verdict: setback(errand, 'refused', reason) }
  }
  if (failure.reason === 'protocol' && errand.method === 'HEAD') {
    return { kind: 'now', errand: { ...errand, method: 'GET' } }
  }
  const failed = setback(errand, 'unreachable', failure.reason)
  if (lasting.has(failure.reason)) return { kind: 'told', verdict: failed }
  return retrying(errand, failed, rules, 'GET')
}

function retrying(errand: Errand, failed: Verdict, rules: Rules, method: HttpRequest['method']): Step {
  if (errand.failures >= rules.retries) return { kind: 'told', verdict: failed }
  const again = { ...errand, failures: errand.failures + 1, setback: failed, method }
  return { kind: 'later', errand: again, delayMs: backOffMs(errand.failures, rules.random) }
}
