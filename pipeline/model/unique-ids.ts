/**
 * A function that makes ids unique in the order it is given them: the second `x` becomes `x-2`, the third `x-3`.
 *
 * For things that are equal in all that an id is made of (a row that stands twice in one list), order is the
 * only difference left, and the order of the pages is stable.
 */
export function idNumberer(): (id: string) => string {
  const seen = new Map<string, number>()
  return (id) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id}-${count}`
  }
}
