import { Level, type LevelCounts } from '../../model/report.js'

/** One stretch of a bar, in hundredths of its length, from left to right. */
export interface Segment {
  level: Level
  count: number
  start: number
  width: number
}

/** Techniques by level as one bar, with the same counts as text, and what they are out of. */
export interface LevelBar {
  total: number
  segments: Segment[]
}

/** Levels in the order that bars show them, best first; the gravest stand together at the right. */
export const levelsBestFirst: readonly Level[] = [...Level.options].reverse()

/** A bar of the counts; levels that nothing is at are left out. */
export function levelBar(levels: LevelCounts): LevelBar {
  const total = levelsBestFirst.reduce((sum, level) => sum + levels[level], 0)
  let before = 0
  const segments = levelsBestFirst.flatMap((level) => {
    const count = levels[level]
    if (count === 0) return []
    const start = hundredths(before, total)
    before += count
    return [{ level, count, start, width: round(hundredths(before, total) - start) }]
  })
  return { total, segments }
}

/** How far `part` of `whole` goes, in hundredths with two decimals. */
export function hundredths(part: number, whole: number): number {
  return whole === 0 ? 0 : round((part / whole) * 100)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
