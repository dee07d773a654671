import type { Coverage, Evidence, Level } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'
import type { LevelThresholds } from './settings.js'

/** What the resources amount to: each distinct one counts once, however often and under however many sources it stands. */
export function evidenceOf(resources: readonly AssessedResource[]): Evidence {
  const standings = new Map(resources.map(({ key, standing }) => [key, standing]))
  const counts = { verified: 0, lost: 0, unknown: 0 }
  for (const standing of standings.values()) counts[standing] += 1
  return {
    listed: resources.length,
    distinct: standings.size,
    ...counts,
    sources: new Set(resources.map(({ mapping }) => mapping.source)).size,
    usableSources: usableSources(resources).size,
  }
}

/** The sources that list anything which is not lost. */
export function usableSources(resources: readonly AssessedResource[]): Set<string> {
  return new Set(resources.filter(({ standing }) => standing !== 'lost').map(({ mapping }) => mapping.source))
}

/** The evidence with the level it makes and the newest date behind it. */
export function coverageOf(resources: readonly AssessedResource[], thresholds: LevelThresholds): Coverage {
  const evidence = evidenceOf(resources)
  const usable = resources.filter(({ standing }) => standing !== 'lost')
  const newest = usable.reduce<string | null>((date, { mapping }) => later(date, mapping.lastAccessed), null)
  return { ...evidence, level: levelOf(evidence, thresholds), newest }
}

/**
 * The level that evidence makes. What is lost counts for nothing; what could not be checked counts as listed,
 * and every report says beside it how much of that there is.
 */
function levelOf(
  { distinct, lost, usableSources: sources }: Evidence,
  { covered, deep, deepSources }: LevelThresholds,
): Level {
  const usable = distinct - lost
  if (distinct === 0) return 'none'
  if (usable === 0) return 'lost'
  if (usable >= deep && sources >= deepSources) return 'deep'
  return usable >= covered ? 'covered' : 'thin'
}

/** The later of two days; null only where both are. */
export function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

/** The earlier of two days; null only where both are. */
export function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a < b ? a : b
}
