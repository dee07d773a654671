import type { Gain } from '../model/diff.js'
import type { LinkState } from '../model/links.js'

/**
 * What becomes of coverage when the link behind it goes from one state to another. Only what was seen on both sides
 * counts: whoever asked nobody the second time has lost nothing.
 */
export function gainOfStates(before: LinkState | null, after: LinkState | null): Gain {
  if (isVerified(before) && after === 'dead') return 'lost'
  if (before === 'dead' && isVerified(after)) return 'gained'
  return 'neither'
}

/** The states of usable evidence: what could not be asked counts as listed, as it does in coverage. */
export function isUsable(state: LinkState | null): boolean {
  return state !== 'dead'
}

/** The states of a link that was seen to lead somewhere. */
export function isVerified(state: LinkState | null): boolean {
  return state === 'alive' || state === 'moved'
}
