/** What a column of a decisions file holds. */
export type DecisionField =
  | 'gapId'
  | 'techniqueId'
  | 'category'
  | 'kind'
  | 'status'
  | 'owner'
  | 'due'
  | 'expiry'
  | 'reason'
  | 'more'
  | 'mark'

/**
 * A field of a decision; `ours` for a fact of the gap, which stands in the report anyway; `made` for what is made anew
 * of every decision. Any other column is somebody's own.
 */
export type ColumnUse = DecisionField | 'ours' | 'made'

/** Columns by their headings, as `squeezed` has them. */
export type KnownHeadings = ReadonlyMap<string, ColumnUse>

/** A heading without letter case, blanks and signs: `Gap ID`, `gap_id` and `gapId` are one. */
export function squeezed(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

const fields: Record<string, ColumnUse> = {
  gapId: 'gapId',
  techniqueId: 'techniqueId',
  category: 'category',
  kind: 'kind',
  status: 'status',
  owner: 'owner',
  due: 'due',
  expiry: 'expiry',
  reason: 'reason',
  more: 'more',
  moreText: 'more',
  mark: 'mark',
  standing: 'made',
  problem: 'made',
  sheet: 'made',
  row: 'made',
}

/** The headings of the reports that come with this program, beside those that are named as their field. */
const otherHeadings: Record<string, ColumnUse> = {
  technique: 'techniqueId',
  rank: 'ours',
  techniqueName: 'ours',
  tactics: 'ours',
  why: 'ours',
  file: 'ours',
  line: 'ours',
  score: 'ours',
}

/** A column of a report's table of gaps or of decisions: the field that it shows, and its headings. */
export interface ReportColumn {
  /** Field of the row: `gapId`; that of a decision below a gap is `decision.status`. */
  field: string
  headings: readonly string[]
}

/**
 * The headings that this program itself writes, with those of the given reports: whoever renamed a column in a
 * template reads it back under its new name.
 */
export function knownHeadings(reports: readonly ReportColumn[] = []): KnownHeadings {
  const known = new Map<string, ColumnUse>()
  for (const [heading, use] of Object.entries({ ...fields, ...otherHeadings })) {
    known.set(squeezed(heading), use)
  }
  for (const { field, headings } of reports) {
    const name = field.replace(/^decision\./, '')
    const use = Object.hasOwn(fields, name) ? fields[name] : 'ours'
    for (const heading of headings) known.set(squeezed(heading), use ?? 'ours')
  }
  return known
}
