import type { Diff, DiffChange, DiffNote, Gain } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { compareText } from '../model/place.js'
import { changeLine } from './show-change.js'
import { countTable } from './show-diff-counts.js'

const shownTechniques = 10
const shownChangesEach = 8

/**
 * What changed, for a person at a terminal: what to know first, counts by kind and source, then the changes of the
 * techniques that lost most. What a page holds cannot steer the terminal.
 */
export function showDiff(diff: Diff, names: ReadonlyMap<string, string>): string {
  const blocks = [[headline(diff)], diff.notes.map(noteLine), countTable(diff.changes), details(diff, names)]
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.map(harmless).join('\n'))
  return `${text.join('\n\n')}\n`
}

function headline({ from, to, changes }: Diff): string {
  if (changes.length === 0) return `Nothing changed from ${from} to ${to}.`
  const told = (['resource', 'link'] as const).flatMap((kind) => {
    const { gained, lost } = gains(changes.filter((change) => change.kind === kind))
    return gained + lost === 0 ? [] : [`${counted(gained, kind)} gained, ${lost} lost`]
  })
  const coverage = told.length === 0 ? 'no coverage gained or lost' : told.join('; ')
  return `From ${from} to ${to}: ${counted(changes.length, 'change')}; ${coverage}.`
}

function noteLine({ code, category, source, before, after }: DiffNote): string {
  switch (code) {
    case 'other-corpus':
      return `Note: the runs are of two corpora, ${before} and ${after}.`
    case 'other-tool-version':
      return `Note: the runs were made by ${before} and ${after}, which may read the same pages differently.`
    case 'other-network':
      return `Note: the first run was ${networkWords(before)}, the second ${networkWords(after)}: states of links may differ for that alone.`
    case 'other-scope':
      return `Note: the first run reports ${scopeWords(before)}, the second ${scopeWords(after)}; findings are compared where both looked.`
    case 'source-added':
      return `New source: ${after} (${category}, ${source}).`
    case 'source-removed':
      return `Source gone: ${before} (${category}, ${source}).`
  }
}

function scopeWords(techniques: string | null): string {
  return techniques === null ? 'all pages' : `a scope of ${techniques} techniques`
}

function networkWords(state: string | null): string {
  return state === 'no-network' ? 'without a network' : String(state)
}

function details({ changes }: Diff, names: ReadonlyMap<string, string>): string[] {
  if (changes.length === 0) return []
  const groups = [...groupBy(changes, ({ techniqueId }) => techniqueId)]
    .map(([id, own]) => ({ id, own, ...gains(own.filter(tellsOnce)) }))
    .sort((a, b) => b.lost - a.lost || b.gained - a.gained || compareText(a.id ?? '~', b.id ?? '~'))
  const shown = groups.slice(0, shownTechniques)
  const lines = shown.flatMap((group) => groupLines(group, names))
  const isAll = groups.length === shown.length && shown.every(({ own }) => own.length <= shownChangesEach)
  return [
    groups.length === 1 ? 'By technique' : 'By technique, those that lost most first',
    ...lines,
    ...(groups.length > shown.length ? [`… and ${groups.length - shown.length} more techniques.`] : []),
    ...(isAll ? [] : [`--json has all ${changes.length} changes.`]),
  ]
}

interface Group {
  id: string | null
  own: DiffChange[]
  gained: number
  lost: number
}

function groupLines({ id, own, gained, lost }: Group, names: ReadonlyMap<string, string>): string[] {
  const name = id === null ? 'Of several techniques, or of none' : `${id} ${names.get(id) ?? ''}`
  const told = [
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(gained > 0 ? [`${gained} gained`] : []),
    counted(own.length, 'change'),
  ]
  const first = firstChanges(own)
  const left = own.length - first.length
  return [
    `${name.trim()}: ${told.join(', ')}`,
    ...first.map((change) => `  ${changeLine(change)}`),
    ...(left > 0 ? [`    … and ${left} more`] : []),
  ]
}

/** All of a few changes; of many some that lost, some that gained and one other, the most telling first. */
function firstChanges(changes: readonly DiffChange[]): DiffChange[] {
  const telling = [...changes].sort((a, b) => rankOf(a) - rankOf(b))
  const told = (word: Gain) => telling.filter(({ gain }) => gain === word)
  const [lost, gained, neither] = [told('lost'), told('gained'), told('neither')]
  const wanted = new Set([...lost.slice(0, 4), ...gained.slice(0, 3), ...neither.slice(0, 1)])
  for (const change of [...lost, ...gained, ...neither])
    if (wanted.size < shownChangesEach) wanted.add(change)
  return [...lost, ...gained, ...neither].filter((change) => wanted.has(change))
}

/** What a rule or a link became tells more than that of its block, and that more than a new name. */
function rankOf(change: DiffChange): number {
  if (change.change === 'renamed') return 3
  return tellsOnce(change) ? 0 : change.kind === 'mapping' ? 2 : 1
}

/** Rows and links: other kinds tell the same gains and losses again from above. */
function tellsOnce({ kind }: DiffChange): boolean {
  return kind === 'resource' || kind === 'link'
}

function gains(changes: readonly DiffChange[]): { gained: number; lost: number } {
  const count = (word: string) => changes.filter(({ gain }) => gain === word).length
  return { gained: count('gained'), lost: count('lost') }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Without what steers a terminal, or turns the direction of text around. */
function harmless(line: string): string {
  return line.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
