import { type JudgedCategory, judgedCategories } from '../../model/category.js'
import { groupBy } from '../../model/group-by.js'
import { type Gap, isAccepted, type Report, type ReportTechnique } from '../../model/report.js'
import type { Case, Outcome, Suite } from './suite.js'

/**
 * One suite for each category that is judged, one case for each technique in it; and one for techniques without a page,
 * where the scope has any.
 *
 * A case fails where a gap stands, as it does for `--fail-on gap`; it is skipped where somebody accepts all of its gaps, and
 * where nothing that is listed could be verified: neither of these is passed.
 */
export function gapSuites(report: Report): Suite[] {
  const gaps = groupBy(report.gaps, ({ techniqueId, category }) => `${techniqueId} ${category}`)
  const gapsOf = (technique: ReportTechnique, category: JudgedCategory | null) =>
    gaps.get(`${technique.id} ${category}`) ?? []
  const suites = judgedCategories.map((category): Suite => {
    const cases = report.techniques.map((technique) =>
      techniqueCase(technique, outcomeIn(technique, category, gapsOf(technique, category))),
    )
    return { name: `gap.${category}`, properties: figures(report, category), cases }
  })
  const pages = report.techniques.map((technique) => {
    const own = gapsOf(technique, null)
    return techniqueCase(technique, own.length > 0 ? failedBy(own) : { state: 'passed' })
  })
  return report.scope === null ? suites : [...suites, { name: 'gap.page', properties: [], cases: pages }]
}

function techniqueCase({ id, name }: ReportTechnique, outcome: Outcome): Case {
  return { name: `${id} ${name}`, outcome }
}

function outcomeIn(technique: ReportTechnique, category: JudgedCategory, gaps: readonly Gap[]): Outcome {
  const open = gaps.filter((gap) => !isAccepted(gap))
  if (open.length > 0) return failedBy(open)
  if (gaps.length > 0) return { state: 'skipped', why: gaps.map(gapLine).join('; ') }
  if (technique.file === null) return { state: 'skipped', why: 'no page: not assessed' }
  const { distinct, verified, unknown } = technique[category]
  if (distinct > 0 && verified === 0 && unknown > 0)
    return { state: 'skipped', why: `listed, and nothing is known of the links: ${unknown} unknown` }
  return { state: 'passed' }
}

function failedBy(gaps: readonly Gap[]): Outcome {
  const kinds = gaps.map(({ kind }) => `gap-${kind}`)
  return {
    state: 'failed',
    type: kinds.join(' '),
    message: gaps.map(({ why }) => why).join('; '),
    lines: gaps.map(gapLine),
  }
}

function gapLine({ kind, rank, why, file, line, decision }: Gap): string {
  const place = file === null ? '' : ` (${file}:${line})`
  const decided = decision === null ? '' : `; decision: ${decision.status ?? 'none'}, ${decision.standing}`
  return `gap-${kind}, rank ${rank}: ${why}${place}${decided}`
}

function figures({ totals }: Report, category: JudgedCategory): Suite['properties'] {
  const { listed, distinct, verified, lost, unknown } = totals[category]
  return Object.entries({ listed, distinct, verified, lost, unknown })
}
