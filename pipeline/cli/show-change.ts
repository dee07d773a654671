import type { DiffChange, DiffSide } from '../model/diff.js'

const signs = { gained: '+', lost: '-', neither: ' ' }
const labelLength = 90

/** One change in one line: a sign for coverage gained or lost, what became of the thing, and which thing. */
export function changeLine(change: DiffChange): string {
  const of = change.source === null || change.kind === 'finding' ? '' : `${change.source} `
  return `${signs[change.gain]} ${change.change.padEnd(7)} ${change.kind.padEnd(8)} ${of}${body(change)}`.trimEnd()
}

function body({ kind, change, category, cause, before, after }: DiffChange): string {
  const side = after ?? before
  if (side === null) return ''
  if (before?.level !== undefined && after?.level !== undefined) {
    const levels = `${category} ${before.level} -> ${after.level}`
    return cause === undefined ? levels : `${levels}: ${cause}`
  }
  if (before === null || after === null) return kind === 'finding' ? findingText(side) : quoted(side.label)
  const differences = factWords.flatMap(([fact, words]) => {
    const [was, is] = [factText(before, fact), factText(after, fact)]
    return was === is ? [] : [`${words}${was} -> ${is}${fact === 'state' ? reasonText(after) : ''}`]
  })
  const title =
    change === 'renamed' ? `${quoted(before.label)} -> ${quoted(after.label)}` : titleOf(kind, side)
  const way = change === 'moved' ? [`${before.url ?? 'no link'} -> ${after.url ?? 'no link'}`] : []
  return [title, ...way, differences.join(', ')].filter((part) => part !== '').join(' ')
}

/** A mapping is named by its source already, a link has no other name than its address. */
function titleOf(kind: DiffChange['kind'], { label, url }: DiffSide): string {
  if (kind === 'mapping') return ''
  return label === null ? (url ?? '') : quoted(label)
}

function findingText({ code, label }: DiffSide): string {
  return `${code}: ${label}`
}

/** A label, its middle left out where it is long: paths differ at their end. */
function quoted(label: string | null): string {
  const characters = [...(label ?? '')]
  if (characters.length <= labelLength) return `"${characters.join('')}"`
  const half = Math.floor((labelLength - 1) / 2)
  return `"${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}"`
}

const factWords = [
  ['state', ''],
  ['target', 'target '],
  ['tactics', 'tactics '],
  ['lastAccessed', 'last accessed '],
  ['declaredTotal', 'declared total '],
  ['declaredCount', 'declared count '],
  ['listedCount', 'rows '],
  ['tests', 'unit tests '],
] as const satisfies readonly (readonly [keyof DiffSide, string])[]

function factText(side: DiffSide, fact: (typeof factWords)[number][0]): string {
  const value = side[fact]
  if (value === null) return 'none'
  return Array.isArray(value) ? value.join(', ') : String(value ?? '')
}

function reasonText({ reason }: DiffSide): string {
  return reason === undefined || reason === null ? '' : ` (${reason})`
}
