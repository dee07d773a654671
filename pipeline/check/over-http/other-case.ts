import { stableId } from '../../model/digest.js'
import type { HttpOutcome } from '../../model/http.js'
import type { Verdict } from '../verdict.js'
import { isPermanent, isSuccess, locationOf } from './answer-kinds.js'
import type { Errand } from './errand.js'
import { isRateLimited } from './retry-after.js'
import { withSlash } from './slash-habit.js'
import type { Step } from './step.js'

/** A folder's name of that many letters at most may be an abbreviation, which are written in capitals. */
const abbreviationAtMost = 5

/** A link that is told "not so fast" this often is looked for no further. */
const rateLimitedAtMost = 5

/**
 * What to do with a link whose own page is missing for good: ask whether it is there in another letter case, as where a
 * site renamed its folder `aws` to `AWS`; with the last of these, or where there are none, it is dead.
 */
export function beforeGivingUp(errand: Errand, dead: Verdict, isExcluded: (url: string) => boolean): Step {
  const isOwn = errand.hops.length === 0 && errand.address === errand.question.address
  const variants = isOwn && dead.reason !== 'soft-404' ? inOtherCase(errand.address) : []
  return tryNext(
    errand,
    dead,
    variants.filter((each) => !isExcluded(each)),
  )
}

/**
 * What follows from asking in another letter case. No failure here says anything of the link itself.
 *
 * A page that is there is believed only once a page that cannot be there is missing beside it: a site that answers every
 * address alike says nothing.
 */
export function afterOtherCase(
  errand: Errand,
  { dead, left, found }: NonNullable<Errand['otherCase']>,
  outcome: HttpOutcome,
): Step {
  if (outcome.kind === 'answer' && isRateLimited(outcome)) {
    const rateLimited = errand.rateLimited + 1
    if (rateLimited >= rateLimitedAtMost) return tryNext(errand, dead, [])
    return { kind: 'later', errand: { ...errand, rateLimited, setback: dead }, delayMs: 0 }
  }
  if (found !== null) return believed(errand, dead, found, outcome)
  if (!isThere(errand.address, outcome)) return tryNext(errand, dead, left)
  return asking(errand, besideIt(errand.address), { dead, left: [], found: errand.address })
}

function believed(errand: Errand, dead: Verdict, target: string, outcome: HttpOutcome): Step {
  const { attempts } = errand
  const isMissing = outcome.kind === 'answer' && (outcome.status === 404 || outcome.status === 410)
  if (!isMissing) return { kind: 'told', verdict: { ...dead, attempts } }
  const known = { reason: null, target, evidence: 'name', certainty: 'medium', attempts } as const
  return { kind: 'told', verdict: { ...dead, state: 'moved', ...known } }
}

function tryNext(errand: Errand, dead: Verdict, [address, ...left]: readonly string[]): Step {
  if (address === undefined) return { kind: 'told', verdict: { ...dead, attempts: errand.attempts } }
  return asking(errand, address, { dead, left, found: null })
}

function asking(errand: Errand, address: string, otherCase: NonNullable<Errand['otherCase']>): Step {
  const asked = {
    ...errand,
    address,
    method: 'HEAD',
    isWhole: false,
    setback: otherCase.dead,
    otherCase,
  } as const
  return { kind: 'now', errand: asked }
}

/** The address of a page beside this one that nobody has made. */
function besideIt(address: string): string {
  const url = new URL(address)
  url.pathname = url.pathname.replace(/\/*$/, (slashes) => `-${stableId(address)}${slashes}`)
  return url.href
}

function isThere(address: string, outcome: HttpOutcome): boolean {
  if (outcome.kind === 'failure') return false
  return isSuccess(outcome) || (isPermanent(outcome) && locationOf(outcome, address) === withSlash(address))
}

/** The address with its deepest folder in capitals, with a capital, or in small letters. */
function inOtherCase(address: string): string[] {
  const url = new URL(address)
  const parts = /^(.*\/)([A-Za-z][A-Za-z\d-]*)(\/[^/]+\/?)$/.exec(url.pathname)
  if (parts === null) return []
  const [, before = '', folder = '', rest = ''] = parts
  const small = folder.toLowerCase()
  const capitals = folder.length <= abbreviationAtMost ? [folder.toUpperCase()] : []
  const spellings = folder === small ? [...capitals, small.charAt(0).toUpperCase() + small.slice(1)] : [small]
  return spellings
    .filter((each) => each !== folder)
    .map((each) => {
      url.pathname = `${before}${each}${rest}`
      return url.href
    })
}
