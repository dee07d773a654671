import { Category } from '../model/category.js'
import { changeWords, type DiffChange, diffKinds } from '../model/diff.js'
import { compareText } from '../model/place.js'

/** Changes by kind, technique, category, source, address or label, and what became of the thing. */
export function inOrder(changes: readonly DiffChange[]): DiffChange[] {
  return [...changes].sort(
    (a, b) =>
      diffKinds.indexOf(a.kind) - diffKinds.indexOf(b.kind) ||
      compareText(a.techniqueId ?? '', b.techniqueId ?? '') ||
      categoryRank(a) - categoryRank(b) ||
      compareText(a.source ?? '', b.source ?? '') ||
      compareText(nameOf(a), nameOf(b)) ||
      changeWords.indexOf(a.change) - changeWords.indexOf(b.change),
  )
}

/** Things of no category go first. */
function categoryRank({ category }: DiffChange): number {
  return category === null ? -1 : Category.options.indexOf(category)
}

/** The address that it has, or had, and the label where it has none. */
function nameOf({ before, after }: DiffChange): string {
  const side = after ?? before
  return side?.url ?? side?.label ?? ''
}
