import { stableId } from '../../model/digest.js'
import { groupBy } from '../../model/group-by.js'
import type { Mapping, Model, Technique } from '../../model/model.js'
import { compareText, type Place } from '../../model/place.js'
import type { MappingEntry, RecordsSummary } from '../../model/records.js'
import { sum } from '../../model/sum.js'

/** What a block, or several of them, list: everything that a count may be made of. */
export interface Listing {
  /** Rows that are resources, repeats included. */
  listed: number
  /** Rows that say there is nothing. */
  placeholders: Place[]
  /** Unit tests that the rows state; null where none does. */
  tests: number | null
  /** Rows that state other than one test. */
  testRows: Place[]
  /** Rows that stand in their block already. */
  repeats: Place[]
  /** Rows whose one link is written twice, on two lines. */
  folded: Place[]
  /** Lines that are of no known form. */
  unread: Place[]
}

/** One source's block on one page, with what it lists. */
export interface Block extends Listing {
  technique: Technique
  mapping: Mapping
  /** Whether the page has a line for the count, or the total, whatever it says. */
  states: { count: boolean; total: boolean }
  /** Whether other blocks of its source are newer. */
  behind: boolean
}

/** All blocks of one source in one category. */
export interface SourceBlocks {
  key: string
  blocks: Block[]
  /** Newest date among them, YYYY-MM-DD, or null where none has one. */
  newest: string | null
}

/** `detection/sigma`: what tells sources apart. */
export function sourceKey({ category, source }: Pick<Mapping, 'category' | 'source'>): string {
  return `${category}/${source}`
}

/** The blocks of the model by category and source, each with what it lists by its own rows. */
export function blocksBySource(model: Model, records: RecordsSummary): SourceBlocks[] {
  const recordAt = mappingRecords(records)
  const all = model.techniques.flatMap((technique) =>
    technique.mappings.map((mapping) => blockOf(technique, mapping, recordAt)),
  )
  const groups = groupBy(all, ({ mapping }) => sourceKey(mapping))
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, blocks]) => {
      let newest: string | null = null
      for (const { mapping } of blocks) {
        if (mapping.lastAccessed !== null && (newest === null || mapping.lastAccessed > newest))
          newest = mapping.lastAccessed
      }
      const isBehind = ({ lastAccessed }: Mapping) => lastAccessed !== null && lastAccessed !== newest
      return {
        key,
        newest,
        blocks: blocks.map((block) => ({ ...block, behind: isBehind(block.mapping) })),
      }
    })
}

/** What some blocks list together. */
export function listingOf(blocks: readonly Listing[]): Listing {
  const stating = blocks.flatMap(({ tests }) => tests ?? [])
  return {
    listed: sum(blocks.map(({ listed }) => listed)),
    placeholders: blocks.flatMap(({ placeholders }) => placeholders),
    tests: stating.length === 0 ? null : sum(stating),
    testRows: blocks.flatMap(({ testRows }) => testRows),
    repeats: blocks.flatMap(({ repeats }) => repeats),
    folded: blocks.flatMap(({ folded }) => folded),
    unread: blocks.flatMap(({ unread }) => unread),
  }
}

type RecordAt = ReadonlyMap<string, MappingEntry>
const placeKey = ({ file, line }: Place) => `${line} ${file}`

/** The records of the mappings by where their headings stand, as in the model. */
function mappingRecords({ pages }: RecordsSummary): RecordAt {
  const found = new Map<string, MappingEntry>()
  for (const { file, sections } of pages) {
    for (const { mappings } of sections) {
      for (const mapping of mappings) found.set(placeKey({ file, line: mapping.heading.line }), mapping)
    }
  }
  return found
}

function blockOf(technique: Technique, mapping: Mapping, recordAt: RecordAt): Block {
  const record = recordAt.get(placeKey(mapping.place))
  const { resources } = mapping
  const kept = new Set(resources.map(({ place }) => place.line))
  const at = ({ line }: { line: number }): Place => ({ file: mapping.place.file, line })
  const stating = resources.filter(({ tests }) => tests !== null)
  const rows = record?.rows ?? []
  return {
    technique,
    mapping,
    behind: false,
    states: { count: record?.count != null, total: record?.total != null },
    listed: resources.length,
    // What became of a row is seen by what the model kept of it: the rule for placeholders has one home.
    placeholders: rows.filter(({ line }) => !kept.has(line)).map(at),
    tests: stating.length === 0 ? null : sum(stating.map(({ tests }) => tests ?? 0)),
    testRows: stating.filter(({ tests }) => tests !== 1).map(({ place }) => place),
    repeats: repeatsOf(mapping),
    folded: rows.filter(({ form, line }) => form === 'folded' && kept.has(line)).map(at),
    unread: (record?.rest ?? []).map(at),
  }
}

function repeatsOf({ resources }: Mapping): Place[] {
  const seen = new Set<string>()
  return resources.flatMap(({ label, url, place }) => {
    const key = stableId(label, url)
    if (seen.has(key)) return [place]
    seen.add(key)
    return []
  })
}
