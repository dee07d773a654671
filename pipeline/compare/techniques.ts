import type { DiffChange, DiffSide } from '../model/diff.js'
import type { Technique } from '../model/model.js'
import type { Addresses } from './addresses.js'
import { changeOf, changeWord, type Sides, sideOf } from './change.js'
import { isUsable } from './gain.js'
import { pairUp } from './pair-up.js'
import type { Row } from './rows.js'

/** Things with the rows below them, which tell whether they list anything that is not lost. */
export interface Listed<Item> {
  items: readonly Item[]
  rows: readonly Row[]
}

/** The changes of pages: by id, and in their order where one id has several. Descriptions are not compared. */
export function compareTechniques(
  before: Listed<Technique>,
  after: Listed<Technique>,
  { keyOf }: Addresses,
): DiffChange[] {
  const key = ({ url }: Technique) => (url === null ? null : keyOf(url))
  const { pairs, removed, added } = pairUp(before.items, after.items, [({ id }) => id])
  const usable = { before: usableIds(before.rows), after: usableIds(after.rows) }
  const changed = pairs.flatMap(({ before: was, after: is }) => {
    const otherTactics = was.tactics.join('\n') !== is.tactics.join('\n')
    const word = changeWord({
      moved: key(was) !== key(is),
      renamed: was.name !== is.name,
      changed: otherTactics,
    })
    if (word === null) return []
    const side = (page: Technique) => pageSide(page, otherTactics ? { tactics: page.tactics } : {})
    return [pageChange(is, word, { before: side(was), after: side(is) }, 'neither')]
  })
  return [
    ...changed,
    ...removed.map((page) => {
      const gain = usable.before.has(page.id) ? 'lost' : 'neither'
      return pageChange(page, 'removed', { before: pageSide(page), after: null }, gain)
    }),
    ...added.map((page) => {
      const gain = usable.after.has(page.id) ? 'gained' : 'neither'
      return pageChange(page, 'added', { before: null, after: pageSide(page) }, gain)
    }),
  ]
}

function usableIds(rows: readonly Row[]): Set<string> {
  return new Set(rows.filter(({ state }) => isUsable(state)).map(({ techniqueId }) => techniqueId))
}

function pageSide({ name, url }: Technique, differing: Partial<DiffSide> = {}): DiffSide {
  return sideOf(name, url, differing)
}

function pageChange(
  { id }: Technique,
  word: DiffChange['change'],
  sides: Sides,
  gain: DiffChange['gain'],
): DiffChange {
  return changeOf('technique', word, { techniqueId: id, category: null, source: null }, sides, gain)
}
