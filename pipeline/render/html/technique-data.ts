import { groupBy } from '../../model/group-by.js'
import type { Report } from '../../model/report.js'
import type { TechniqueData } from './page-data.js'

/** The techniques as the page's scripts find them. */
export function techniqueData(
  report: Report,
  anchors: readonly string[],
  tactics: readonly string[],
): TechniqueData[] {
  const scores = scoresOf(report)
  const tacticIndex = new Map(tactics.map((tactic, index) => [tactic, index]))
  return report.techniques.map((technique, index) => ({
    id: technique.id,
    name: technique.name,
    anchor: anchors[index] ?? '',
    parentId: technique.parentId,
    tactics: technique.tactics.map((tactic) => tacticIndex.get(tactic) ?? -1),
    url: technique.url,
    file: technique.file,
    line: technique.line,
    levels: {
      policy: technique.policy.level,
      detection: technique.detection.level,
      test: technique.test.level,
    },
    pairing: technique.pairing,
    attack: standingText(technique.attack, report.reference.attackVersion),
    score: technique.score,
    scores: scores(technique.id),
  }))
}

function scoresOf({ policy }: Report): (techniqueId: string) => [string, string][] {
  const rows = groupBy(policy.rows, ({ techniqueId }) => techniqueId)
  return (techniqueId) =>
    (rows.get(techniqueId) ?? []).map(({ heading, value, word }) => [
      heading,
      value === null ? 'not known' : (word ?? String(value)),
    ])
}

function standingText(attack: Report['techniques'][number]['attack'], version: string): string | null {
  if (attack.status === 'active') return attack.renamed ? `ATT&CK ${version} calls it ${attack.name}.` : null
  if (attack.status === 'unknown') return `ATT&CK ${version} has no technique of that id.`
  const successor =
    attack.successor === null ? '' : `; today it is ${attack.successor} ${attack.successorName ?? ''}`
  return `ATT&CK ${version} has it as ${attack.status}${successor.trimEnd()}.`
}
