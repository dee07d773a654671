import { type KnownHeadings, squeezed } from './columns.js'
import { addWords } from './grid-rows.js'
import { moreText } from './more-text.js'
import type { OtherWords, WrittenRow } from './written-row.js'

/**
 * The rows of a JSON value: an array of objects, or an object that holds one as `decisions`, `rows` or
 * `decisions.rows`, as `report.json` does; null where it holds none, or where no object names a gap.
 */
export function rowsOfJson(value: unknown, known: KnownHeadings): WrittenRow[] | null {
  const items = listOf(value)
  if (items === null) return null
  const rows = items.map((item, at) => writtenRow(item, at + 1, known))
  return rows.length === 0 || rows.some(({ words }) => words.gapId !== undefined) ? rows : null
}

function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  const inner = own(value, 'decisions') ?? own(value, 'rows')
  if (Array.isArray(inner)) return inner
  const rows = own(inner, 'rows')
  return Array.isArray(rows) ? rows : null
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

function writtenRow(item: unknown, row: number, known: KnownHeadings): WrittenRow {
  const written: WrittenRow = { sheet: null, row, words: {}, more: [], ours: [] }
  if (typeof item !== 'object' || item === null) {
    addWords(written, null, { heading: 'Item', text: textOf(item) })
    return written
  }
  for (const [heading, value] of Object.entries(item)) {
    const use = known.get(squeezed(heading)) ?? null
    const listed = use === 'more' ? otherWords(value) : null
    if (listed !== null) written.words.more = moreText(listed) ?? ''
    else if (use !== 'more' || written.words.more === undefined) {
      addWords(written, use, { heading, text: textOf(value) })
    }
  }
  return written
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `more` as `report.json` has it, or null where it is anything else. */
function otherWords(value: unknown): OtherWords[] | null {
  if (!Array.isArray(value)) return null
  const words = value.map((each) => ({ heading: own(each, 'heading'), text: own(each, 'text') }))
  const isWhole = (each: { heading: unknown; text: unknown }): each is OtherWords =>
    typeof each.heading === 'string' && typeof each.text === 'string'
  return words.every(isWhole) ? words : null
}
