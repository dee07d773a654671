import { Category } from '../model/category.js'
import { changeWords, type DiffChange, diffKinds } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { compareText } from '../model/place.js'

interface Column {
  head: string
  counts(change: DiffChange): boolean
}

interface TableRow {
  name: string
  own: readonly DiffChange[]
}

const ofKind: readonly Column[] = [
  ...changeWords.map((word) => ({ head: word, counts: ({ change }: DiffChange) => change === word })),
  { head: 'gained', counts: ({ gain }) => gain === 'gained' },
  { head: 'lost', counts: ({ gain }) => gain === 'lost' },
]

const isRow = ({ kind }: DiffChange) => kind === 'resource'
const isLink = ({ kind }: DiffChange) => kind === 'link'
const ofSource: readonly Column[] = [
  ...ofKind
    .filter(({ head }) => head !== 'changed')
    .map(({ head, counts }) => ({ head, counts: (change: DiffChange) => isRow(change) && counts(change) })),
  { head: 'died', counts: (change) => isLink(change) && change.gain === 'lost' },
  { head: 'revived', counts: (change) => isLink(change) && change.gain === 'gained' },
  { head: 'links', counts: isLink },
  { head: 'redated', counts: ({ kind, change }) => kind === 'mapping' && change === 'changed' },
]

/** What became of the rows, links and blocks of each source, a line a source; none where nothing of any changed. */
export function sourceTable(changes: readonly DiffChange[], nameOf: (source: string) => string): string[] {
  const owned = changes.filter(({ kind, source }) => source !== null && kind !== 'finding')
  const groups = [...groupBy(owned, ({ category, source }) => `${category}\n${source}`).values()]
  const rows = groups
    .map((own) => ({ own, category: own[0]?.category ?? 'other', source: own[0]?.source ?? '' }))
    .sort(
      (a, b) =>
        Category.options.indexOf(a.category) - Category.options.indexOf(b.category) ||
        compareText(a.source, b.source),
    )
    .map(({ own, category, source }) => ({ name: `${category} ${nameOf(source)}`, own }))
    .filter(({ own }) => ofSource.some(({ counts }) => own.some(counts)))
  if (rows.length === 0) return []
  return [
    ...table('By source', rows, ofSource),
    'Rows added, removed, moved to another address, renamed; coverage gained and lost by them; links behind them that died or were revived, and in all whose state differs; blocks whose date or counts differ.',
  ]
}

/** How many of each kind changed, and how; below links their states, below findings their codes. */
export function kindTable(changes: readonly DiffChange[]): string[] {
  if (changes.length === 0) return []
  const rows = diffKinds.flatMap((kind) => rowsOfKind(kind, changes))
  return [
    ...table('In all', rows, ofKind),
    'Gained and lost is coverage. Repeats, dead links and what stands elsewhere on the page too count as neither.',
  ]
}

function rowsOfKind(kind: DiffChange['kind'], changes: readonly DiffChange[]): TableRow[] {
  const own = changes.filter((change) => change.kind === kind)
  if (own.length === 0) return []
  const parts = [...groupBy(own, partOf)].filter(([part]) => part !== '')
  return [
    { name: `${kind}s`, own },
    ...parts.sort(([a], [b]) => compareText(a, b)).map(([part, some]) => ({ name: `  ${part}`, own: some })),
  ]
}

function partOf({ kind, before, after }: DiffChange): string {
  if (kind === 'finding') return (after ?? before)?.code ?? ''
  if (kind !== 'link') return ''
  const [was, is] = [before?.state ?? '', after?.state ?? '']
  return was === is ? `${is} elsewhere` : `${was} -> ${is}`
}

/** A table with a head; columns that nothing stands in are left out. */
function table(head: string, rows: readonly TableRow[], columns: readonly Column[]): string[] {
  const shown = columns.filter(({ counts }) => rows.some(({ own }) => own.some(counts)))
  const width = Math.max(head.length, ...rows.map(({ name }) => name.length))
  return [
    `${head.padEnd(width)}${shown.map((column) => column.head.padStart(9)).join('')}`,
    ...rows.map(({ name, own }) => {
      const cells = shown.map(({ counts }) => own.filter(counts).length)
      return (
        name.padEnd(width) + cells.map((count) => (count === 0 ? '-' : String(count)).padStart(9)).join('')
      )
    }),
  ]
}
