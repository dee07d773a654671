import { groupBy } from '../../model/group-by.js'
import type { Difference } from '../../model/report.js'
import { type Block, listingOf, type SourceBlocks } from './blocks.js'
import { difference, type Explanation, explainByRows, times, unexplained } from './explanation.js'

/** The blocks whose own count is not the number of their rows, each with what explains it. */
export function declaredCounts({ blocks }: SourceBlocks): Difference[] {
  return blocks.flatMap((block) => {
    const { declaredCount: theirs } = block.mapping
    if (theirs === block.listed) return []
    const figures = figuresOf(block, 'declared-count', theirs, block.listed)
    const lists = `lists ${times(block.listed, 'row')}`
    if (theirs === null) {
      const found = { ...notStated(block.states.count, 'count'), places: null }
      return [difference(figures, `The block ${lists} and declares nothing`, found, [block.mapping.place])]
    }
    const found = explainByRows(theirs, block) ?? unexplained
    return [difference(figures, `The block declares ${theirs} and ${lists}`, found, [block.mapping.place])]
  })
}

/** What the totals of a source are judged by beside its blocks. */
export interface TotalContext {
  /** Techniques of the ATT&CK version that the pages speak of which have no page here. */
  missingPages: number
  attackVersion: string
  /** The sum of the outside table, and the table's name; null where it has none for the source. */
  outside: { name: string; sum: number } | null
}

/**
 * The totals that a source's blocks declare against the rows that those of its newest date list: the total of these,
 * and each block that declares another one.
 */
export function declaredTotals(source: SourceBlocks, context: TotalContext): Difference[] {
  const fresh = source.blocks.filter(({ behind }) => !behind)
  const [first] = fresh
  if (first === undefined) return []
  const usual = usualTotal(fresh)
  const ours = listingOf(fresh).listed
  const of = source.newest === null ? '' : ` of ${source.newest}`
  const others = source.blocks.flatMap((block) => otherTotal(block, usual, ours, of))
  if (usual === ours) return others
  const figures = { ...figuresOf(first, 'declared-total', usual, ours), techniqueId: null }
  const places = fresh
    .filter(({ mapping }) => mapping.declaredTotal === usual)
    .map(({ mapping }) => mapping.place)
  const one = fresh.length === 1
  const newest = `The ${one ? 'one block' : times(fresh.length, 'block')}${of}`
  const declares = `${one ? 'declares' : 'declare'} ${usual === null ? 'no total' : `a total of ${usual}`}`
  const what = `${newest} ${declares} and ${one ? 'lists' : 'list'} ${times(ours, 'row')}`
  return [difference(figures, what, whyTotal(source, fresh, usual, context), places), ...others]
}

function whyTotal(
  { blocks }: SourceBlocks,
  fresh: readonly Block[],
  usual: number | null,
  { missingPages, attackVersion, outside }: TotalContext,
): Explanation {
  if (usual === null) {
    return {
      ...notStated(
        fresh.some(({ states }) => states.total),
        'total',
      ),
      places: null,
    }
  }
  const listing = listingOf(fresh)
  const byRows = explainByRows(usual, listing)
  if (byRows !== null) return byRows
  const left = blocks.filter(({ behind }) => behind)
  if (left.length > 0 && listingOf(blocks).listed === usual) {
    const places = left.map(({ mapping }) => mapping.place)
    return { reason: 'mapping-behind', why: 'it counts in the rows of the blocks left behind', places }
  }
  if (missingPages > 0 && usual > listing.listed) {
    const why = `the corpus has no page for ${times(missingPages, 'technique')} of ATT&CK ${attackVersion}, whose rows it may count`
    return { reason: 'pages-missing', why, places: null }
  }
  const same =
    outside?.sum === listing.listed ? `, and ${outside.name} has ${outside.sum} in all as well` : ''
  return { ...unexplained, why: `${unexplained.why}${same}` }
}

/** A block that declares another total than those of the newest date do. */
function otherTotal(block: Block, usual: number | null, ours: number, of: string): Difference[] {
  const { declaredTotal: theirs, lastAccessed, place } = block.mapping
  if (theirs === null || theirs === usual) return []
  const figures = figuresOf(block, 'declared-total', theirs, ours)
  const says = `The block${lastAccessed === null ? '' : ` of ${lastAccessed}`} declares a total of ${theirs}`
  const theOthers = `those${of} ${usual === null ? 'declare none' : `say ${usual}`}`
  return [difference(figures, `${says}, ${theOthers}`, whyOther(block), [place])]
}

function whyOther({ behind, mapping }: Block): Explanation {
  if (behind) {
    const why = 'it was left behind when those were renewed'
    return { reason: 'mapping-behind', why, places: null }
  }
  if (mapping.lastAccessed === null) {
    return {
      reason: 'date-unknown',
      why: 'its date is not known, so that it may be of another day',
      places: null,
    }
  }
  return unexplained
}

/** The total that most blocks declare, the greatest where several are as frequent; null where none declares any. */
function usualTotal(blocks: readonly Block[]): number | null {
  const totals = groupBy(
    blocks.flatMap(({ mapping }) => mapping.declaredTotal ?? []),
    (total) => total,
  )
  const [usual] = [...totals].sort(([a, as], [b, bs]) => bs.length - as.length || b - a)
  return usual?.[0] ?? null
}

function notStated(isWritten: boolean, field: string): Omit<Explanation, 'places'> {
  return isWritten
    ? { reason: 'number-unreadable', why: `its ${field} is written and is no number` }
    : { reason: 'field-missing', why: `it states no ${field}, which is not zero` }
}

function figuresOf(
  { technique, mapping }: Block,
  against: Difference['against'],
  theirs: number | null,
  ours: number,
) {
  const { category, source } = mapping
  return { against, techniqueId: technique.id, category, source, theirs, ours }
}
