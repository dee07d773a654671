import { type Decided, readDay, readStatus } from './decided.js'
import { readMoreText } from './more-text.js'
import { isBlank, type OtherWords, type WrittenRow } from './written-row.js'

/** A row that somebody typed into, its fields read. What could not be read stands among the other words. */
export interface TypedRow {
  sheet: string | null
  row: number
  /** As written, or null. */
  gapId: string | null
  techniqueId: string | null
  category: string | null
  kind: string | null
  decided: Decided
  more: OtherWords[]
  /** The digest that the report wrote into the row, or null: a row that came from no list of decisions. */
  mark: string | null
}

/** Fields with a form of their own, and the headings under which unreadable words are kept. */
const formed = { status: 'Status', due: 'Due', expiry: 'Expiry' } as const

/**
 * A row of the file with its fields read; null where nobody typed anything.
 *
 * Words in no form that can be read are kept among the other words under the field's heading. There they are found
 * again when the next report comes back, as if they still stood in their cell, until the cell is filled.
 */
export function typedRow({ sheet, row, words, more, ours }: WrittenRow): TypedRow | null {
  const gapId = words.gapId?.trim() ?? null
  const other = [...readMoreText(words.more ?? ''), ...more, ...(isGapId(gapId) ? [] : ours)]
  const typed = [words.status, words.owner, words.due, words.expiry, words.reason, ...other]
  const isTyped = typed.some((each) => each !== undefined)
  if (!isTyped && (isGapId(gapId) || isEmpty(words))) return null
  const read: TypedRow = {
    sheet,
    row,
    gapId,
    techniqueId: words.techniqueId ?? null,
    category: words.category ?? null,
    kind: words.kind ?? null,
    decided: {
      status: null,
      owner: words.owner ?? null,
      due: null,
      expiry: null,
      reason: words.reason ?? null,
    },
    more: other,
    mark: words.mark?.trim() ?? null,
  }
  for (const field of ['status', 'due', 'expiry'] as const) {
    const written = words[field]
    if (written === undefined || fill(read.decided, field, written)) continue
    const kept = { heading: formed[field], text: written }
    if (!read.more.some((each) => isSame(each, kept))) read.more.push(kept)
  }
  return read
}

/** Whether a text has the form of the ids that reports give their gaps. */
export function isGapId(text: string | null): text is string {
  return text !== null && /^gap-[\w.-]{1,80}$/.test(text)
}

/**
 * Reads words that were put among the others into the field that they belong to, where it is empty and they have
 * become readable; then says what is still wrong with each field, in words.
 */
export function fieldProblems({ decided, more }: TypedRow): string[] {
  return (['status', 'due', 'expiry'] as const).flatMap((field) => {
    const at = more.findIndex(({ heading }) => heading === formed[field])
    const kept = more[at]
    if (decided[field] !== null || kept === undefined) return []
    if (fill(decided, field, kept.text)) {
      more.splice(at, 1)
      return []
    }
    return [`${formed[field]} "${shortened(kept.text)}" ${problemOf(field, kept.text)}`]
  })
}

/** Sets a field to what the words say; false where they cannot be read. */
function fill(decided: Decided, field: keyof typeof formed, written: string): boolean {
  if (field === 'status') {
    decided.status = readStatus(written)
    return decided.status !== null
  }
  const read = readDay(written)
  if ('day' in read) decided[field] = read.day
  return 'day' in read
}

function problemOf(field: keyof typeof formed, written: string): string {
  if (field === 'status') return 'is none of accept, plan, fix, not applicable'
  const read = readDay(written)
  return 'problem' in read ? read.problem : ''
}

/** Words as a sentence quotes them; whole they stand among the other words. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= 80 ? line : `${line.slice(0, 79).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function isSame(a: OtherWords, b: OtherWords): boolean {
  return a.heading === b.heading && a.text === b.text
}

function isEmpty(words: WrittenRow['words']): boolean {
  return Object.values(words).every(isBlank)
}
