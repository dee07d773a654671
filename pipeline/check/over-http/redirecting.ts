import { judgeUrl } from '../../model/address.js'
import type { HttpAnswer } from '../../model/http.js'
import { isPermanent, locationOf } from './answer-kinds.js'
import { setback } from './conclusions.js'
import type { Errand, Hop } from './errand.js'
import type { Rules, Step } from './step.js'

/** A chain longer than this is taken for a loop. */
const maxRedirects = 10

/**
 * What follows from a redirect: the next address is judged like the first one, and asked in its own host's turn.
 *
 * A target that is no http(s) URL (`file:`, `javascript:`, none at all) is the server's fault, so the link is
 * `unreachable` for `bad-redirect`; one into a private network is `refused`, since following it is what an attacker
 * would want. A target that the user excluded is not asked either.
 */
export function redirecting(errand: Errand, answer: HttpAnswer, rules: Rules): Step {
  const location = locationOf(answer, errand.address)
  if (location === null) return told(errand, answer, 'unreachable', 'bad-redirect')
  return following(errand, answer, location, 'redirect', rules)
}

/** What follows from a page that sends its readers on: a permanent redirect in all but name. */
export function sentOn(
  errand: Errand,
  answer: HttpAnswer,
  target: string,
  by: 'refresh' | 'canonical',
  rules: Rules,
): Step {
  return following(errand, answer, target, by, rules)
}

function following(errand: Errand, answer: HttpAnswer, location: string, by: Hop['by'], rules: Rules): Step {
  const judged = judgeUrl(location, rules.allowHosts)
  if (!judged.asked) {
    return judged.reason === 'private-address'
      ? told(errand, answer, 'refused', 'redirect-to-private-address', location)
      : told(errand, answer, 'unreachable', 'bad-redirect')
  }
  const address = judged.url.href
  if (rules.isExcluded(address)) return told(errand, answer, 'unchecked', 'excluded', address)
  if (errand.hops.length >= maxRedirects || hasVisited(errand, address)) {
    return told(errand, answer, 'unreachable', 'redirect-loop')
  }
  const hop = { by, permanent: by !== 'redirect' || isPermanent(answer), address }
  return {
    kind: 'now',
    errand: {
      ...errand,
      address,
      hops: [...errand.hops, hop],
      method: 'HEAD',
      isWhole: false,
      missing: 0,
      heard: null,
      isHeadAsked: false,
      unheard: null,
    },
  }
}

function told(errand: Errand, answer: HttpAnswer, ...[state, reason, reached]: Told): Step {
  return { kind: 'told', verdict: setback(errand, state, reason, answer.status, reached) }
}
type Told = [state: 'unreachable' | 'refused' | 'unchecked', reason: string, reached?: string]

function hasVisited(errand: Errand, address: string): boolean {
  const target = withoutFragment(address)
  return [errand.question.address, ...errand.hops.map((hop) => hop.address)].some(
    (visited) => withoutFragment(visited) === target,
  )
}

function withoutFragment(address: string): string {
  return address.split('#', 1)[0] ?? address
}
