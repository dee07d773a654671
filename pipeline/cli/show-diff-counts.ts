import { changeWords, type DiffChange, diffKinds } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { compareText } from '../model/place.js'

type Column = (change: DiffChange) => string

const columns: { head: string; of: Column }[] = [
  ...changeWords.map((word) => ({ head: word, of: ({ change }: DiffChange) => change })),
  { head: 'gained', of: ({ gain }) => gain },
  { head: 'lost', of: ({ gain }) => gain },
]

/** How many of each kind changed, and how: a line a kind, and below it one a source (states of links, codes of findings). */
export function countTable(changes: readonly DiffChange[]): string[] {
  if (changes.length === 0) return []
  const shown = columns.filter(({ head, of }) => changes.some((change) => of(change) === head))
  const rows = diffKinds.flatMap((kind) => rowsOfKind(kind, changes))
  const width = Math.max(...rows.map(({ name }) => name.length))
  return [
    `${''.padEnd(width)}${shown.map(({ head }) => head.padStart(9)).join('')}`,
    ...rows.map(({ name, own }) => {
      const cells = shown.map(({ head, of }) => own.filter((change) => of(change) === head).length)
      return (
        name.padEnd(width) + cells.map((count) => (count === 0 ? '-' : String(count)).padStart(9)).join('')
      )
    }),
    'Gained and lost is coverage. Repeats, dead links and what stands elsewhere on the page too count as neither.',
  ]
}

function rowsOfKind(
  kind: DiffChange['kind'],
  changes: readonly DiffChange[],
): { name: string; own: DiffChange[] }[] {
  const own = changes.filter((change) => change.kind === kind)
  if (own.length === 0) return []
  const parts = [...groupBy(own, partOf)].filter(([part]) => part !== '')
  return [
    { name: `${kind}s`, own },
    ...parts.sort(([a], [b]) => compareText(a, b)).map(([part, some]) => ({ name: `  ${part}`, own: some })),
  ]
}

function partOf({ kind, category, source, before, after }: DiffChange): string {
  const of = [category, source].filter((part) => part !== null).join(' ')
  switch (kind) {
    case 'technique':
      return ''
    case 'finding':
      return after?.code ?? before?.code ?? ''
    case 'link':
      return `${of === '' ? 'of no one source' : of}: ${statesText(before?.state, after?.state)}`
    default:
      return of
  }
}

function statesText(before = '', after = ''): string {
  return before === after ? `${after} elsewhere` : `${before} -> ${after}`
}
