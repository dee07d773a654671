import type { HttpOutcome } from '../../model/ports.js'
import type { Verdict } from '../verdict.js'
import { isPermanent, isSuccess, locationOf } from './answer-kinds.js'
import type { Errand } from './errand.js'
import { isRateLimited } from './retry-after.js'
import { withSlash } from './slash-habit.js'
import type { Step } from './step.js'

/** A folder's name of that many letters at most may be an abbreviation, which are written in capitals. */
const abbreviationAtMost = 5

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

/** What follows from asking in another letter case. No failure here says anything of the link itself. */
export function afterOtherCase(
  errand: Errand,
  { dead, left }: NonNullable<Errand['otherCase']>,
  outcome: HttpOutcome,
): Step {
  if (outcome.kind === 'answer' && isRateLimited(outcome)) {
    return { kind: 'later', errand: { ...errand, otherCase: { dead, left: [] }, setback: dead }, delayMs: 0 }
  }
  if (!isThere(errand.address, outcome)) return tryNext(errand, dead, left)
  const { attempts, address: target } = errand
  const known = { reason: null, target, evidence: 'name', certainty: 'medium', attempts } as const
  return { kind: 'told', verdict: { ...dead, state: 'moved', ...known } }
}

function tryNext(errand: Errand, dead: Verdict, [address, ...left]: readonly string[]): Step {
  if (address === undefined) return { kind: 'told', verdict: { ...dead, attempts: errand.attempts } }
  return {
    kind: 'now',
    errand: { ...errand, address, method: 'HEAD', isWhole: false, setback: dead, otherCase: { dead, left } },
  }
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
