import { groupBy } from '../model/group-by.js'
import type { Mapping, Technique } from '../model/model.js'
import type { Reconciliation, SourceSummary } from '../model/report.js'
import { sum } from '../model/sum.js'
import { agesOf } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import { earlier, evidenceOf, later } from './evidence.js'
import { linkCountsBehind } from './link-summary.js'

const categoryOrder = ['policy', 'detection', 'test', 'other']

function keyOf({ category, source }: Mapping): string {
  return `${categoryOrder.indexOf(category)} ${source}`
}

/** Mappings by category and source, categories in the pages' order, sources by id. */
function mappingsBySource(
  techniques: readonly Technique[],
): Map<string, { technique: Technique; mapping: Mapping }[]> {
  const all = techniques.flatMap((technique) => technique.mappings.map((mapping) => ({ technique, mapping })))
  const groups = groupBy(all, ({ mapping }) => keyOf(mapping))
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** One summary a source and category: what it maps, how much of that stands, and how old it is. */
export function sourceSummaries(
  techniques: readonly Technique[],
  resources: readonly AssessedResource[],
  asOf: string,
): SourceSummary[] {
  const resourcesOf = groupBy(resources, ({ mapping }) => keyOf(mapping))
  return [...mappingsBySource(techniques)].flatMap(([key, blocks]) => {
    const mappings = blocks.map(({ mapping }) => mapping)
    const newest = mappings.reduce<string | null>((date, { lastAccessed }) => later(date, lastAccessed), null)
    const oldest = mappings.reduce<string | null>(
      (date, { lastAccessed }) => earlier(date, lastAccessed),
      null,
    )
    const [first] = mappings
    if (first === undefined) return []
    const own = resourcesOf.get(key) ?? []
    const { sources: _, usableSources: __, ...evidence } = evidenceOf(own)
    return [
      {
        category: first.category,
        source: first.source,
        sourceName: first.sourceName,
        sourceUrl: first.sourceUrl,
        mappings: mappings.length,
        techniques: new Set(blocks.map(({ technique }) => technique.id)).size,
        declaredTotal: mappings.find(({ lastAccessed }) => lastAccessed === newest)?.declaredTotal ?? null,
        declaredSum: sum(mappings.map(({ declaredCount }) => declaredCount ?? 0)),
        newest,
        oldest,
        medianAgeDays: agesOf(mappings, asOf).medianDays,
        links: linkCountsBehind(own),
        ...evidence,
      },
    ]
  })
}

/** What the blocks of each source declare against what they list. */
export function reconcile(techniques: readonly Technique[]): Reconciliation[] {
  return [...mappingsBySource(techniques).values()].flatMap((blocks) => {
    const differences = blocks.map(({ mapping }) => unexplained(mapping))
    const mappings = blocks.map(({ mapping }) => mapping)
    const [first] = mappings
    if (first === undefined) return []
    const tests = mappings.flatMap(({ resources }) => resources.flatMap(({ tests: stated }) => stated ?? []))
    return [
      {
        category: first.category,
        source: first.source,
        sourceName: first.sourceName,
        mappings: mappings.length,
        declared: sum(mappings.map(({ declaredCount }) => declaredCount ?? 0)),
        rows: sum(mappings.map(({ resources }) => resources.length)),
        tests: tests.length === 0 ? null : sum(tests),
        placeholders: sum(mappings.map(({ placeholders }) => placeholders)),
        difference: sum(differences),
        mismatches: differences.filter((difference) => difference !== 0).length,
      },
    ]
  })
}

/** What a block declares beyond its rows and placeholders; nothing where it declares the tests they state. */
function unexplained({ declaredCount, resources, placeholders }: Mapping): number {
  if (declaredCount === null) return 0
  const stated = resources.flatMap(({ tests }) => tests ?? [])
  if (stated.length > 0 && declaredCount === sum(stated)) return 0
  return declaredCount - resources.length - placeholders
}
