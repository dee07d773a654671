import type { LinkRecord, LinkState } from '../model/links.js'
import type { Validator } from '../model/ports.js'

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
}

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
    candidates: [],
    deadSince: null,
    deadCommit: null,
    attempts: 0,
    ...known,
  }
}

/** Whether somebody was asked and the link's memory may learn of it. */
export function wasAsked(each: Verdict): boolean {
  return each.state !== 'unchecked' && each.state !== 'refused'
}
