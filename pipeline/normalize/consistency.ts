import { stableId } from '../model/digest.js'
import { resourceEvidence } from '../model/evidence-url.js'
import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Mapping, Technique } from '../model/model.js'
import { compareText } from '../model/place.js'

interface PlacedMapping {
  technique: Technique
  mapping: Mapping
}

/**
 * What the pages say that does not add up: counts against rows, totals and dates against the source's other
 * blocks, rows that repeat, rows that lead nowhere, two pages for one technique.
 */
export function checkConsistency(techniques: readonly Technique[]): Finding[] {
  const all = techniques.flatMap((technique) => technique.mappings.map((mapping) => ({ technique, mapping })))
  return [
    ...duplicatePages(techniques),
    ...all.flatMap(countMismatch),
    ...all.flatMap(rowFindings),
    ...bySource(all).flatMap((blocks) => [...totalConflicts(blocks), ...mappingsBehind(blocks)]),
  ]
}

function at({ technique, mapping }: PlacedMapping, line: number, subject = '') {
  return {
    place: { file: mapping.place.file, line },
    techniqueId: technique.id,
    subject: `${mapping.category}/${mapping.source}/${subject}`,
  }
}

function duplicatePages(techniques: readonly Technique[]): Finding[] {
  const first = new Map<string, string>()
  return techniques.flatMap(({ id, place }) => {
    const firstFile = first.get(id)
    if (firstFile === undefined) {
      first.set(id, place.file)
      return []
    }
    return [finding('page-duplicate', { place, techniqueId: id, subject: place.file }, { firstFile })]
  })
}

/**
 * A declared count may equal the rows (pages count placeholder rows in) or the tests that they state; only
 * what equals neither is a finding.
 */
function countMismatch(each: PlacedMapping): Finding[] {
  const { declaredCount: declared, resources, placeholders, source, category, place } = each.mapping
  if (declared === null) return []
  const rows = resources.length + placeholders
  const stated = resources.filter((resource) => resource.tests !== null)
  const tests = stated.length === 0 ? null : stated.reduce((sum, resource) => sum + (resource.tests ?? 0), 0)
  if (declared === rows || declared === tests) return []
  return [finding('count-mismatch', at(each, place.line), { source, category, declared, rows, tests })]
}

function rowFindings(each: PlacedMapping): Finding[] {
  const { mapping } = each
  const { source, category } = mapping
  const firstLines = new Map<string, number>()
  return mapping.resources.flatMap((resource) => {
    const { label, url, place } = resource
    const key = stableId(label, url)
    const firstLine = firstLines.get(key)
    firstLines.set(key, firstLine ?? place.line)
    const found: Finding[] = []
    if (firstLine !== undefined) {
      found.push(
        finding('resource-duplicate', at(each, place.line, key), { source, category, label, url, firstLine }),
      )
    }
    if (resourceEvidence(resource, mapping).by === 'none') {
      found.push(finding('resource-unlinked', at(each, place.line, label), { source, category, label }))
    }
    return found
  })
}

/** Blocks by category and source, in a fixed order. */
function bySource(all: readonly PlacedMapping[]): PlacedMapping[][] {
  const groups = groupBy(all, ({ mapping }) => `${mapping.category}/${mapping.source}`)
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, blocks]) => blocks)
}

/** Totals of one source on one day must agree; where they do not, the most frequent one counts as usual. */
function totalConflicts(blocks: readonly PlacedMapping[]): Finding[] {
  const days = groupBy(blocks, ({ mapping }) => mapping.lastAccessed)
  return [...days].flatMap(([day, sameDay]) => {
    const totals = groupBy(sameDay, ({ mapping }) => mapping.declaredTotal)
    totals.delete(null)
    if (day === null || totals.size < 2) return []
    const [usual] = [...totals].sort(([a, as], [b, bs]) => bs.length - as.length || (b ?? 0) - (a ?? 0))
    if (usual?.[0] === undefined || usual[0] === null) return []
    return sameDay
      .filter(({ mapping }) => mapping.declaredTotal !== null && mapping.declaredTotal !== usual[0])
      .map((each) =>
        finding('total-conflict', at(each, each.mapping.place.line), {
          source: each.mapping.source,
          category: each.mapping.category,
          lastAccessed: day,
          declared: each.mapping.declaredTotal ?? 0,
          usual: usual[0] ?? 0,
        }),
      )
  })
}

function mappingsBehind(blocks: readonly PlacedMapping[]): Finding[] {
  const newest =
    blocks
      .map(({ mapping }) => mapping.lastAccessed ?? '')
      .sort(compareText)
      .at(-1) ?? ''
  return blocks.flatMap((each) => {
    const { lastAccessed, source, category, place } = each.mapping
    if (lastAccessed === null || lastAccessed >= newest) return []
    return [finding('mapping-behind', at(each, place.line), { source, category, lastAccessed, newest })]
  })
}
