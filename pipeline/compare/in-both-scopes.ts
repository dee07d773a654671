import type { Finding } from '../model/finding.js'
import type { ComparedRun } from './compared-run.js'

/** Whether the findings of two runs are about the same techniques. */
export function sameScope({ scope: a = null }: ComparedRun, { scope: b = null }: ComparedRun): boolean {
  if (a === null || b === null) return a === b
  const ids = new Set(a)
  return ids.size === new Set(b).size && b.every((id) => ids.has(id))
}

/** Findings that depend on the scope itself; one of a link stands at the first place that is in scope. */
const ofScope = /^(link-|scope-|technique-without-page$)/

/**
 * The findings of a run that the other one could have as well: what is about a technique that one of them did not look
 * at has neither come nor gone.
 */
export function findingsInBothScopes(run: ComparedRun, other: ComparedRun): Finding[] {
  const { findings } = run.findings
  if (sameScope(run, other)) return findings
  const ids = other.scope ? new Set(other.scope) : null
  return findings.filter(
    ({ code, techniqueId }) =>
      !ofScope.test(code) && (ids === null || techniqueId === null || ids.has(techniqueId)),
  )
}
