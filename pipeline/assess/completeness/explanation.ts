import type { Place } from '../../model/place.js'
import type { Difference } from '../../model/report.js'
import type { Listing } from './blocks.js'

/** Why a figure differs: the code of a finding or of a rule, in words, and where that is seen. */
export interface Explanation {
  reason: string | null
  why: string
  /** Null where there is nothing more telling than the blocks themselves. */
  places: Place[] | null
}

export const unexplained: Explanation = {
  reason: null,
  why: 'nothing that was found accounts for it',
  places: null,
}

/** `no row`, `1 row`, `2 rows`. */
export function times(count: number, one: string, many = `${one}s`): string {
  return `${count === 0 ? 'no' : count} ${count > 1 ? many : one}`
}

/** What the reasons amount to, in a few words, where many differences are told at once. */
const reasonWords: Record<string, string> = {
  'placeholder-row': 'rows that say there is nothing',
  'tests-counted': 'tests counted instead of rows',
  'resource-duplicate': 'repeated rows',
  'row-folded': 'links written on two lines',
  'text-unknown': 'lines that could not be read',
  'mapping-behind': 'blocks left behind',
  'count-mismatch': 'counts that the pages declare and do not list',
  'nothing-listed': 'no figure against zero',
}

/** A reason in a few words. */
export function reasonText(reason: string): string {
  return reasonWords[reason] ?? reason
}

interface Rule {
  reason: string
  places(listing: Listing): Place[]
  /** The count that the rule makes of what is listed. */
  count(listing: Listing, places: number): number
  why(listing: Listing, places: number): string
}

/** What a count of the same rows may mean, in the order in which it is tried. */
const rules: Rule[] = [
  {
    reason: 'placeholder-row',
    places: ({ placeholders }) => placeholders,
    count: ({ listed }, places) => listed + places,
    why: (_, places) =>
      `${times(places, 'row that says there is nothing is', 'rows that say there is nothing are')} counted in`,
  },
  {
    reason: 'tests-counted',
    places: ({ testRows }) => testRows,
    count: ({ tests }) => tests ?? 0,
    why: ({ tests, listed }) =>
      `the ${times(tests ?? 0, 'unit test')} that ${times(listed, 'row states', 'rows state')} are counted, not the rows`,
  },
  {
    reason: 'resource-duplicate',
    places: ({ repeats }) => repeats,
    count: ({ listed }, places) => listed - places,
    why: (_, places) =>
      `${times(places, 'row that repeats another is', 'rows that repeat others are')} not counted`,
  },
  {
    reason: 'row-folded',
    places: ({ folded }) => folded,
    count: ({ listed }, places) => listed + places,
    why: (_, places) =>
      `${times(places, 'link that stands', 'links that stand')} on two lines, and both are counted`,
  },
  {
    reason: 'text-unknown',
    places: ({ unread }) => unread,
    count: ({ listed, placeholders }, places) => listed + placeholders.length + places,
    why: (_, places) =>
      `${times(places, 'line that could not be read as a row is', 'lines that could not be read as rows are')} counted in`,
  },
]

/** The rule by which a count of the same rows comes to this figure, or null where none does. */
export function explainByRows(theirs: number, listing: Listing): Explanation | null {
  for (const { reason, places, count, why } of rules) {
    const found = places(listing)
    if (found.length > 0 && count(listing, found.length) === theirs) {
      return { reason, why: why(listing, found.length), places: found }
    }
  }
  return null
}

type Said = Omit<Difference, 'reason' | 'explanation' | 'places' | 'placesCount' | 'file' | 'line'>

/** A difference in words: what differs, and why. `places` stand where the explanation has none of its own. */
export function difference(
  figures: Said,
  what: string,
  { reason, why, places: own }: Explanation,
  places: Place[],
): Difference {
  const shown = own ?? places
  const [first] = shown
  return {
    ...figures,
    reason,
    explanation: `${what}${reason === null ? '; ' : ': '}${why}.`,
    places: shown,
    placesCount: shown.length,
    file: first?.file ?? null,
    line: first?.line ?? null,
  }
}
