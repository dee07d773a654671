import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { type AttackStanding, type GapKind, Level } from '../model/report.js'
import type { TechniqueCoverage } from './coverage.js'
import type { UnrankedGap } from './unranked-gap.js'

/**
 * Kinds from the gravest on, each with the reason for its place. Evidence that a page claims and nobody can find comes
 * first, since it is relied upon; then what is not there at all, detection before test before policy; then what is old
 * or rests on one leg. Bare sub-techniques come last: each of them has gaps of its own.
 */
const gravity: { kind: GapKind; place: string }[] = [
  { kind: 'lost', place: 'evidence that is claimed and gone comes first' },
  { kind: 'detection', place: 'missing detection comes after lost evidence' },
  { kind: 'test', place: 'a missing test comes after missing detection' },
  { kind: 'policy', place: 'a missing policy control comes after missing tests' },
  { kind: 'stale', place: 'old evidence comes after missing evidence' },
  { kind: 'single-source', place: 'one source alone comes after old evidence' },
  { kind: 'sub-techniques', place: 'bare sub-techniques come last, since each has gaps of its own' },
]

/** The kinds of gaps, the gravest first. */
export const kindsByGravity: readonly GapKind[] = gravity.map(({ kind }) => kind)

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

/** The same in words, but for what all gaps of the kind share with each other. */
export function rankReason(technique: TechniqueCoverage, category: JudgedCategory, kind: GapKind): string {
  const { level } = technique[category]
  const others = usableCategories(technique).filter((each) => each !== category)
  return [
    gravity.find((each) => each.kind === kind)?.place ?? '',
    ...(level === 'none' || level === 'lost' ? [] : [`level ${level}`]),
    others.length === 0 ? 'nothing else stands' : `${others.join(' and ')} ${verb(others)}`,
    reach(technique.tactics.length),
    ...(technique.parentId === null ? [] : ['a sub-technique']),
  ].join('; ')
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
  return judgedCategories.filter((each) => technique[each].distinct > technique[each].lost)
}

const verb = ({ length }: readonly string[]) => (length === 1 ? 'stands' : 'stand')

function reach(tactics: number): string {
  if (tactics === 0) return 'its page names no tactic'
  return `serves ${tactics} ${tactics === 1 ? 'tactic' : 'tactics'}`
}
