import { stableId } from '../model/digest.js'
import { finding } from '../model/finding.js'
import { countText } from '../model/number-words.js'
import type { AttackStanding } from '../model/report.js'
import type { Scope } from '../model/scope.js'
import type { TechniqueCoverage } from './coverage.js'
import type { UnrankedGap } from './unranked-gap.js'

/** What ranks and tells gaps where a scope says which techniques matter. */
export interface ScopeOfGaps {
  scope: Scope
  standingOf(technique: TechniqueCoverage): AttackStanding
  /** Version of ATT&CK that stands behind it. */
  attackVersion: string
}

/** One gap for each technique that is in scope and has no page: nobody has assessed it, in any category. */
export function pageGaps(
  techniques: readonly TechniqueCoverage[],
  { scope, standingOf, attackVersion: version }: ScopeOfGaps,
): UnrankedGap[] {
  return techniques.flatMap((technique) => {
    const { id, name, tactics, parentId } = technique
    const { score = null, withoutPage = null } = scope.techniques.get(id) ?? {}
    if (withoutPage === null) return []
    const { status } = standingOf(technique)
    const { predecessors } = withoutPage
    const facts = { name, status, score, predecessors, version }
    return [
      {
        gapId: `gap-${stableId(id, null, 'page')}`,
        techniqueId: id,
        techniqueName: name,
        tactics,
        category: null,
        kind: 'page',
        why: `in scope, and no page is about it${placeOfPredecessors(predecessors)}; it serves ${countText(tactics.length, 'tactic')}`,
        file: null,
        line: null,
        score: null,
        decision: null,
        finding: finding('technique-without-page', { place: null, techniqueId: id, subject: '' }, facts),
        weight: [-tactics.length, parentId === null ? 0 : 1],
      },
    ]
  })
}

function placeOfPredecessors(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` (there is one about ${ids.join(', ')}, which it took the place of)`
}

/**
 * The gaps with the score of their technique, weighted by it: those without a page first, then the higher score before
 * the lower and both before none, then as without a scope.
 */
export function weightedByScore(gaps: readonly UnrankedGap[], { techniques }: Scope): UnrankedGap[] {
  return gaps.map((gap) => {
    const score = techniques.get(gap.techniqueId)?.score ?? null
    const words = score === null ? 'no score' : `score ${score}`
    return {
      ...gap,
      score,
      why: `${words}: ${gap.why}`,
      weight: [gap.kind === 'page' ? 0 : 1, score === null ? 1 : 0, -(score ?? 0), ...gap.weight],
    }
  })
}
