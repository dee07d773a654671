import type { TreeSource, Validator } from '../model/link-memory.js'
import type { LinkRecord, LinkState } from '../model/links.js'

/** What is found out about one address, before times, places and history are added. */
export type Verdict = Pick<
  LinkRecord,
  | 'state'
  | 'reason'
  | 'confirmed'
  | 'method'
  | 'status'
  | 'finalUrl'
  | 'target'
  | 'evidence'
  | 'certainty'
  | 'deadSince'
  | 'deadCommit'
  | 'candidates'
  | 'attempts'
> & {
  /** By which the page can be asked next time whether it still stands; memory's alone, no report's. */
  validator?: Validator
  /** Whose tree answered; `repositories` is made of these. */
  tree?: TreeSource
}

/** One for all, since most verdicts have none. */
const none: string[] = []

/** A verdict of that state, with nothing else known but what is given. */
export function verdict(state: LinkState, reason: string | null, known: Partial<Verdict> = {}): Verdict {
  return {
    state,
    reason,
    confirmed: false,
    method: null,
    status: null,
    finalUrl: null,
    target: null,
    evidence: null,
    certainty: null,
    candidates: none,
    deadSince: null,
    deadCommit: null,
    attempts: 0,
    ...known,
  }
}

/** Whether somebody was asked and the link's memory may learn of it; a link may be refused for where it led. */
export function wasAsked({ state, attempts }: Verdict): boolean {
  return state === 'refused' ? attempts > 0 : state !== 'unchecked'
}
