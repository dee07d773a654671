import { levelWorth } from '../compare/levels.js'
import type { Names } from '../compare/names.js'
import type { DiffChange, Gain } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { countText, timesText } from '../model/number-words.js'
import { compareText } from '../model/place.js'
import { changeLine } from './show-change.js'

const shownTechniques = 10
const shownChangesEach = 8

interface Group {
  id: string | null
  own: readonly DiffChange[]
  gained: number
  lost: number
  /** How far its levels fell, all evidence of a category lost being the farthest. */
  fall: number
  /** Levels that differ, whatever that says. */
  levels: number
}

/** The changes of the techniques that lost most, their levels before their rows and links; then how many more there are. */
export function techniqueLines(changes: readonly DiffChange[], names: Names): string[] {
  if (changes.length === 0) return []
  const groups = [...groupBy(changes, ({ techniqueId }) => techniqueId)]
    .map(([id, own]) => groupOf(id, own))
    .sort(byLoss)
  const shown = groups.slice(0, shownTechniques)
  const isAll = groups.length === shown.length && shown.every(({ own }) => own.length <= shownChangesEach)
  return [
    groups.length === 1 ? 'By technique' : 'By technique, those that lost most first',
    ...shown.flatMap((group) => groupLines(group, names)),
    ...(groups.length > shown.length ? [`… and ${groups.length - shown.length} more techniques.`] : []),
    ...(isAll ? [] : [`--json has all ${countText(changes.length, 'change')}.`]),
  ]
}

function groupOf(id: string | null, own: readonly DiffChange[]): Group {
  const once = own.filter(tellsOnce)
  return {
    id,
    own,
    gained: once.filter(({ gain }) => gain === 'gained').length,
    lost: once.filter(({ gain }) => gain === 'lost').length,
    fall: own.reduce((sum, change) => sum + fallOf(change), 0),
    levels: own.filter(isOfLevel).length,
  }
}

function byLoss(a: Group, b: Group): number {
  return (
    b.fall - a.fall ||
    b.lost - b.gained - (a.lost - a.gained) ||
    b.lost - a.lost ||
    b.levels - a.levels ||
    compareText(a.id ?? '~', b.id ?? '~')
  )
}

const allOfCategory = 10

function fallOf({ kind, gain, before, after }: DiffChange): number {
  if (kind === 'technique' && gain === 'lost' && before?.level && after?.level)
    return levelWorth[before.level] - levelWorth[after.level]
  const isGapOfAll = kind === 'finding' && gain === 'lost' && after?.code !== 'gap-single-source'
  return isGapOfAll ? allOfCategory : 0
}

function groupLines({ id, own, gained, lost }: Group, names: Names): string[] {
  const name = id === null ? 'Of several techniques, or of none' : `${id} ${names.technique(id)}`
  const told = [
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(gained > 0 ? [`${gained} gained`] : []),
    timesText(own.length, 'change', 'changes'),
  ]
  const first = firstChanges(own)
  const left = own.length - first.length
  return [
    `${name.trim()}: ${told.join(', ')}`,
    ...first.map((change) => `  ${changeLine(change)}`),
    ...(left > 0 ? [`    … and ${left} more`] : []),
  ]
}

/** All of a few changes; of many the levels, some that lost and some that gained, others only where nothing did. */
function firstChanges(changes: readonly DiffChange[]): DiffChange[] {
  const telling = [...changes].sort((a, b) => rankOf(a) - rankOf(b))
  const levels = telling.filter(isOfLevel)
  const told = (word: Gain) => telling.filter((each) => each.gain === word && !isOfLevel(each))
  const [lost, gained, neither] = [told('lost'), told('gained'), told('neither')]
  const all = [...levels, ...lost, ...gained, ...neither]
  if (all.length <= shownChangesEach) return all
  const wanted = new Set([...levels, ...lost.slice(0, 3), ...gained.slice(0, 2)])
  const others = lost.length + gained.length === 0 ? neither : [...lost, ...gained]
  for (const change of others) if (wanted.size < shownChangesEach) wanted.add(change)
  return all.filter((change) => wanted.has(change))
}

function isOfLevel({ after }: DiffChange): boolean {
  return after?.level !== undefined
}

/** What a rule or a link became tells more than that of its block, and that more than a new name. */
function rankOf(change: DiffChange): number {
  if (change.change === 'renamed') return 4
  if (change.kind === 'link') return change.after?.state === 'dead' ? 0 : 1
  return { resource: 0, finding: 1, technique: 2, mapping: 3 }[change.kind]
}

/** Rows and links: other kinds tell the same gains and losses again from above. */
function tellsOnce({ kind }: DiffChange): boolean {
  return kind === 'resource' || kind === 'link'
}
