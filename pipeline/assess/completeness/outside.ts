import { groupBy } from '../../model/group-by.js'
import type { Model } from '../../model/model.js'
import type { OutsideColumn, OutsideCounts } from '../../model/outside-table.js'
import type { Difference, OutsideTable } from '../../model/report.js'
import { sum } from '../../model/sum.js'
import { type Block, type SourceBlocks, sourceKey } from './blocks.js'
import { difference, reasonText, times, unexplained } from './explanation.js'
import { explainCell, oursOf } from './outside-cell.js'

/** The outside table as it was compared, and everything in which it differs. */
export interface Outside {
  table: OutsideTable
  differences: Difference[]
}

/**
 * Holds an outside table against the pages: which techniques each has, every cell of a column that a source was
 * matched with, and the sums of these columns. A column that nobody can place is listed as not compared.
 */
export function compareOutside(
  outside: OutsideCounts,
  model: Model,
  sources: readonly SourceBlocks[],
): Outside {
  const pages = groupBy(model.techniques, ({ id }) => id)
  const bySource = new Map(sources.map((source) => [source.key, source]))
  const columns = outside.columns.map((column, at) => {
    const blocks = column.meaning === null ? [] : (bySource.get(sourceKey(column.meaning))?.blocks ?? [])
    return compareColumn(outside, column, at, blocks, pages)
  })
  const compared = sum(columns.map((column) => column.compared))
  const differences = columns.flatMap((column) => column.differences)
  const cells = sum(columns.map((column) => column.unequal))
  return {
    table: {
      name: outside.name,
      sha256: outside.sha256,
      techniques: outside.rows.length,
      columns: columns.map(({ shown }) => shown),
      compared,
      equal: compared - cells,
    },
    differences: [...techniquesOf(outside, pages), ...differences],
  }
}

type Pages = ReadonlyMap<string, Model['techniques']>

/** Techniques that only one side has. */
function techniquesOf({ name, columns, rows }: OutsideCounts, pages: Pages): Difference[] {
  const figures = { against: 'outside-technique', category: null, source: null } as const
  const theirs = rows.flatMap(({ techniqueId, counts }) => {
    if (pages.has(techniqueId)) return []
    const known = counts.filter((count, at) => count !== null && columns[at]?.meaning !== null)
    const total = known.length === 0 ? null : sum(known.map((count) => count ?? 0))
    const said = { ...figures, techniqueId, theirs: total, ours: null }
    return [difference(said, `${name} has the technique, and no page is about it`, unexplained, [])]
  })
  const listed = new Set(rows.map(({ techniqueId }) => techniqueId))
  const ours = [...pages].flatMap(([techniqueId, own]) => {
    if (listed.has(techniqueId)) return []
    const rowsListed = sum(own.flatMap(({ mappings }) => mappings.map(({ resources }) => resources.length)))
    const said = { ...figures, techniqueId, theirs: null, ours: rowsListed }
    const places = own.map(({ place }) => place)
    return [
      difference(said, `The page is there, and ${name} does not have the technique`, unexplained, places),
    ]
  })
  return [...theirs, ...ours]
}

interface ComparedColumn {
  shown: OutsideTable['columns'][number]
  compared: number
  unequal: number
  differences: Difference[]
}

function compareColumn(
  outside: OutsideCounts,
  { column, meaning }: OutsideColumn,
  at: number,
  blocks: readonly Block[],
  pages: Pages,
): ComparedColumn {
  const figures = outside.rows.flatMap(({ counts }) => counts[at] ?? [])
  const theirs = figures.length === 0 ? null : sum(figures)
  if (meaning === null) {
    const shown = { column, category: null, source: null, theirs, ours: null }
    return { shown, compared: 0, unequal: 0, differences: [] }
  }
  const { category, source } = meaning
  const ours = blocks.length === 0 ? null : sum(blocks.map(({ listed }) => listed))
  const shown = { column, category, source, theirs, ours }
  const total = { against: 'outside-total', techniqueId: null, category, source, theirs, ours } as const
  const says = `${outside.name} ${theirs === null ? 'has no figure' : `has ${theirs} in all`} in "${column}"`
  if (ours === null) {
    const isEqual = theirs === null
    const what = `${says}, and no page has a block of ${sourceKey(meaning)}`
    return {
      shown,
      compared: 0,
      unequal: 0,
      differences: isEqual ? [] : [difference(total, what, unexplained, [])],
    }
  }
  const byTechnique = groupBy(blocks, ({ technique }) => technique.id)
  const inBoth = outside.rows.filter(({ techniqueId }) => pages.has(techniqueId))
  const cells = inBoth.flatMap(({ techniqueId, counts }) => {
    const own = byTechnique.get(techniqueId) ?? []
    const figure = counts[at] ?? null
    if (figure === oursOf(own)) return []
    const place = pages.get(techniqueId)?.[0]?.place
    const where =
      own.length > 0 ? own.map(({ mapping }) => mapping.place) : place === undefined ? [] : [place]
    const said = { against: 'outside-count', techniqueId, category, source, theirs: figure } as const
    const { what, found } = explainCell(figure, own, outside.name)
    return [difference({ ...said, ours: oursOf(own) }, what, found, where)]
  })
  const totals =
    theirs === ours
      ? []
      : [totalDifference(total, `${says}, and the pages list ${times(ours, 'row')}`, cells)]
  return { shown, compared: inBoth.length, unequal: cells.length, differences: [...totals, ...cells] }
}

/** A sum differs by what its cells differ by; techniques that only one side has are differences of their own. */
function totalDifference(
  figures: Pick<Difference, 'against' | 'techniqueId' | 'category' | 'source' | 'theirs' | 'ours'>,
  what: string,
  cells: readonly Difference[],
): Difference {
  const accounted = sum(cells.map(({ theirs, ours }) => (ours ?? 0) - (theirs ?? 0)))
  const reasons = groupBy(cells, ({ reason }) => reason)
  if (accounted !== (figures.ours ?? 0) - (figures.theirs ?? 0) || reasons.has(null)) {
    return difference(figures, what, unexplained, [])
  }
  const counted = [...reasons].map(
    ([reason, own]) => `${times(own.length, 'cell differs', 'cells differ')} by ${reasonText(reason ?? '')}`,
  )
  const [only] = reasons.keys()
  const reason = reasons.size === 1 && only !== undefined ? only : 'several'
  const places = cells.flatMap((cell) => cell.places)
  return difference(figures, what, { reason, why: counted.join(', '), places }, [])
}
