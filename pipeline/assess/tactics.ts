import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { groupBy } from '../model/group-by.js'
import type { Gap, HeatCell, LevelCounts, TacticSummary } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'
import type { TechniqueCoverage } from './coverage.js'
import { evidenceOf } from './evidence.js'
import { linkCountsBehind } from './link-summary.js'

/** ATT&CK Enterprise tactics in the order of its matrix (v10; Stealth and Defense Impairment are of v19). */
const killChain = [
  'Reconnaissance',
  'Resource Development',
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Stealth',
  'Defense Impairment',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Collection',
  'Command and Control',
  'Exfiltration',
  'Impact',
]

/** The tactics that the pages name, in the matrix's order; unknown ones follow in the order of their appearance. */
export function tacticsInOrder(techniques: readonly TechniqueCoverage[]): string[] {
  const named = new Set(techniques.flatMap(({ tactics }) => tactics))
  return [
    ...killChain.filter((tactic) => named.has(tactic)),
    ...[...named].filter((tactic) => !killChain.includes(tactic)),
  ]
}

/** Evidence, levels and number of techniques with any, for one category over some techniques. */
export function categorySummary(
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  category: JudgedCategory | 'other',
): TacticSummary['policy'] {
  const levels: LevelCounts = { none: 0, lost: 0, thin: 0, covered: 0, deep: 0 }
  for (const technique of techniques) levels[technique[category].level] += 1
  const own = resources.filter(({ mapping }) => mapping.category === category)
  return {
    ...evidenceOf(own),
    levels,
    techniques: techniques.length - levels.none,
    verifiedByReference: evidenceOf(own.filter(({ link }) => link?.method === 'reference')).verified,
  }
}

/** One summary a tactic. A technique of several tactics counts in each; sums over tactics are no totals. */
export function tacticSummaries(
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  gaps: readonly Gap[],
): TacticSummary[] {
  return tacticsInOrder(techniques).map((tactic) => {
    const own = techniques.filter(({ tactics }) => tactics.includes(tactic))
    const ids = new Set(own.map(({ id }) => id))
    const ownResources = resources.filter(({ technique }) => ids.has(technique.id))
    const summary = (category: JudgedCategory) => categorySummary(own, ownResources, category)
    return {
      tactic,
      techniques: own.filter(({ parentId }) => parentId === null).length,
      subTechniques: own.filter(({ parentId }) => parentId !== null).length,
      policy: summary('policy'),
      detection: summary('detection'),
      test: summary('test'),
      validated: own.filter(({ validated }) => validated).length,
      gaps: gaps.filter(({ tactics }) => tactics.includes(tactic)).length,
      links: linkCountsBehind(ownResources),
    }
  })
}

/** The matrix: under each tactic its techniques by id, each with its sub-techniques folded in. */
export function heatMap(techniques: readonly TechniqueCoverage[]): { tactic: string; cells: HeatCell[] }[] {
  return tacticsInOrder(techniques).map((tactic) => {
    const own = techniques.filter(({ tactics }) => tactics.includes(tactic))
    const parents = new Set(own.filter(({ parentId }) => parentId === null).map(({ id }) => id))
    // A sub-technique whose parent has no page under this tactic gets a cell of its own rather than none.
    const heads = own.filter(({ parentId }) => parentId === null || !parents.has(parentId))
    const below = groupBy(own, ({ parentId }) => parentId)
    const cells = heads.map((head) => ({
      ...levelsOf(head),
      subTechniques: (below.get(head.id) ?? []).map(levelsOf),
    }))
    return { tactic, cells }
  })
}

function levelsOf(technique: TechniqueCoverage): Omit<HeatCell, 'subTechniques'> {
  const [policy, detection, test] = judgedCategories.map((category) => technique[category].level)
  const { id, name } = technique
  return { id, name, policy: policy ?? 'none', detection: detection ?? 'none', test: test ?? 'none' }
}
