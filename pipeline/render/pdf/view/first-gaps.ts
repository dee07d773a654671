import type { Report } from '../../../model/report.js'
import { type GapView, gapViews } from '../../view/summary-view.js'

const gapLimit = 15
/** Measured: what a page of Letter, the shorter one, takes below the section's head, in lines of its table. */
const linesOfPage = 57
/** What a row takes beside its lines. */
const rowLines = 0.6
const charactersOfName = 24
const charactersOfWhy = 52
/** Beyond Latin, Greek and Cyrillic a character stands as its code point. */
const lastOwn = '\u04ff'
const charactersOfCodePoint = 7

/** The first gaps by rank that are sure to fit a page: no more than fifteen, and at least one. */
export function firstGaps(report: Report, anchorOf: (id: string) => string | null): GapView[] {
  const gaps = gapViews(report, gapLimit, anchorOf)
  let lines = 0
  return gaps.filter((gap, index) => {
    lines += linesOf(gap)
    return index === 0 || lines <= linesOfPage
  })
}

function linesOf({ techniqueId, shortName, why }: GapView): number {
  const name = Math.ceil(charactersOf(`${techniqueId} ${shortName}`) / charactersOfName)
  return rowLines + Math.max(name, Math.ceil(charactersOf(why) / charactersOfWhy))
}

function charactersOf(text: string): number {
  return [...text].reduce((sum, each) => sum + (each > lastOwn ? charactersOfCodePoint : 1), 0)
}
