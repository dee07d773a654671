import type { LinkState } from '../../model/links.js'
import { withoutSecrets } from '../../model/secrets.js'
import { type Verdict, verdict } from '../verdict.js'
import type { Errand, Hop } from './errand.js'
import { isSameResource } from './same-resource.js'
import { lostOnTheWay } from './soft-404.js'

/**
 * The verdict on an address that answered with success.
 *
 * Where redirects led there, only the leading run of permanent ones (301, 308, a page's own word) says that the resource moved; the first
 * temporary one ends it. A run that ends at another spelling of the same resource leaves it alive. Redirects
 * of either kind that end where a site sends its lost readers say that there was nothing.
 */
export function concluded(errand: Errand, status: number): Verdict {
  const lost =
    errand.hops.length === 0 ? null : lostOnTheWay(new URL(errand.question.address), new URL(errand.address))
  if (lost !== null) return setback(errand, 'dead', lost, status)
  const moves = permanentHops(errand)
  const target = moves.at(-1)?.address ?? null
  if (target === null || isSameResource(new URL(errand.question.address), new URL(target))) {
    return setback(errand, 'alive', null, status)
  }
  return {
    ...setback(errand, 'moved', null, status),
    target: withoutSecrets(target),
    evidence: moves.some((hop) => hop.by === 'refresh') ? 'refresh' : 'redirect',
    certainty: moves.some((hop) => hop.by === 'canonical') ? 'low' : certaintyOf(target, errand.address),
  }
}

/** The verdict of any other state, with the address that redirects led to. */
export function setback(
  errand: Errand,
  state: LinkState,
  reason: string | null,
  status: number | null = null,
  reached: string = errand.address,
): Verdict {
  return verdict(state, reason, {
    method: 'http',
    status,
    finalUrl: reached === errand.question.address ? null : withoutSecrets(reached),
    attempts: errand.attempts,
  })
}

function permanentHops(errand: Errand): readonly Hop[] {
  const firstTemporary = errand.hops.findIndex((hop) => !hop.permanent)
  return firstTemporary < 0 ? errand.hops : errand.hops.slice(0, firstTemporary)
}

/** A site that sends the lost to its front page says little about where the content went. */
function certaintyOf(target: string, reached: string): Verdict['certainty'] {
  if (new URL(target).pathname === '/') return 'low'
  return isSameResource(new URL(target), new URL(reached)) ? 'high' : 'medium'
}
