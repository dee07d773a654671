import type {
  HttpAnswer,
  HttpFailure,
  HttpFailureReason,
  HttpOutcome,
  HttpRequest,
} from '../../model/http.js'
import type { Verdict } from '../verdict.js'
import { isRedirect, isSuccess, mayLieToHead } from './answer-kinds.js'
import { backOffMs } from './backing-off.js'
import { concluded, setback } from './conclusions.js'
import type { Errand } from './errand.js'
import { afterOtherCase, beforeGivingUp } from './other-case.js'
import { redirecting, sentOn } from './redirecting.js'
import { isRateLimited } from './retry-after.js'
import { canonicalTarget, headOf, isReadable, isSmallPage, refreshTarget } from './small-page.js'
import { saysNotFound } from './soft-404.js'
import { stillStanding, withValidator } from './standing.js'
import type { Rules, Step } from './step.js'
import { asHeard, hearingHead, onceHeard } from './word-of-head.js'

/** A link that is told "not so fast" this often has had its chance; its host's other links may do better. */
const rateLimitedAtMost = 5

/** Not a word on whether the resource is there: 451 is a legal bar, 999 LinkedIn's bar for robots. */
const refusing = new Set([401, 402, 403, 407, 429, 451, 999])
/** No better on a second try: a certificate, a name that is not there, a server that speaks no HTTP. */
const lasting = new Set<HttpFailureReason>(['tls', 'name-not-found', 'protocol'])

/** What follows from the outcome of one request: a verdict, or what to ask next and when. Pure but for `random`. */
export function nextStep(before: Errand, outcome: HttpOutcome, rules: Rules): Step {
  const asked = { ...before, attempts: before.attempts + 1, mayGuess: false }
  const standing = stillStanding(asked, outcome)
  if (standing !== null) return standing
  const isLimited = outcome.kind === 'answer' && isRateLimited(outcome)
  const errand = isLimited ? asked : { ...asked, standing: null }
  return withValidator(stepAfter(errand, outcome, rules), errand, outcome)
}

function stepAfter(errand: Errand, outcome: HttpOutcome, rules: Rules): Step {
  if (errand.otherCase !== null) return afterOtherCase(errand, errand.otherCase, outcome)
  if (errand.guessedFrom !== null) return afterGuess(errand, errand.guessedFrom, outcome, rules)
  if (errand.unheard !== null) return onceHeard(errand, errand.unheard, outcome, rules)
  const step = afterOutcome(errand, outcome, rules)
  if (errand.heard !== null) return asHeard(errand.heard, errand.attempts, step)
  return errand.isHeadAsked ? step : hearingHead(errand, step)
}

function afterOutcome(errand: Errand, outcome: HttpOutcome, rules: Rules): Step {
  return outcome.kind === 'answer'
    ? afterAnswer(errand, outcome, rules)
    : afterFailure(errand, outcome, rules)
}

/**
 * A guessed slash counts where a page is there, or a redirect to one; where not, the errand goes on as if nobody had
 * guessed.
 */
function afterGuess(errand: Errand, before: Errand, outcome: HttpOutcome, rules: Rules): Step {
  const { attempts } = errand
  const plain: Step = { kind: 'now', errand: { ...before, attempts, mayGuess: false } }
  if (outcome.kind === 'failure') return plain
  if (isRateLimited(outcome)) {
    return afterRateLimit(errand.standing === null ? { ...before, attempts } : errand, outcome.status)
  }
  if (!isSuccess(outcome) && !isRedirect(outcome)) return plain
  const step = afterAnswer({ ...errand, guessedFrom: null }, outcome, rules)
  if (step.kind === 'told') {
    return step.verdict.state === 'dead' || step.verdict.reason === 'redirect-loop' ? plain : step
  }
  if (step.errand.missing > 0) return plain
  const isReading = step.errand.address === errand.address
  return isReading ? { ...step, errand: { ...step.errand, guessedFrom: before } } : step
}

function afterAnswer(errand: Errand, answer: HttpAnswer, rules: Rules): Step {
  const { status } = answer
  if (isRateLimited(answer)) return afterRateLimit(errand, status)
  if (isSuccess(answer)) return afterSuccess(errand, answer, rules)
  if (isRedirect(answer)) return redirecting(errand, answer, rules)
  if (status === 416 && errand.method === 'GET' && !errand.isWhole) {
    return { kind: 'now', errand: { ...errand, isWhole: true } }
  }
  if (errand.method === 'HEAD' && mayLieToHead(answer))
    return { kind: 'now', errand: { ...errand, method: 'GET' } }
  if (status === 404 || status === 410) {
    return afterMissing(errand, setback(errand, 'dead', `http-${status}`, status), rules)
  }
  if (refusing.has(status))
    return { kind: 'told', verdict: setback(errand, 'blocked', `http-${status}`, status) }
  const failed = setback(errand, 'unreachable', `http-${status}`, status)
  if (status < 500 && status !== 408 && status !== 425) return { kind: 'told', verdict: failed }
  return retrying(errand, failed, rules, status === 503 ? errand.method : 'GET')
}

/**
 * A small page is read before it is believed: it may send its readers elsewhere, or say that there is nothing. A large one
 * is read where its beginning was sent anyway. A part that was asked for (206) is as good as the whole.
 */
function afterSuccess(errand: Errand, answer: HttpAnswer, rules: Rules): Step {
  const isPart = answer.status === 206 && errand.method === 'GET'
  const status = isPart ? 200 : answer.status
  const verdict = concluded(errand, status)
  if (verdict.state === 'dead') return { kind: 'told', verdict }
  if (errand.method === 'HEAD') {
    if (!isSmallPage(answer)) return { kind: 'told', verdict }
    return { kind: 'now', errand: { ...errand, method: 'GET', heard: verdict, setback: verdict } }
  }
  if (!isReadable(answer)) return { kind: 'told', verdict }
  const head = headOf(answer)
  const target = refreshTarget(head, errand.address)
  if (target !== null) return sentOn(errand, answer, target, 'refresh', rules)
  const isMissing = saysNotFound(head, new URL(errand.question.address), isSmallPage(answer))
  if (!isMissing) {
    const canonical = canonicalTarget(head, errand.address)
    return canonical === null
      ? { kind: 'told', verdict }
      : sentOn(errand, answer, canonical, 'canonical', rules)
  }
  return afterMissing(errand, setback(errand, 'dead', 'soft-404', status), rules)
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
 * answers both for servers that lie to HEAD and for deployments that blink. What HEAD said before is then
 * no longer worth anything.
 */
function afterMissing(errand: Errand, verdict: Verdict, rules: Rules): Step {
  if (errand.missing > 0) return beforeGivingUp(errand, verdict, rules.isExcluded)
  const again: Errand = { ...errand, missing: 1, method: 'GET', heard: null, setback: verdict }
  return { kind: 'later', errand: again, delayMs: 0 }
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
