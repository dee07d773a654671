import type { HttpOutcome } from '../../model/ports.js'
import { isRedirect, isSuccess } from './answer-kinds.js'
import type { Errand } from './errand.js'
import { isSmallPage } from './small-page.js'

/** Times that a host was asked by HEAD in vain, before it is asked by GET at once. */
const inVainAtLeast = 3

/** Whether a host is worth asking by HEAD. */
export interface HeadManners {
  /** It has no answer to HEAD at all. */
  readonly isGetOnly: boolean
  /** It answers, but GET has to follow as a rule. */
  readonly saysTooLittle: boolean
  /** Learns from what came of an errand as it was asked. */
  note(errand: Errand, outcome: HttpOutcome): void
}

/**
 * Learns from 405 and 501 that a host knows only GET, and from its other answers that HEAD does not say enough, so that
 * its other links cost one request and not two. HEAD was in vain where a small page must be read after it,
 * and where GET then found what HEAD had refused; it was enough where it was the last word.
 */
export function headManners(): HeadManners {
  let isGetOnly = false
  let enough = 0
  let inVain = 0
  return {
    get isGetOnly() {
      return isGetOnly
    },
    get saysTooLittle() {
      return inVain >= inVainAtLeast && inVain > enough
    },
    note({ method, isHeadAsked, heard }, outcome) {
      if (outcome.kind === 'failure') return
      if (method === 'GET') {
        const isRefused = isHeadAsked && heard === null
        if (isRefused && (isSuccess(outcome) || isRedirect(outcome))) inVain++
      } else if ([405, 501].includes(outcome.status)) isGetOnly = true
      else if (isSmallPage(outcome)) inVain++
      else if (isSuccess(outcome)) enough++
    },
  }
}
