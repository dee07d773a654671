import type { Category } from '../model/category.js'
import { groupBy } from '../model/group-by.js'
import type { Technique } from '../model/model.js'
import type { Coverage, ReportTechnique } from '../model/report.js'
import { ageInDays } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import { coverageOf } from './evidence.js'
import type { LevelThresholds } from './settings.js'

/** A technique's row without the counts that other parts of the assessment add. */
export type TechniqueCoverage = Omit<
  ReportTechnique,
  'gaps' | 'findings' | 'attack' | 'ages' | 'score' | 'withSubTechniques'
>

/**
 * Coverage of each technique by category, in the model's order. Two pages of one id are one technique: what both list
 * is counted together, and the first of them is its place.
 */
export function techniqueCoverage(
  techniques: readonly Technique[],
  resources: readonly AssessedResource[],
  thresholds: LevelThresholds,
): TechniqueCoverage[] {
  const byId = groupBy(resources, ({ technique }) => technique.id)
  return [...groupBy(techniques, ({ id }) => id).values()].flatMap((pages) => {
    const [technique] = pages
    if (technique === undefined) return []
    const own = groupBy(byId.get(technique.id) ?? [], ({ mapping }) => mapping.category)
    const coverage = (category: Category) => coverageOf(own.get(category) ?? [], thresholds)
    const [detection, test] = [coverage('detection'), coverage('test')]
    const pairing = pairingOf(detection, test)
    return [
      {
        id: technique.id,
        name: technique.name,
        parentId: technique.parentId,
        tactics: [...new Set(pages.flatMap(({ tactics }) => tactics))],
        url: technique.url,
        file: technique.place.file,
        line: technique.place.line,
        policy: coverage('policy'),
        detection,
        test,
        other: coverage('other'),
        validated: pairing === 'validated',
        pairing,
      },
    ]
  })
}

/** Days since the newest date behind each category of a technique. */
export function agesOfTechnique(
  { policy, detection, test }: Pick<TechniqueCoverage, 'policy' | 'detection' | 'test'>,
  asOf: string,
): ReportTechnique['ages'] {
  const ageOf = ({ newest }: Coverage) => (newest === null ? null : ageInDays(newest, asOf))
  return { policy: ageOf(policy), detection: ageOf(detection), test: ageOf(test) }
}

/** How detection and test stand together; only verified evidence on both sides makes a technique validated. */
function pairingOf(detection: Coverage, test: Coverage): ReportTechnique['pairing'] {
  const usable = ({ distinct, lost }: Coverage) => distinct > lost
  if (detection.verified > 0 && test.verified > 0) return 'validated'
  if (usable(detection) && usable(test)) return 'listed-unverified'
  if (usable(detection)) return 'detectable-untested'
  return usable(test) ? 'tested-undetected' : 'neither'
}
