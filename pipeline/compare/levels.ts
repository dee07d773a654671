import { judgedCategories } from '../model/category.js'
import type { ComparedReport } from '../model/compared-report.js'
import type { DiffChange, Gain } from '../model/diff.js'
import type { Level } from '../model/report-rows.js'
import { changeOf, sideOf } from './change.js'
import { levelCause } from './level-cause.js'
import type { Shift, ShiftOf } from './shifts.js'

/**
 * The levels that changed, technique by technique and category by category, with their causes. Only of techniques that
 * both reports tell of; whether the reports judged by one rule is for the caller to know.
 */
export function compareLevels(before: ComparedReport, after: ComparedReport, shiftOf: ShiftOf): DiffChange[] {
  const had = new Map(before.techniques.map((technique) => [technique.id, technique]))
  return after.techniques.flatMap((is) => {
    const was = had.get(is.id)
    if (was === undefined) return []
    return judgedCategories.flatMap((category) => {
      const [from, to] = [was[category].level, is[category].level]
      if (from === to) return []
      const shift = shiftOf(is.id, category)
      const rise = levelWorth[to] - levelWorth[from]
      const sides = {
        before: sideOf(was.name, was.url, { level: from }),
        after: sideOf(is.name, is.url, { level: to }),
      }
      const owner = { techniqueId: is.id, category, source: null }
      const change = changeOf('technique', 'changed', owner, sides, gainOfRise(rise, shift))
      const cause = levelCause(shift, rise)
      return [cause === null ? change : { ...change, cause }]
    })
  })
}

/** What levels are worth to a reader who relies on them: what is lost covers no more than what is not there. */
export const levelWorth: Record<Level, number> = { none: 0, lost: 0, thin: 1, covered: 2, deep: 3 }

/**
 * A level that fell for no other reason than that links were found dead of which nothing had been known may have been
 * no better before: nothing is known to be lost. So may one that rose because nobody asked again.
 */
function gainOfRise(rise: number, shift: Shift): Gain {
  if (rise < 0) {
    const isFoundOut = shift.foundDead.length > 0 && shift.removed.length + shift.died.length === 0
    return isFoundOut ? 'neither' : 'lost'
  }
  if (rise === 0) return 'neither'
  const isForgotten = shift.forgotten.length > 0 && shift.added.length + shift.revived.length === 0
  return isForgotten ? 'neither' : 'gained'
}
