import { countText } from '../../model/number-words.js'
import { kindsByGravity } from '../gap-rank.js'
import type { LevelThresholds } from '../settings.js'

/** Limits that the figures of a report depend on. */
export interface PolicyLimits extends LevelThresholds {
  staleAfterDays: number
}

/**
 * The rule of the levels and gaps, as data: `version` is raised with any change of what they mean. Its digest is what
 * tells figures that may be compared from those that may not.
 */
export function evidenceRules(limits: PolicyLimits) {
  return {
    id: 'evidence',
    version: '1',
    counts: 'distinct resources of one technique and category; one URL is one resource',
    verified: ['alive', 'moved'],
    lost: ['dead'],
    usable: 'distinct, not lost',
    levels: ['none', 'lost', 'thin', 'covered', 'deep'],
    limits: {
      covered: limits.covered,
      deep: limits.deep,
      deepSources: limits.deepSources,
      staleAfterDays: limits.staleAfterDays,
    },
    gaps: kindsByGravity,
  }
}

/** The same in words. */
export function evidenceInWords({ covered, deep, deepSources, staleAfterDays }: PolicyLimits): string {
  const sources = `at least ${countText(deepSources, 'source')}`
  return [
    'In each category of a technique the usable resources count: distinct ones, one URL once, whose link is not dead.',
    `From ${covered} on it is covered, from ${deep} of ${sources} on deep, with fewer thin;`,
    'lost where all that is listed is dead, and none where nothing is listed.',
    `Evidence older than ${countText(staleAfterDays, 'day')} is stale.`,
  ].join(' ')
}
