import type { HttpOutcome } from '../../model/http.js'
import { isRedirect, isSuccess } from './answer-kinds.js'
import type { Errand } from './errand.js'
import { isSmallPage } from './small-page.js'

/** HEAD is worth asking where it is the last word this many times as often as GET has to follow. */
const enoughPerInVain = 4
/** Refusals of HEAD alone, before they are taken for the host's manners. */
const refusalsAtLeast = 3

/** Whether a host is worth asking by HEAD. */
export interface HeadManners {
  /** It has no answer to HEAD at all. */
  readonly isGetOnly: boolean
  /** It answers, but GET has to follow as a rule, or says more at no greater cost. */
  readonly saysTooLittle: boolean
  /** Learns from what came of an errand as it was asked. */
  note(errand: Errand, outcome: HttpOutcome): void
}

/**
 * Learns from 405 and 501 that a host knows only GET, and from its other answers that HEAD does not say enough, so that
 * its other links cost one request and not two: where a good part of its pages are small, so that they must be read, where
 * GET finds what HEAD was refused, and where the host gives a part of a page when no more is asked for.
 */
export function headManners(): HeadManners {
  let isGetOnly = false
  let small = 0
  let large = 0
  let heard = 0
  let refused = 0
  let givesParts = false
  return {
    get isGetOnly() {
      return isGetOnly
    },
    get saysTooLittle() {
      const isRefused = refused >= refusalsAtLeast && refused > heard
      return isRefused || givesParts || (small > 0 && small * enoughPerInVain >= large)
    },
    note(errand, outcome) {
      if (outcome.kind === 'failure') return
      const isHead = errand.method === 'HEAD'
      if (isHead && [405, 501].includes(outcome.status)) isGetOnly = true
      if (!isHead && errand.isHeadAsked) {
        if (errand.heard === null && (isSuccess(outcome) || isRedirect(outcome))) refused++
        return
      }
      if (!isSuccess(outcome)) return
      if (isHead) heard++
      else givesParts = outcome.status === 206
      if (isSmallPage(outcome)) small++
      else large++
    },
  }
}
