import { type Block, listingOf } from './blocks.js'
import { type Explanation, explainByRows, times, unexplained } from './explanation.js'

/** The rows that the blocks of one technique and source list; null where there is no block, which is not zero. */
export function oursOf(blocks: readonly Block[]): number | null {
  return blocks.length === 0 ? null : listingOf(blocks).listed
}

/** What differs between a cell of an outside table and the blocks of its technique and source, and why. */
export function explainCell(
  theirs: number | null,
  blocks: readonly Block[],
  name: string,
): { what: string; found: Explanation } {
  const says = `${name} ${theirs === null ? 'has no figure' : `says ${theirs}`}`
  if (blocks.length === 0) {
    const found = theirs === 0 ? nothingListed('the page has no block of the source') : unexplained
    return { what: `${says}, and the page has no block`, found }
  }
  const lists = `the page lists ${times(oursOf(blocks) ?? 0, 'row')}`
  return { what: `${says}, and ${lists}`, found: whyCell(theirs, blocks) }
}

function whyCell(theirs: number | null, blocks: readonly Block[]): Explanation {
  const listing = listingOf(blocks)
  if (theirs === null && listing.listed === 0) {
    const { placeholders } = listing
    if (placeholders.length === 0) return nothingListed('the block is there and lists no row')
    const why = `all it holds is ${times(placeholders.length, 'row that says', 'rows that say')} there is nothing`
    return { reason: 'placeholder-row', why, places: placeholders }
  }
  const byRows = theirs === null ? null : explainByRows(theirs, listing)
  if (byRows !== null) return byRows
  const left = blocks.filter(({ behind }) => behind)
  const [old] = left
  if (old !== undefined) {
    const why = `the block of ${old.mapping.lastAccessed} was left behind when others of its source were renewed`
    return { reason: 'mapping-behind', why, places: left.map(({ mapping }) => mapping.place) }
  }
  const declared = blocks.map(({ mapping }) => mapping.declaredCount ?? 0).reduce((a, b) => a + b, 0)
  if (theirs !== null && theirs === declared) {
    return { reason: 'count-mismatch', why: 'it has what the page declares, not what it lists', places: null }
  }
  return unexplained
}

function nothingListed(why: string): Explanation {
  return { reason: 'nothing-listed', why: `${why}: no figure and zero are not the same`, places: null }
}
