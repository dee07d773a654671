import type { DiffChange, DiffSide, Gain } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import type { Addresses } from './addresses.js'
import { changeOf, changeWord, type Sides, sideOf } from './change.js'
import { gainOfStates, isUsable } from './gain.js'
import { type Pairing, pairUp } from './pair-up.js'
import type { Row } from './rows.js'

/**
 * The changes of rows. Rows are the same within technique, category and source, by address whatever its form, by where
 * their link moved, and by label where they have no address; repeats are paired one by one.
 */
export function compareResources(
  before: readonly Row[],
  after: readonly Row[],
  addresses: Addresses,
  identity: (row: Row) => string,
): DiffChange[] {
  const pairing = pairRows(before, after, addresses)
  const gains = {
    removed: gainTeller('lost', after, identity),
    added: gainTeller('gained', before, identity),
  }
  return [
    ...pairing.pairs.flatMap((pair) => changedRow(pair, addresses)),
    ...pairing.removed.map((row) =>
      rowChange(row, 'removed', { before: rowSide(row), after: null }, gains.removed(row)),
    ),
    ...pairing.added.map((row) =>
      rowChange(row, 'added', { before: null, after: rowSide(row) }, gains.added(row)),
    ),
  ]
}

function pairRows(
  before: readonly Row[],
  after: readonly Row[],
  { keyOf, resourceOf }: Addresses,
): Pairing<Row> {
  const label = ({ resource }: Row) => `\n${resource.label}`
  const byAddress = (name: (url: string) => string) => (row: Row) =>
    row.resource.url === null ? null : `${row.scope}\n${name(row.resource.url)}`
  const withLabel = (key: (row: Row) => string | null) => (row: Row) => {
    const text = key(row)
    return text === null ? null : text + label(row)
  }
  const keys = [
    withLabel(byAddress((url) => url)),
    (row: Row) => (row.resource.url === null ? row.scope + label(row) : null),
    withLabel(byAddress(keyOf)),
    byAddress(keyOf),
    withLabel(byAddress(resourceOf)),
    byAddress(resourceOf),
  ]
  return withRegainedLinks(pairUp(before, after, keys))
}

/**
 * Pairs a row that has lost its address, or has got one, with the only row of its label that is left on the other
 * side. A label is no key among rows with addresses: each of those names a file of its own.
 */
function withRegainedLinks(pairing: Pairing<Row>): Pairing<Row> {
  const labelled = ({ scope, resource }: Row) => `${scope}\n${resource.label}`
  const [removed, added] = [groupBy(pairing.removed, labelled), groupBy(pairing.added, labelled)]
  const paired = new Set<Row>()
  const pairs = [...removed].flatMap(([key, [before, ...others]]) => {
    const [after, ...more] = added.get(key) ?? []
    if (before === undefined || after === undefined || others.length + more.length > 0) return []
    if ((before.resource.url === null) === (after.resource.url === null)) return []
    paired.add(before).add(after)
    return [{ before, after }]
  })
  const left = (rows: Row[]) => rows.filter((row) => !paired.has(row))
  return {
    pairs: [...pairing.pairs, ...pairs],
    removed: left(pairing.removed),
    added: left(pairing.added),
  }
}

function changedRow({ before, after }: { before: Row; after: Row }, { keyOf }: Addresses): DiffChange[] {
  const key = ({ resource: { url } }: Row) => (url === null ? null : keyOf(url))
  const otherTests = before.resource.tests !== after.resource.tests
  const word = changeWord({
    moved: key(before) !== key(after),
    renamed: before.resource.label !== after.resource.label,
    changed: otherTests,
  })
  if (word === null) return []
  const side = (row: Row) => rowSide(row, otherTests ? { tests: row.resource.tests } : {})
  const sides = { before: side(before), after: side(after) }
  return [rowChange(after, word, sides, gainOfStates(before.state, after.state))]
}

/**
 * Tells of each row that is on one side only whether that is coverage gained or lost: not where its link is dead, nor
 * where the other side lists the same resource, nor of its second repeat.
 */
function gainTeller(
  word: Gain,
  otherSide: readonly Row[],
  identity: (row: Row) => string,
): (row: Row) => Gain {
  const counted = new Set(otherSide.map(identity))
  return (row) => {
    const key = identity(row)
    if (!isUsable(row.state) || counted.has(key)) return 'neither'
    counted.add(key)
    return word
  }
}

function rowSide({ resource }: Row, differing: Partial<DiffSide> = {}): DiffSide {
  return sideOf(resource.label, resource.url, differing)
}

function rowChange(
  { techniqueId, mapping: { category, source } }: Row,
  word: DiffChange['change'],
  sides: Sides,
  gain: Gain,
): DiffChange {
  return changeOf('resource', word, { techniqueId, category, source }, sides, gain)
}
