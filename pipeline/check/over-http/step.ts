import type { Verdict } from '../verdict.js'
import type { Errand } from './errand.js'

/** What is done next with an errand. */
export type Step =
  | { kind: 'told'; verdict: Verdict }
  /** Ask at the host's next turn: another method, or where a redirect leads. */
  | { kind: 'now'; errand: Errand }
  /** Ask at the end of the host's queue, and not before `delayMs` have passed. */
  | { kind: 'later'; errand: Errand; delayMs: number }

/** What decides on the next step beside the outcome. */
export interface Rules {
  retries: number
  allowHosts: readonly string[]
  isExcluded: (url: string) => boolean
  random: () => number
}
