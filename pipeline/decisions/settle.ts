import { groupBy } from '../model/group-by.js'
import { markOf } from './decided.js'
import { isGapId, type TypedRow } from './typed-row.js'

/** A row, and whether another row of the file says something else about its gap. */
export interface SettledRow {
  typed: TypedRow
  contested: boolean
}

/**
 * One row for each gap where the file says one thing about it; all of them where it does not.
 *
 * A decision stands on two sheets of a report, and is often edited on one of them only. The list of decisions bears
 * the digest of what each row said when the report was made: by it a row that nobody touched gives way to the one that
 * somebody did. Where that does not decide, no row gives way, and the gap has no decision until a person settles it.
 */
export function settle(rows: readonly TypedRow[]): SettledRow[] {
  const told = rows.filter(({ gapId }) => isGapId(gapId))
  const settled = new Map<TypedRow, SettledRow>()
  for (const group of groupBy(told, ({ gapId }) => gapId).values()) {
    const kept = standing(group)
    const contested = kept.length > 1
    for (const row of kept) {
      const typed = contested || group.length === 1 ? row : { ...row, more: allMore([row, ...group]) }
      settled.set(row, { typed, contested })
    }
  }
  return rows.flatMap((row) => {
    if (!isGapId(row.gapId)) return [{ typed: row, contested: false }]
    return settled.get(row) ?? []
  })
}

/** The rows of a gap that none of the others makes superfluous; of rows that say the same the first. */
function standing(group: readonly TypedRow[]): TypedRow[] {
  const bySaying = new Map<string, TypedRow>()
  for (const row of group) {
    const saying = markOf(row.decided)
    if (!bySaying.has(saying)) bySaying.set(saying, row)
  }
  const listed = group.filter(({ mark }) => mark !== null)
  const asMade = listed.length === 1 ? (listed[0]?.mark ?? null) : null
  const edited = [...bySaying].filter(([saying]) => asMade !== null && saying !== asMade)
  return (edited.length > 0 ? edited : [...bySaying]).map(([, row]) => row)
}

/** The other words of several rows, each once; nobody's are lost when their row gives way. */
function allMore(rows: readonly TypedRow[]): TypedRow['more'] {
  const words = rows.flatMap(({ more }) => more)
  return [...new Map(words.map((each) => [JSON.stringify([each.heading, each.text]), each])).values()]
}
