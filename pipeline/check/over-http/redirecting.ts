import { judgeUrl } from '../../model/address.js'
import type { HttpAnswer } from '../../model/ports.js'
import { setback } from './conclusions.js'
import type { Errand } from './errand.js'
import type { Rules, Step } from './step.js'

/** A chain longer than this is taken for a loop. */
const maxRedirects = 10

const redirectStatuses = new Set([301, 302, 303, 307, 308])
const permanentStatuses = new Set([301, 308])

export function isRedirect(answer: HttpAnswer): boolean {
  return redirectStatuses.has(answer.status)
}

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
  const hop = { permanent: permanentStatuses.has(answer.status), address }
  return {
    kind: 'now',
    errand: { ...errand, address, hops: [...errand.hops, hop], method: 'HEAD', missing: 0 },
  }
}

function told(errand: Errand, answer: HttpAnswer, ...[state, reason, reached]: Told): Step {
  return { kind: 'told', verdict: setback(errand, state, reason, answer.status, reached) }
}
type Told = [state: 'unreachable' | 'refused' | 'unchecked', reason: string, reached?: string]

/** The absolute address that `Location` names, or null where it names none. */
function locationOf(answer: HttpAnswer, base: string): string | null {
  const written = answer.headers.location?.trim()
  if (written === undefined || written === '') return null
  const location = asUtf8(written)
  return URL.canParse(location, base) ? new URL(location, base).href : null
}

/** Header bytes arrive one character each (Latin-1); servers that do not percent-encode send UTF-8. */
function asUtf8(header: string): string {
  if (!/[\u0080-\u00ff]/.test(header) || /[\u0100-\uffff]/.test(header)) return header
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(header, (c) => c.charCodeAt(0)))
  } catch {
    return header
  }
}

function hasVisited(errand: Errand, address: string): boolean {
  const target = withoutFragment(address)
  return [errand.question.address, ...errand.hops.map((hop) => hop.address)].some(
    (visited) => withoutFragment(visited) === target,
  )
}

function withoutFragment(address: string): string {
  return address.split('#', 1)[0] ?? address
}
