import type { Model } from '../../model/model.js'
import type { OutsideCounts } from '../../model/outside-table.js'
import { compareText } from '../../model/place.js'
import type { RecordsSummary } from '../../model/records.js'
import type { AttackReference } from '../../model/reference.js'
import type { Completeness, Difference } from '../../model/report.js'
import { flatMapped } from '../../model/series.js'
import { sum } from '../../model/sum.js'
import { blocksBySource, type SourceBlocks, sourceKey } from './blocks.js'
import { declaredCounts, declaredTotals } from './declared.js'
import { compareOutside } from './outside.js'

/** What completeness is judged by. */
export interface CompletenessFacts {
  records: RecordsSummary
  model: Model
  /** Tells which techniques the pages could be about. */
  attack: AttackReference
  /** Somebody else's counts, or null where none were given. */
  outside: OutsideCounts | null
}

/**
 * How completely the corpus was read, and every figure that differs from what the pages themselves or an outside
 * table say of it, each with its places and its reason. It is always about the whole corpus, whatever the scope.
 */
export function completenessOf({ records, model, attack, outside }: CompletenessFacts): Completeness {
  const sources = blocksBySource(model, records)
  const compared = outside === null ? null : compareOutside(outside, model, sources)
  const missingPages = missingPagesOf(model, attack)
  const differences = sources.flatMap((source) => {
    const column = compared?.table.columns.find((each) => isColumnOf(each, source))
    const sumThere = column?.theirs ?? null
    const context = {
      missingPages,
      attackVersion: attack.pagesVersion,
      outside: outside === null || sumThere === null ? null : { name: outside.name, sum: sumThere },
    }
    return [...declaredTotals(source, context), ...declaredCounts(source)]
  })
  const all = sorted([...differences, ...(compared?.differences ?? [])])
  return { ...populationOf(records, model), outside: compared?.table ?? null, ...countedOf(all) }
}

function isColumnOf(
  { category, source }: { category: string | null; source: string | null },
  { key }: SourceBlocks,
): boolean {
  return `${category}/${source}` === key
}

/** What was found and what became of it: the records tell what is written, the model what was kept. */
function populationOf(records: RecordsSummary, model: Model) {
  const withCode = (code: string) => records.findings.filter((each) => each.code === code).length
  const rejected = withCode('page-unreadable')
  const mappings = model.techniques.flatMap((technique) => technique.mappings)
  const written = flatMapped(records.pages, ({ sections }) => sections.flatMap((section) => section.mappings))
  return {
    pagesFound: records.pages.length + rejected,
    pagesParsed: records.pages.length,
    pagesRejected: rejected,
    filesSkipped: withCode('page-skipped'),
    rowsWritten: sum(written.map(({ rows }) => rows.length)),
    rowsKept: sum(mappings.map(({ resources }) => resources.length)),
    placeholders: sum(mappings.map(({ placeholders }) => placeholders)),
  }
}

function countedOf(differences: Difference[]): Pick<Completeness, 'differences' | 'unexplained'> {
  return { differences, unexplained: differences.filter(({ reason }) => reason === null).length }
}

/** Techniques that were active when the pages were written and have no page: a total may count their rows. */
function missingPagesOf({ techniques }: Model, attack: AttackReference): number {
  const there = new Set(techniques.map(({ id }) => id))
  return attack.techniques.filter(({ id, before }) => before?.status === 'active' && !there.has(id)).length
}

const kinds: Difference['against'][] = [
  'declared-total',
  'outside-total',
  'outside-technique',
  'declared-count',
  'outside-count',
]

/** By technique, category, source and kind; those of no technique come first. */
function sorted(differences: Difference[]): Difference[] {
  const key = ({ category, source }: Difference) =>
    category === null || source === null ? '' : sourceKey({ category, source })
  return differences.sort(
    (a, b) =>
      compareText(a.techniqueId ?? '', b.techniqueId ?? '') ||
      compareText(key(a), key(b)) ||
      kinds.indexOf(a.against) - kinds.indexOf(b.against),
  )
}
