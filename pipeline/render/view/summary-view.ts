import { type JudgedCategory, judgedCategories } from '../../model/category.js'
import type { Gap, Report } from '../../model/report.js'
import { shortened } from '../../model/shortened.js'
import { hundredths, type LevelBar, levelBar } from './bar.js'

/** What stands on the one page that everybody reads. */
export interface SummaryView {
  categories: CategoryView[]
  pairing: {
    code: 'validated' | 'listed-unverified' | 'detectable-untested' | 'tested-undetected'
    count: number
  }[]
  techniques: number
}

/** One category: how many techniques have anything, at which levels, and what is known of it. */
export interface CategoryView {
  category: JudgedCategory
  techniques: number
  outOf: number
  bar: LevelBar
  distinct: number
  /** Of the verified resources: by a reference table alone. */
  verifiedByReference: number
  evidence: { part: 'verified' | 'lost' | 'unknown'; count: number; start: number; width: number }[]
}

/** The summary's figures, taken from the totals. */
export function summaryView({ totals }: Report): SummaryView {
  return {
    categories: judgedCategories.map((category) => categoryView(category, totals)),
    pairing: [
      { code: 'validated', count: totals.validated },
      { code: 'listed-unverified', count: totals.listedUnverified },
      { code: 'detectable-untested', count: totals.detectableUntested },
      { code: 'tested-undetected', count: totals.testedUndetected },
    ],
    techniques: totals.techniques,
  }
}

function categoryView(category: JudgedCategory, totals: Report['totals']): CategoryView {
  const { levels, techniques, distinct, verifiedByReference, ...counts } = totals[category]
  const bar = levelBar(levels)
  let before = 0
  const evidence = (['verified', 'unknown', 'lost'] as const).map((part) => {
    const start = hundredths(before, distinct)
    before += counts[part]
    return { part, count: counts[part], start, width: hundredths(counts[part], distinct) }
  })
  return { category, techniques, outOf: bar.total, bar, distinct, verifiedByReference, evidence }
}

/** A gap, where in this document its technique is described, and whether its kind leaves its category to be said. */
export type GapView = Gap & { anchor: string | null; shortName: string; ofCategory: boolean }

const shownCharacters = 90

/** The first `limit` gaps by rank. */
export function gapViews(report: Report, limit: number, anchorOf: (id: string) => string | null): GapView[] {
  const ranked = [...report.gaps].sort((a, b) => a.rank - b.rank)
  return ranked.slice(0, limit).map((gap) => ({
    ...gap,
    anchor: anchorOf(gap.techniqueId),
    ofCategory: gap.category !== null && gap.kind !== gap.category,
    shortName: shortened(gap.techniqueName, shownCharacters),
  }))
}
