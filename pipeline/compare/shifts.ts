import type { Category } from '../model/category.js'
import { groupBy } from '../model/group-by.js'
import { isUsable, isVerified } from './gain.js'
import type { Row } from './rows.js'

/**
 * What became of the evidence of a technique in one category, each resource once. `added` and `removed` are not dead
 * where they stand; `foundDead` were never seen alive, and `forgotten` were dead and are not known to be now.
 */
export interface Shift {
  added: Row[]
  removed: Row[]
  died: Row[]
  revived: Row[]
  foundDead: Row[]
  forgotten: Row[]
  /** Sources of which anything is not lost. */
  sources: { before: number; after: number }
}

/** Tells of a technique and category what became of their evidence. */
export type ShiftOf = (techniqueId: string, category: Category) => Shift

/** What became of the evidence from one run to another; rows are the same by `identity`. */
export function shiftsOf(
  before: readonly Row[],
  after: readonly Row[],
  identity: (row: Row) => string,
): ShiftOf {
  const cell = (techniqueId: string, category: string) => `${techniqueId}\n${category}`
  const cellOf = ({ techniqueId, mapping }: Row) => cell(techniqueId, mapping.category)
  const [was, is] = [groupBy(before, cellOf), groupBy(after, cellOf)]
  const known = new Map<string, Shift>()
  return (techniqueId, category) => {
    const key = cell(techniqueId, category)
    const shift = known.get(key) ?? shiftOf(was.get(key) ?? [], is.get(key) ?? [], identity)
    known.set(key, shift)
    return shift
  }
}

function shiftOf(before: readonly Row[], after: readonly Row[], identity: (row: Row) => string): Shift {
  const [was, is] = [bestRows(before, identity), bestRows(after, identity)]
  const both = [...was].flatMap(([key, row]) => {
    const now = is.get(key)
    return now === undefined ? [] : [{ before: row.state, after: now.state, row: now }]
  })
  const pick = (test: (pair: (typeof both)[number]) => boolean) => both.filter(test).map(({ row }) => row)
  return {
    added: [...is].filter(([key, row]) => !was.has(key) && isUsable(row.state)).map(([, row]) => row),
    removed: [...was].filter(([key, row]) => !is.has(key) && isUsable(row.state)).map(([, row]) => row),
    died: pick((pair) => isVerified(pair.before) && !isUsable(pair.after)),
    revived: pick((pair) => !isUsable(pair.before) && isVerified(pair.after)),
    foundDead: pick((pair) => isUnknown(pair.before) && !isUsable(pair.after)),
    forgotten: pick((pair) => !isUsable(pair.before) && isUnknown(pair.after)),
    sources: { before: usableSources(before), after: usableSources(after) },
  }
}

function isUnknown(state: Row['state']): boolean {
  return isUsable(state) && !isVerified(state)
}

/** Of the rows that are one resource the one of which the best is known. */
function bestRows(rows: readonly Row[], identity: (row: Row) => string): Map<string, Row> {
  const best = new Map<string, Row>()
  for (const row of rows) {
    const key = identity(row)
    const other = best.get(key)
    if (other === undefined || worth(row) > worth(other)) best.set(key, row)
  }
  return best
}

function worth({ state }: Row): number {
  return isVerified(state) ? 2 : isUsable(state) ? 1 : 0
}

function usableSources(rows: readonly Row[]): number {
  return new Set(rows.filter(({ state }) => isUsable(state)).map(({ mapping }) => mapping.source)).size
}
