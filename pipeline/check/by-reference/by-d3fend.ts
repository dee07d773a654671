import type { D3fendReference } from '../../model/reference.js'
import { type Verdict, verdict } from '../verdict.js'

const countermeasurePath = /^\/techniques?\/(?:(?:d3f:)?(D3-[A-Z0-9]+)|d3f:([\w-]+))(\/?)$/

/** Judges paths of d3fend.mitre.org by id, slug, or what only one countermeasure is also called. */
export function byD3fend(table: D3fendReference): (path: string) => Verdict | null {
  const known = new Map(
    table.techniques.flatMap((each) => [[each.id, each] as const, [each.slug, each] as const]),
  )
  const alike = new Map<string, Set<string>>()
  for (const { slug, synonyms } of table.techniques) {
    for (const name of [slug, ...synonyms]) {
      const key = name.replace(/\s+/g, '').toLowerCase()
      alike.set(key, (alike.get(key) ?? new Set()).add(slug))
    }
  }
  return (path) => {
    const [, id, slug, slash = ''] = countermeasurePath.exec(path.replace(/%3A/i, ':')) ?? []
    const written = id ?? slug
    const exact = written === undefined ? undefined : known.get(written)
    if (exact !== undefined) {
      return verdict('alive', exact.deprecated ? 'id-deprecated' : null, { method: 'reference' })
    }
    // D3FEND's ids follow no order: one that the table lacks may be newer than the table.
    if (slug === undefined) return null
    const [only, ...others] = alike.get(slug.toLowerCase()) ?? []
    if (only === undefined || others.length > 0) return null
    const target = `https://d3fend.mitre.org/technique/d3f:${only}${slash}`
    return verdict('moved', 'id-renamed', {
      method: 'reference',
      target,
      evidence: 'reference',
      certainty: 'medium',
    })
  }
}
