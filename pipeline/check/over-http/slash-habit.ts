import { originOf } from '../../model/address.js'
import type { HttpOutcome } from '../../model/http.js'
import { isPermanent, isRedirect, isSuccess, locationOf, mayLieToHead } from './answer-kinds.js'
import type { Errand } from './errand.js'
import { isRateLimited } from './retry-after.js'

/** Redirects to the same address with a slash after which an origin is taken to do so with every address. */
const redirectsAtLeast = 3
/** Redirects that make good a guess that led nowhere; its own may be one of them. */
const redirectsToMakeGood = 2

/** What origins do with addresses that want a slash at the end. */
export interface SlashHabit {
  /** The errand as it is best asked: at once where its origin is bound to send it. */
  guess(errand: Errand): Errand
  /** Learns from what came of an errand as it was asked. */
  note(errand: Errand, outcome: HttpOutcome): void
}

/**
 * Learns which origins answer `/page` with a permanent redirect to `/page/`, so that a link costs one request there and
 * not two.
 *
 * What stands at the address itself is then not seen, so the habit must be beyond doubt: an origin that once answered
 * anything else has none, and guesses that lead nowhere become rarer. Only the address of a link is guessed, never
 * one that a redirect named, since that may be what a repair writes.
 */
export function slashHabit(isExcluded: (url: string) => boolean): SlashHabit {
  const trust = new Map<string, number>()
  let isAnyTrusted = false
  const trustIn = (origin: string) => trust.get(origin) ?? 0
  const learn = (origin: string, by: number) => {
    const now = Math.min(trustIn(origin) + by, redirectsAtLeast)
    isAnyTrusted ||= now >= redirectsAtLeast
    trust.set(origin, now)
  }

  return {
    guess(errand) {
      if (!errand.mayGuess || !isAnyTrusted) return errand
      if (trustIn(originOf(errand.address)) < redirectsAtLeast) return errand
      const address = withSlash(errand.address)
      if (address === null || isExcluded(address)) return errand
      const hop = { by: 'redirect', permanent: true, address } as const
      return { ...errand, address, hops: [hop], guessedFrom: errand }
    },
    note(errand, outcome) {
      if (outcome.kind === 'failure' || isRateLimited(outcome)) return
      const origin = originOf(errand.address)
      if (trustIn(origin) === Number.NEGATIVE_INFINITY) return
      const isFound = isSuccess(outcome) || isRedirect(outcome) || outcome.status === 304
      if (errand.guessedFrom !== null) return isFound ? undefined : learn(origin, -redirectsToMakeGood)
      const address = withSlash(errand.address)
      if (address === null || (errand.method === 'HEAD' && mayLieToHead(outcome))) return
      const isHabit = isPermanent(outcome) && locationOf(outcome, errand.address) === address
      learn(origin, isHabit ? 1 : Number.NEGATIVE_INFINITY)
    },
  }
}

/** The address with a slash at its end, or null where it has one already or names a file; no fragment is ever sent. */
export function withSlash(address: string): string | null {
  const url = new URL(address)
  if (!/\/[^/.]+$/.test(url.pathname)) return null
  url.pathname += '/'
  url.hash = ''
  return url.href
}
