import type { Finding } from '../model/finding.js'
import type { ComparedRun } from './compared-run.js'

/** Whether the findings of two runs are about the same techniques. */
export function sameScope({ scope: a = null }: ComparedRun, { scope: b = null }: ComparedRun): boolean {
  if (a === null || b === null) return a === b
  const ids = new Set(a)
  return ids.size === new Set(b).size && b.every((id) => ids.has(id))
}

/**
 * The findings of a run that the other one could have as well: what is about a technique that one of them did not look
 * at has neither come nor gone.
 */
export function findingsInBothScopes({ findings }: ComparedRun, { scope = null }: ComparedRun): Finding[] {
  if (scope === null) return findings.findings
  const ids = new Set(scope)
  return findings.findings.filter(({ techniqueId }) => techniqueId === null || ids.has(techniqueId))
}
