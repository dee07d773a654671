import type { ReportTechnique } from '../../model/report.js'

/**
 * The anchor of each technique, by its place in the list: its id, so that an address may end in `#T1059.001`.
 *
 * Ids come from pages and may be anything, and two pages may have the same one: such a technique goes by its place.
 */
export function anchorsById(techniques: readonly ReportTechnique[]): string[] {
  const taken = new Set<string>()
  return techniques.map(({ id }, index) => {
    if (!/^T\d{4}(\.\d{3})?$/.test(id) || taken.has(id)) return `technique-${index + 1}`
    taken.add(id)
    return id
  })
}
