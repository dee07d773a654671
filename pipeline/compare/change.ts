import type { DiffChange, DiffSide, Gain } from '../model/diff.js'
import { withoutSecrets } from '../model/secrets.js'
import type { Owner } from './rows.js'

/** The two sides of a change; the side that does not have the thing is null. */
export interface Sides {
  before: DiffSide | null
  after: DiffSide | null
}

/** A change, with its fields in the order that they are printed in. */
export function changeOf(
  kind: DiffChange['kind'],
  change: DiffChange['change'],
  { techniqueId, category, source }: Owner,
  { before, after }: Sides,
  gain: Gain,
): DiffChange {
  return { change, kind, techniqueId, category, source, before, after, gain }
}

/** What went by: an address counts before a name, and a name before other facts. Null where nothing did. */
export function changeWord(is: {
  moved: boolean
  renamed: boolean
  changed: boolean
}): 'moved' | 'renamed' | 'changed' | null {
  if (is.moved) return 'moved'
  if (is.renamed) return 'renamed'
  return is.changed ? 'changed' : null
}

/** A side with the credentials of its texts masked, as in reports. */
export function sideOf(
  label: string | null,
  url: string | null,
  differing: Partial<DiffSide> = {},
): DiffSide {
  return {
    label: label === null ? null : withoutSecrets(label),
    url: url === null ? null : withoutSecrets(url),
    ...differing,
  }
}
