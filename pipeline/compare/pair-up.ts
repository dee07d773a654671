import { groupBy } from '../model/group-by.js'

/** What belongs together in two lists, and what is left of each. */
export interface Pairing<Item> {
  pairs: { before: Item; after: Item }[]
  removed: Item[]
  added: Item[]
}

/**
 * Pairs the items of two lists by one key after another, the strictest first. Items of equal key are paired in their
 * order, as many as both lists have; the rest go on to the next key. An item whose key is null is passed over.
 *
 * Swapping the lists swaps the sides of the same pairs.
 */
export function pairUp<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keys: readonly ((item: Item) => string | null)[],
): Pairing<Item> {
  const pairing: Pairing<Item> = { pairs: [], removed: [...before], added: [...after] }
  for (const keyOf of keys) pairBy(pairing, keyOf)
  return pairing
}

function pairBy<Item>(pairing: Pairing<Item>, keyOf: (item: Item) => string | null): void {
  const waiting = groupBy(pairing.added, keyOf)
  const taken = new Set<Item>()
  const position = new Map<string, number>()
  const removed: Item[] = []
  for (const before of pairing.removed) {
    const key = keyOf(before)
    const at = key === null ? 0 : (position.get(key) ?? 0)
    const after = key === null ? undefined : waiting.get(key)?.[at]
    if (key === null || after === undefined) removed.push(before)
    else {
      position.set(key, at + 1)
      taken.add(after)
      pairing.pairs.push({ before, after })
    }
  }
  pairing.removed = removed
  pairing.added = pairing.added.filter((item) => !taken.has(item))
}
