import { compareText } from '../model/place.js'
import type { Scope } from '../model/scope.js'
import type { TechniqueCoverage } from './coverage.js'
import { coverageOf } from './evidence.js'
import type { LevelThresholds } from './settings.js'

/** The techniques with those in scope that no page is about put in between, by id: nothing is listed for these. */
export function withThoseWithoutPage(
  techniques: readonly TechniqueCoverage[],
  scope: Scope | null,
  thresholds: LevelThresholds,
): TechniqueCoverage[] {
  const absent = [...(scope?.techniques.values() ?? [])].flatMap(({ id, withoutPage }) =>
    withoutPage === null ? [] : [coverageWithoutPage(id, withoutPage, thresholds)],
  )
  return [...techniques, ...absent].sort((a, b) => compareText(a.id, b.id))
}

function coverageWithoutPage(
  id: string,
  { name, tactics }: Pick<TechniqueCoverage, 'name' | 'tactics'>,
  thresholds: LevelThresholds,
): TechniqueCoverage {
  const nothing = coverageOf([], thresholds)
  const [parent = id, sub] = id.split('.')
  return {
    id,
    name,
    parentId: sub === undefined ? null : parent,
    tactics,
    url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}`,
    file: null,
    line: null,
    policy: nothing,
    detection: nothing,
    test: nothing,
    other: nothing,
    validated: false,
    pairing: 'neither',
  }
}
