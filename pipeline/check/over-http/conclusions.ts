import type { LinkState } from '../../model/links.js'
import { withoutSecrets } from '../../model/secrets.js'
import { type Verdict, verdict } from '../verdict.js'
import type { Errand } from './errand.js'
import { isSameResource } from './same-resource.js'

/**
 * The verdict on an address that answered with success.
 *
 * Where redirects led there, only the leading run of permanent ones (301, 308) says that the resource moved; the first
 * temporary one ends it. A run that ends at another spelling of the same resource leaves it alive.
 */
export function concluded(errand: Errand, status: number): Verdict {
  const target = permanentTarget(errand)
  if (target === null || isSameResource(new URL(errand.question.address), new URL(target))) {
    return setback(errand, 'alive', null, status)
  }
  return {
    ...setback(errand, 'moved', null, status),
    target: withoutSecrets(target),
    evidence: 'redirect',
    certainty: certaintyOf(target, errand.address),
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

function permanentTarget(errand: Errand): string | null {
  const firstTemporary = errand.hops.findIndex((hop) => !hop.permanent)
  const run = firstTemporary < 0 ? errand.hops : errand.hops.slice(0, firstTemporary)
  return run.at(-1)?.address ?? null
}

/** A site that sends the lost to its front page says little about where the content went. */
function certaintyOf(target: string, reached: string): Verdict['certainty'] {
  if (new URL(target).pathname === '/') return 'low'
  return isSameResource(new URL(target), new URL(reached)) ? 'high' : 'medium'
}
