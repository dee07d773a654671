/** Where the first item is of which this holds, in a list where it holds of all behind it too; its length for none. By halves. */
export function firstWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [from, to] = [0, items.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (holds(items[middle] as Item)) to = middle
    else from = middle + 1
  }
  return from
}
