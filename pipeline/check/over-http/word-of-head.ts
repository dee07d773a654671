import type { HttpOutcome } from '../../model/http.js'
import type { Verdict } from '../verdict.js'
import { isRedirect, isSuccess } from './answer-kinds.js'
import { concluded } from './conclusions.js'
import type { Errand } from './errand.js'
import { redirecting } from './redirecting.js'
import type { Rules, Step } from './step.js'

/** Where a page cannot be read after all, what HEAD said of it stands: its address did answer with success. */
export function asHeard(heard: Verdict, attempts: number, step: Step): Step {
  const verdict = { ...heard, attempts }
  if (step.kind === 'later' && step.errand.missing === 0) {
    return { ...step, errand: { ...step.errand, setback: verdict } }
  }
  return isUnread(step) ? { kind: 'told', verdict } : step
}

/**
 * Where HEAD was left out, it is asked before a page that cannot be read is given up: whether it was left out depends on
 * which links came before, and that must change no verdict.
 */
export function hearingHead(errand: Errand, step: Step): Step {
  if (!isUnread(step) || errand.missing > 0) return step
  return { kind: 'now', errand: { ...errand, method: 'HEAD', unheard: step.verdict, setback: step.verdict } }
}

function isUnread(step: Step): step is Step & { kind: 'told' } {
  if (step.kind !== 'told') return false
  const { state, reason } = step.verdict
  return state === 'blocked' || (state === 'unreachable' && !reason?.includes('redirect'))
}

/** What follows from the answer to HEAD at last: what it leads to, or what GET said before (`unheard`) where it is no better. */
export function onceHeard(errand: Errand, unheard: Verdict, outcome: HttpOutcome, rules: Rules): Step {
  if (outcome.kind === 'answer' && isRedirect(outcome)) return redirecting(errand, outcome, rules)
  const isThere = outcome.kind === 'answer' && isSuccess(outcome)
  const verdict = isThere ? concluded(errand, outcome.status) : { ...unheard, attempts: errand.attempts }
  return { kind: 'told', verdict }
}
