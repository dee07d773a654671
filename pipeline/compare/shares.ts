import type { DiffChange } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { numberText } from '../model/number-words.js'
import { compareText } from '../model/place.js'
import type { Names } from './names.js'
import { listed } from './phrases.js'

const shown = 4

/** `12 of Sigma, 3 of Splunk and 4 more`: the largest groups of some changes with their sizes; of one group its name alone. */
export function shares(changes: readonly DiffChange[], nameOf: (change: DiffChange) => string): string {
  const groups = [...groupBy(changes, nameOf)].sort(
    ([a, one], [b, other]) => other.length - one.length || compareText(a, b),
  )
  const [[only] = ['']] = groups
  if (groups.length === 1) return only
  const left = groups.slice(shown).reduce((sum, [, { length }]) => sum + length, 0)
  const parts = groups.slice(0, shown).map(([name, { length }]) => `${numberText(length)} ${name}`)
  return listed(parts, left)
}

/** The same by source. */
export function sharesOfSources(changes: readonly DiffChange[], names: Names): string {
  return shares(changes, ({ source }) => `of ${source === null ? 'several sources' : names.source(source)}`)
}
