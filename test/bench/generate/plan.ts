import { chanceOf, together, valueAt } from './random.js'
import { faults, realPages, type SourceShape, sources } from './shape.js'
import type { PageTechnique } from './techniques.js'

/** One block of a page before it is written. */
export interface PlannedBlock {
  source: SourceShape
  /** Which of the families of its source. */
  family: number
  /** Rows, and what the page declares; rows that repeat and placeholders are counted in. */
  rows: number
  declared: number
  isPlaceholder: boolean
  /** Left behind when the rest of its source was looked at again. */
  isBehind: boolean
}

/** Families of sources: one for a corpus of the real size, and their number grows as the root of the pages. */
export function familiesOf(pages: number): number {
  return Math.max(1, Math.round(Math.sqrt(pages / realPages)))
}

/** The blocks of the page at this place, in the order of {@link sources}. */
export function planPage(
  technique: PageTechnique,
  page: number,
  families: number,
  seed: number,
): PlannedBlock[] {
  const popularity = chanceOf(seed, 1, page)()
  return sources.flatMap((source, at): PlannedBlock[] => {
    const chance = chanceOf(seed, 2, page, at)
    const rank = together(popularity, chance())
    if (rank < 1 - source.share) return []
    const place = (rank - (1 - source.share)) / source.share
    const isPlaceholder = source.form === 'countermeasure' && place < faults.placeholder
    const things = isPlaceholder ? 1 : Math.max(1, Math.floor(valueAt(source.rows, place) + 0.5))
    const repeats = source.form === 'bare' ? technique.tactics.length : 1
    const rows = things * repeats
    return [
      {
        source,
        family: familyOf(source, families, chance()),
        rows,
        declared: source.form === 'counted' ? rows + Math.floor(chance() * 1.9) : rows,
        isPlaceholder,
        isBehind: chance() < faults.behind,
      },
    ]
  })
}

/** The first family is named by every second block, and all of them share the rest. */
function familyOf(source: SourceShape, families: number, rank: number): number {
  return !source.grows || rank < 0.5 ? 0 : Math.floor((rank - 0.5) * 2 * families)
}

/** How many things one family of a source has to name. */
export function thingsOf(source: SourceShape, family: number, pages: number): number {
  if (!source.grows) return source.things
  const families = familiesOf(pages)
  const share = (family === 0 ? 0.5 : 0) + 0.5 / families
  return Math.ceil((source.things * pages * share) / realPages)
}
