import type { Category } from '../model/category.js'
import { resourceEvidence } from '../model/evidence-url.js'
import type { LinkState, Links } from '../model/links.js'
import type { Mapping, Model, Resource } from '../model/model.js'

/** A resource with where it belongs and what is known of the link behind it. */
export interface Row {
  resource: Resource
  mapping: Mapping
  techniqueId: string
  /** Technique, category and source: rows are the same only within these. */
  scope: string
  evidenceUrl: string | null
  /** Null where no link stands behind it, or nothing is known of that. */
  state: LinkState | null
}

/** Every resource of the model, in its order, with the link behind it. */
export function rowsOf(model: Model, { links }: Links): Row[] {
  const states = new Map(links.map(({ url, state }) => [url, state]))
  return model.techniques.flatMap(({ id, mappings }) =>
    mappings.flatMap((mapping) => {
      const scope = scopeOf(id, mapping)
      return mapping.resources.map((resource) => {
        const { url } = resourceEvidence(resource, mapping)
        const state = url === null ? null : (states.get(url) ?? null)
        return { resource, mapping, techniqueId: id, scope, evidenceUrl: url, state }
      })
    }),
  )
}

/** One text for technique, category and source. */
export function scopeOf(
  techniqueId: string,
  { category, source }: Pick<Mapping, 'category' | 'source'>,
): string {
  return `${techniqueId}\n${category}\n${source}`
}

/** What a link evidences; each is null where the rows that it stands behind do not agree. */
export interface Owner {
  techniqueId: string | null
  category: Category | null
  source: string | null
}

/** What each URL evidences, by URL. */
export function ownersOf(rows: readonly Row[]): Map<string, Owner> {
  const owners = new Map<string, Owner>()
  for (const { evidenceUrl, techniqueId, mapping } of rows) {
    if (evidenceUrl === null) continue
    const own: Owner = { techniqueId, category: mapping.category, source: mapping.source }
    owners.set(evidenceUrl, agreed(owners.get(evidenceUrl) ?? own, own))
  }
  return owners
}

/** What two owners agree on. */
export function agreed(a: Owner, b: Owner): Owner {
  return {
    techniqueId: a.techniqueId === b.techniqueId ? a.techniqueId : null,
    category: a.category === b.category ? a.category : null,
    source: a.source === b.source ? a.source : null,
  }
}
