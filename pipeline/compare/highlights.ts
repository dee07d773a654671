import type { DiffChange, DiffNote, Gain, Highlight } from '../model/diff.js'
import { coverageHighlights } from './highlights-of-coverage.js'
import { quietHighlights } from './highlights-of-rest.js'
import type { Names } from './names.js'

const most = 10
/** Places that each kind may take before the others have had theirs, so that much loss does not hide what came. */
const places: Record<Gain, number> = { lost: 5, gained: 3, neither: 2 }
const gainOrder: readonly Gain[] = ['lost', 'gained', 'neither']

/**
 * What a reader with a minute should know: lost coverage, then gained, then what changed beside; in each what is gravest
 * first. Each sentence sums up all changes of its kind and names the techniques that it concerns most.
 */
export function highlightsOf(
  changes: readonly DiffChange[],
  notes: readonly DiffNote[],
  names: Names,
): Highlight[] {
  const all = [...coverageHighlights(changes, notes, names), ...quietHighlights(changes, names)]
  const ranked = gainOrder.flatMap((gain) => all.filter((each) => each.gain === gain))
  const wanted = new Set(
    gainOrder.flatMap((gain) => ranked.filter((each) => each.gain === gain).slice(0, places[gain])),
  )
  for (const each of ranked) if (wanted.size < most) wanted.add(each)
  return ranked.filter((each) => wanted.has(each))
}
