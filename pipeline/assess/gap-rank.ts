import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { type AttackStanding, type GapKind, Level } from '../model/report.js'
import type { TechniqueCoverage } from './coverage.js'
import { usableCount } from './gap-reason.js'
import type { UnrankedGap } from './unranked-gap.js'

/**
 * The kinds of gaps, the gravest first. Evidence that a page claims and nobody can find comes first, since it is relied
 * upon; then what is not there at all, detection before test before policy; then what is old or rests on one leg. Bare
 * sub-techniques come last: each of them has gaps of its own.
 */
export const kindsByGravity: readonly GapKind[] = [
  'lost',
  'detection',
  'test',
  'policy',
  'stale',
  'single-source',
  'sub-techniques',
]

/**
 * What a gap is sorted by, the lower the sooner: its kind; the level of the category; in how many categories nothing
 * usable stands for the technique; how many tactics it serves; a technique before its sub-techniques.
 */
export function gapWeight(technique: TechniqueCoverage, category: JudgedCategory, kind: GapKind): number[] {
  return [
    kindsByGravity.indexOf(kind),
    Level.options.indexOf(technique[category].level),
    usableCategories(technique).length,
    -technique.tactics.length,
    technique.parentId === null ? 0 : 1,
  ]
}

/** Gaps of a technique that ATT&CK has retired come after all others: there is little left to be done about them. */
export function rankedByStatus(gap: UnrankedGap, status: AttackStanding['status']): UnrankedGap {
  const isRetired = status === 'revoked' || status === 'deprecated'
  return {
    ...gap,
    why: isRetired ? `${gap.why}; last, since ATT&CK has ${status} the technique` : gap.why,
    weight: [isRetired ? 1 : 0, ...gap.weight],
  }
}

function usableCategories(technique: TechniqueCoverage): JudgedCategory[] {
  return judgedCategories.filter((each) => usableCount(technique, each) > 0)
}
