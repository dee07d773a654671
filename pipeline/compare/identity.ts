import type { Addresses } from './addresses.js'
import type { Row } from './rows.js'

/** What a row is to the coverage of its technique and category: one address counts once, under whatever sources. */
export function identities({ resourceOf }: Addresses): (row: Row) => string {
  return ({ resource, mapping, techniqueId, scope }) =>
    resource.url === null
      ? `${scope}\n${resource.label}`
      : `${techniqueId}\n${mapping.category}\n\n${resourceOf(resource.url)}`
}
