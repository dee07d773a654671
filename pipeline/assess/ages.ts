import type { Mapping } from '../model/model.js'
import { compareText } from '../model/place.js'
import type { Report } from '../model/report.js'

const dayMs = 86_400_000

/** Whole days from one day to another (both YYYY-MM-DD, UTC); negative where the first is the later one. */
export function ageInDays(date: string, asOf: string): number {
  return Math.round((Date.parse(`${asOf}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / dayMs)
}

/** Lower ends of the age bands, in days: a quarter, then years. */
const bandStarts = [0, 90, 365, 730, 1095]

/** How old the mappings are at `asOf`. A date in the future counts as age 0. */
export function agesOf(mappings: readonly Mapping[], asOf: string): Report['ages'] {
  const dates = mappings.flatMap(({ lastAccessed }) => lastAccessed ?? []).sort(compareText)
  const ages = dates.map((date) => Math.max(0, ageInDays(date, asOf)))
  return {
    newest: dates.at(-1) ?? null,
    oldest: dates[0] ?? null,
    medianDays: ages[Math.floor(ages.length / 2)] ?? null,
    bands: bandStarts.map((fromDays, index) => {
      const toDays = bandStarts[index + 1] ?? null
      const within = ages.filter((age) => age >= fromDays && (toDays === null || age < toDays))
      return { fromDays, toDays, mappings: within.length }
    }),
    undated: mappings.length - dates.length,
  }
}
