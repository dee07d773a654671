/**
 * Adds items to the end of a list, one by one: `push(...items)` puts every item on the stack, and a page of half a
 * million lines is more than a stack holds.
 */
export function addAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item)
}
