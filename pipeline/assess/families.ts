import type { JudgedCategory } from '../model/category.js'
import { groupBy } from '../model/group-by.js'
import type { FamilyEvidence } from '../model/report.js'
import type { AssessedResource } from './assessed-resource.js'
import type { TechniqueCoverage } from './coverage.js'
import { evidenceOf } from './evidence.js'

/**
 * What each technique amounts to together with its sub-techniques, by its id; none for techniques without any.
 *
 * Its own figures and those of its sub-techniques do not add up to this: a resource on several of them counts once.
 * No level is made of it, since the limits are for one technique.
 */
export function familyEvidence(
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
): Map<string, FamilyEvidence> {
  const subTechniques = groupBy(
    techniques.filter(({ file }) => file !== null),
    ({ parentId }) => parentId,
  )
  const ofTechnique = groupBy(resources, ({ technique }) => technique.id)
  const families = techniques.flatMap(({ id }): [string, FamilyEvidence][] => {
    const own = subTechniques.get(id)
    if (own === undefined) return []
    const all = [id, ...own.map((each) => each.id)].flatMap((each) => ofTechnique.get(each) ?? [])
    return [[id, { subTechniques: own.length, ...evidenceByCategory(all) }]]
  })
  return new Map(families)
}

function evidenceByCategory(resources: readonly AssessedResource[]): Omit<FamilyEvidence, 'subTechniques'> {
  const byCategory = groupBy(resources, ({ mapping }) => mapping.category)
  const evidence = (category: JudgedCategory) => evidenceOf(byCategory.get(category) ?? [])
  return { policy: evidence('policy'), detection: evidence('detection'), test: evidence('test') }
}
