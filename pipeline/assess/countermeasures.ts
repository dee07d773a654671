import { type Finding, finding } from '../model/finding.js'
import type { Model, Resource } from '../model/model.js'
import type { D3fendReference, D3fendTechnique } from '../model/reference.js'
import { foldedName, sameName } from '../model/same-name.js'

/** Countermeasures of D3FEND by all that a row may know them by. */
interface Catalogue {
  bySlug: ReadonlyMap<string, D3fendTechnique>
  byName: ReadonlyMap<string, D3fendTechnique>
}

const source = 'd3fend'

/**
 * The rows of D3FEND whose countermeasure has another label or another address today, or is nowhere to be found.
 *
 * The address tells what is meant; the label decides only where the address leads nowhere.
 */
export function countermeasureFindings(model: Model, reference: D3fendReference): Finding[] {
  const catalogue = catalogueOf(reference)
  return model.techniques.flatMap(({ id, mappings }) =>
    mappings
      .filter((mapping) => mapping.source === source)
      .flatMap(({ resources }) => resources.flatMap((row) => rowFinding(row, id, reference, catalogue))),
  )
}

function rowFinding(
  row: Resource,
  techniqueId: string,
  reference: D3fendReference,
  found: Catalogue,
): Finding[] {
  const { label, url, place } = row
  const slug = url === null ? null : slugOf(url)
  if (url === null || slug === null) return []
  const at = { place, techniqueId, subject: `${label} ${url}` }
  const { version } = reference
  const standing = found.bySlug.get(slug.toLowerCase())
  const meant = standing ?? found.byName.get(foldedName(label))
  if (meant === undefined) return [finding('countermeasure-unknown', at, { label, url, version })]
  if (standing !== undefined && (sameName(label, meant.name) || isNoName(label, meant))) return []
  const facts = {
    label,
    current: meant.name,
    countermeasureId: meant.id,
    url,
    currentUrl: `https://d3fend.mitre.org/technique/d3f:${meant.slug}`,
    version,
  }
  return [finding('countermeasure-renamed', at, facts)]
}

/** Names go before synonyms: what one countermeasure was called may be another's name today. */
function catalogueOf({ techniques }: D3fendReference): Catalogue {
  const synonyms = techniques.flatMap((each) =>
    each.synonyms.map((synonym) => [foldedName(synonym), each] as const),
  )
  const names = techniques.map((each) => [foldedName(each.name), each] as const)
  return {
    bySlug: new Map(techniques.map((each) => [each.slug.toLowerCase(), each])),
    byName: new Map([...synonyms, ...names]),
  }
}

/** Whether a label is an address, the id or the slug: no name that could have changed. */
function isNoName(label: string, { id, slug }: D3fendTechnique): boolean {
  return /^https?:\/\//i.test(label) || sameName(label, id) || sameName(label.replace(/^d3f:/i, ''), slug)
}

/** `AccountLocking` of `https://d3fend.mitre.org/technique/d3f:AccountLocking` in any of its forms, or null. */
function slugOf(url: string): string | null {
  const path =
    /^https?:\/\/(?:www\.)?d3fend\.mitre\.org\/techniques?\/(?:d3f(?::|%3a))?([^/?#]+)\/?(?:[?#].*)?$/i
  return path.exec(url)?.[1] ?? null
}
