import { type Finding, finding } from '../model/finding.js'
import type { Model } from '../model/model.js'
import { ageInDays } from './ages.js'
import type { AssessSettings } from './settings.js'

/** A finding for each mapping that is older than the limit; one without a date is none. */
export function staleMappings(model: Model, { asOf, staleAfterDays: limitDays }: AssessSettings): Finding[] {
  return model.techniques.flatMap((technique) =>
    technique.mappings.flatMap(({ source, category, lastAccessed, place }) => {
      if (lastAccessed === null) return []
      const ageDays = ageInDays(lastAccessed, asOf)
      if (ageDays <= limitDays) return []
      const at = { place, techniqueId: technique.id, subject: `${category}/${source}` }
      return [finding('mapping-stale', at, { source, category, lastAccessed, ageDays, limitDays })]
    }),
  )
}
