import type { TrendPoint } from '../../model/report.js'

/** A figure of the trend as a small drawing: points that may be joined, run by run. */
export interface TrendLine {
  figure: TrendFigure
  first: number
  last: number
  /** `points` of one `polyline` for each stretch of runs that are judged alike; a stretch of one run has a dot alone. */
  stretches: string[]
  dots: { x: number; y: number }[]
}

const figures = ['detectionCovered', 'validated', 'verified', 'lost', 'gaps', 'linksDead'] as const
export type TrendFigure = (typeof figures)[number]

/** Of links that nobody asked, nothing is verified or lost: runs that asked none have no place in these. */
const figuresOfLinks: readonly TrendFigure[] = ['validated', 'verified', 'lost', 'linksDead']

/** Width and height of a drawing, in its own units. */
export const trendWidth = 200
export const trendHeight = 40

const margin = 4

/**
 * The figures of a trend as drawings, each against its own largest value and from zero on, so that no small change looks
 * like a great one. Runs of another policy or scope are never joined by a line, and a figure that two runs do not tell of
 * has no drawing.
 */
export function trendLines(points: readonly TrendPoint[]): TrendLine[] {
  const asked = points.filter(({ checked }) => checked)
  return figures
    .map((figure) => ({ figure, told: figuresOfLinks.includes(figure) ? asked : points }))
    .filter(({ told }) => told.length > 1)
    .map(({ figure, told }) => lineOf(figure, told))
}

function lineOf(figure: TrendFigure, points: readonly TrendPoint[]): TrendLine {
  const most = Math.max(1, ...points.map((point) => point[figure]))
  const step = (trendWidth - 2 * margin) / (points.length - 1)
  const dots = points.map((point, index) => ({
    x: tenths(margin + index * step),
    y: tenths(trendHeight - margin - (point[figure] / most) * (trendHeight - 2 * margin)),
  }))
  const stretches: string[][] = []
  points.forEach(({ series }, index) => {
    const dot = dots[index]
    if (dot === undefined) return
    if (index === 0 || points[index - 1]?.series !== series) stretches.push([])
    stretches.at(-1)?.push(`${dot.x},${dot.y}`)
  })
  return {
    figure,
    first: points[0]?.[figure] ?? 0,
    last: points.at(-1)?.[figure] ?? 0,
    stretches: stretches.filter(({ length }) => length > 1).map((each) => each.join(' ')),
    dots,
  }
}

const tenths = (value: number) => Math.round(value * 10) / 10
