import { numberText } from '../../model/number-words.js'
import type { Completeness, Difference } from '../../model/report.js'
import { type FileAddresses, type PlaceView, placeView } from './page-links.js'

/** The two figures that were compared, as text: a dash where there is none, which is not zero. */
interface Sides {
  theirs: string
  ours: string
}
type DifferenceRow = Omit<Difference, keyof Sides> & Sides & { where: PlaceView[] }
type OutsideColumn = Pick<Difference, 'category' | 'source'> & Sides & { column: string }

/** Figures that differ from what another place says, and the columns of the outside table where one was given. */
export interface DifferencesView {
  differences: DifferenceRow[]
  differencesLeftOut: number
  outsideColumns: OutsideColumn[]
}

const rowLimit = 200
const placeLimit = 3

/** The first differences with their first places, and every column. */
export function differencesView(
  { differences, outside }: Completeness,
  addresses: FileAddresses | null,
): DifferencesView {
  return {
    differences: differences.slice(0, rowLimit).map((each) => ({
      ...each,
      ...sidesOf(each),
      where: each.places
        .slice(0, placeLimit)
        .flatMap(({ file, line }) => placeView(file, line, addresses) ?? []),
    })),
    differencesLeftOut: Math.max(0, differences.length - rowLimit),
    outsideColumns: (outside?.columns ?? []).map(({ column, category, source, ...sides }) => ({
      column,
      category,
      source,
      ...sidesOf(sides),
    })),
  }
}

function sidesOf({ theirs, ours }: { theirs: number | null; ours: number | null }): Sides {
  return { theirs: countText(theirs), ours: countText(ours) }
}

const countText = (count: number | null) => (count === null ? '–' : numberText(count))
