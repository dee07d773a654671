import type { Decision, GapKind, Report } from '../../../model/report.js'
import { shortened } from '../../../model/shortened.js'

/** What people decided about the gaps, those decisions first that somebody has to look at again. */
export interface DecisionsView {
  /** Gaps that no decision in force accepts. */
  open: number
  counts: { standing: Decision['standing']; count: number }[]
  /** In force, with a last day within `soonDays` of the day that ages are judged at. */
  endingSoon: number
  soonDays: number
  expired: number
  rows: DecisionView[]
  leftOut: number
}

export type DecisionView = Pick<
  Decision,
  'techniqueId' | 'status' | 'owner' | 'due' | 'expiry' | 'standing'
> & {
  /** Kind and category of the gap; null where this run has no such gap. */
  gapKind: GapKind | null
  category: string | null
  /** What the row says of its gap, where this run does not have it. */
  typed: string
  anchor: string | null
  techniqueName: string | null
  reason: string
  problem: string | null
}

const standings = ['expired', 'incomplete', 'unreadable', 'in-force', 'out-of-scope', 'gap-gone'] as const
const rowLimit = 24
const reasonCharacters = 240
const soonDays = 90
const dayMs = 86_400_000

/** The decisions as the section on gaps shows them: by standing, then by their last day, those without one last. */
export function decisionsView(report: Report, anchorOf: (id: string) => string | null): DecisionsView {
  const { decisions, gaps, totals, asOf } = report
  const gapOf = new Map(gaps.map((gap) => [gap.gapId, gap]))
  const sorted = [...decisions.rows].sort(
    (a, b) =>
      standings.indexOf(a.standing) - standings.indexOf(b.standing) ||
      Number(a.expiry === null) - Number(b.expiry === null) ||
      Date.parse(a.expiry ?? asOf) - Date.parse(b.expiry ?? asOf),
  )
  const count = (standing: Decision['standing']) =>
    decisions.rows.filter((row) => row.standing === standing).length
  return {
    open: totals.gaps - totals.gapsAccepted,
    counts: standings
      .map((standing) => ({ standing, count: count(standing) }))
      .filter((each) => each.count > 0),
    endingSoon: decisions.rows.filter((row) => row.standing === 'in-force' && endsSoon(row, asOf)).length,
    soonDays,
    expired: count('expired'),
    rows: sorted.slice(0, rowLimit).map((row) => {
      const gap = row.gapId === null ? undefined : gapOf.get(row.gapId)
      const techniqueId = gap?.techniqueId ?? row.techniqueId
      return {
        techniqueId,
        anchor: techniqueId === null ? null : anchorOf(techniqueId),
        techniqueName: gap === undefined ? null : shortened(gap.techniqueName, 60),
        gapKind: gap?.kind ?? null,
        category: gap === undefined || gap.kind === gap.category ? null : gap.category,
        typed: gap === undefined ? [row.kind, row.category].filter((each) => each !== null).join(', ') : '',
        status: row.status,
        owner: row.owner === null ? null : shortened(row.owner, 60),
        due: row.due,
        expiry: row.expiry,
        standing: row.standing,
        reason: shortened(row.reason ?? '', reasonCharacters),
        problem: row.problem,
      }
    }),
    leftOut: Math.max(0, sorted.length - rowLimit),
  }
}

function endsSoon({ expiry }: Decision, asOf: string): boolean {
  return expiry !== null && Date.parse(expiry) - Date.parse(asOf) <= soonDays * dayMs
}
