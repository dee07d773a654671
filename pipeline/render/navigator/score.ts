import { judgedCategories } from '../../model/category.js'
import type { Level, ReportTechnique } from '../../model/report.js'

/** Points of each level. What is lost is worth no more than what never was; the comment tells them apart. */
export const levelPoints: Record<Level, number> = { none: 0, lost: 0, thin: 1, covered: 2, deep: 3 }

/** The highest score that there can be. */
export const mostPoints = judgedCategories.length * levelPoints.deep

/** How well a technique is covered, from 0 to `mostPoints`: the points of its levels added up. */
export function coverageScore(technique: Pick<ReportTechnique, (typeof judgedCategories)[number]>): number {
  return judgedCategories.reduce((sum, category) => sum + levelPoints[technique[category].level], 0)
}
