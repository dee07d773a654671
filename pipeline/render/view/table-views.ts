import { type JudgedCategory, judgedCategories } from '../../model/category.js'
import type { Reconciliation, Report, SourceSummary, TacticSummary } from '../../model/report.js'
import { type LevelBar, levelBar } from './bar.js'

/** A tactic with a bar of levels for each category that is judged. */
export type TacticView = TacticSummary & { bars: Record<JudgedCategory, LevelBar> }

/** The tactics of a report with their bars, in its order. */
export function tacticViews({ tactics }: Pick<Report, 'tactics'>): TacticView[] {
  return tactics.map((tactic) => ({
    ...tactic,
    bars: {
      policy: levelBar(tactic.policy.levels),
      detection: levelBar(tactic.detection.levels),
      test: levelBar(tactic.test.levels),
    },
  }))
}

/** The sources of one category. */
export interface SourceGroup {
  category: SourceSummary['category']
  rows: SourceSummary[]
}

/** The sources by category; a category without any is left out. */
export function sourceGroups({ sources }: Pick<Report, 'sources'>): SourceGroup[] {
  return [...judgedCategories, 'other' as const].flatMap((category) => {
    const rows = sources.filter((source) => source.category === category)
    return rows.length === 0 ? [] : [{ category, rows }]
  })
}

/** A source with what it declares and lists; `off` where a difference is left, `stated` where rows state tests. */
export type ReconciliationView = Reconciliation & { off: boolean; stated: boolean }

/** The sources with what they declare and list, in the report's order. */
export function reconciliationViews({
  reconciliation,
}: Pick<Report, 'reconciliation'>): ReconciliationView[] {
  return reconciliation.map((row) => ({ ...row, off: row.difference !== 0, stated: row.tests !== null }))
}
