import { addAll } from '../model/add-all.js'
import { stableId } from '../model/digest.js'
import { resourceEvidence } from '../model/evidence-url.js'
import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Mapping, Technique } from '../model/model.js'
import { compareText } from '../model/place.js'

/** What of a block is held against the source's other blocks; the rows stay where they are. */
interface Block extends Pick<Mapping, 'category' | 'source' | 'lastAccessed' | 'declaredTotal' | 'place'> {
  techniqueId: string
}

/**
 * What the pages say that does not add up: counts against rows, totals and dates against the source's other
 * blocks, rows that repeat, rows that lead nowhere, two pages for one technique.
 */
export function checkConsistency(techniques: Iterable<Technique>): Finding[] {
  const counts: Finding[] = []
  const rows: Finding[] = []
  const blocks: Block[] = []
  const pages: PageHead[] = []
  for (const { id, place, mappings } of techniques) {
    pages.push({ id, place })
    for (const mapping of mappings) {
      addAll(counts, countMismatch(id, mapping))
      addAll(rows, rowFindings(id, mapping))
      blocks.push(blockOf(id, mapping))
    }
  }
  const ofSources = bySource(blocks).flatMap((own) => [...totalConflicts(own), ...mappingsBehind(own)])
  return [...duplicatePages(pages), ...counts, ...rows, ...ofSources]
}

type PageHead = Pick<Technique, 'id' | 'place'>

function blockOf(
  techniqueId: string,
  { category, source, lastAccessed, declaredTotal, place }: Mapping,
): Block {
  return { techniqueId, category, source, lastAccessed, declaredTotal, place }
}

function at(
  techniqueId: string,
  { category, source, place }: Pick<Mapping, 'category' | 'source' | 'place'>,
  line: number,
  subject = '',
) {
  return { place: { file: place.file, line }, techniqueId, subject: `${category}/${source}/${subject}` }
}

function duplicatePages(pages: readonly PageHead[]): Finding[] {
  const first = new Map<string, string>()
  return pages.flatMap(({ id, place }) => {
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
function countMismatch(techniqueId: string, mapping: Mapping): Finding[] {
  const { declaredCount: declared, resources, placeholders, source, category, place } = mapping
  if (declared === null) return []
  const rows = resources.length + placeholders
  const stated = resources.filter((resource) => resource.tests !== null)
  const tests = stated.length === 0 ? null : stated.reduce((sum, resource) => sum + (resource.tests ?? 0), 0)
  if (declared === rows || declared === tests) return []
  return [
    finding('count-mismatch', at(techniqueId, mapping, place.line), {
      source,
      category,
      declared,
      rows,
      tests,
    }),
  ]
}

function rowFindings(techniqueId: string, mapping: Mapping): Finding[] {
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
        finding('resource-duplicate', at(techniqueId, mapping, place.line, key), {
          source,
          category,
          label,
          url,
          firstLine,
        }),
      )
    }
    if (resourceEvidence(resource, mapping).by === 'none') {
      found.push(
        finding('resource-unlinked', at(techniqueId, mapping, place.line, label), {
          source,
          category,
          label,
        }),
      )
    }
    return found
  })
}

/** Blocks by category and source, in a fixed order. */
function bySource(all: readonly Block[]): Block[][] {
  const groups = groupBy(all, ({ category, source }) => `${category}/${source}`)
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, blocks]) => blocks)
}

/** Totals of one source on one day must agree; where they do not, the most frequent one counts as usual. */
function totalConflicts(blocks: readonly Block[]): Finding[] {
  const days = groupBy(blocks, ({ lastAccessed }) => lastAccessed)
  return [...days].flatMap(([day, sameDay]) => {
    const totals = groupBy(sameDay, ({ declaredTotal }) => declaredTotal)
    totals.delete(null)
    if (day === null || totals.size < 2) return []
    const [usual] = [...totals].sort(([a, as], [b, bs]) => bs.length - as.length || (b ?? 0) - (a ?? 0))
    if (usual?.[0] === undefined || usual[0] === null) return []
    return sameDay
      .filter(({ declaredTotal }) => declaredTotal !== null && declaredTotal !== usual[0])
      .map((each) =>
        finding('total-conflict', at(each.techniqueId, each, each.place.line), {
          source: each.source,
          category: each.category,
          lastAccessed: day,
          declared: each.declaredTotal ?? 0,
          usual: usual[0] ?? 0,
        }),
      )
  })
}

function mappingsBehind(blocks: readonly Block[]): Finding[] {
  const newest =
    blocks
      .map(({ lastAccessed }) => lastAccessed ?? '')
      .sort(compareText)
      .at(-1) ?? ''
  return blocks.flatMap((each) => {
    const { lastAccessed, source, category, place } = each
    if (lastAccessed === null || lastAccessed >= newest) return []
    return [
      finding('mapping-behind', at(each.techniqueId, each, place.line), {
        source,
        category,
        lastAccessed,
        newest,
      }),
    ]
  })
}
