import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Model, Technique } from '../model/model.js'
import { compareText } from '../model/place.js'
import type { PageEntry } from '../model/records.js'
import { type AttackReference, tacticShortName } from '../model/reference.js'
import type { AttackStanding } from '../model/report.js'
import { flatMapped, type Series } from '../model/series.js'

/** How the tactics of the pages differ from today's. */
interface TacticsToday {
  findings: Finding[]
  /** Pages whose technique stands under other tactics today. */
  changed: number
  /** Of those: by nothing but one tactic's new name. */
  renamed: number
}

interface Change {
  technique: Technique
  /** Names as the page has them. */
  removed: string[]
  /** Names as ATT&CK has them. */
  added: string[]
}

/**
 * Pages whose technique stands under other tactics today, in findings.
 *
 * Where ATT&CK gave up a tactic for new ones (Defense Evasion for Stealth and Defense Impairment), the techniques
 * for which that is all that changed are one finding of the corpus: it is one piece of news, not a hundred.
 */
export function judgeTactics(
  model: Model,
  pages: Series<PageEntry>,
  attack: AttackReference,
  standingOf: (technique: Technique) => AttackStanding,
): TacticsToday {
  const changes = model.techniques.flatMap((technique) => changeOf(technique, standingOf(technique)))
  const isNewName = newNameJudge(attack)
  const single = changes.filter((change) => !isNewName(change))
  const byTactic = groupBy(changes.filter(isNewName), ({ removed }) => tacticShortName(removed[0] ?? ''))
  const lineOf = new Map(
    flatMapped(pages, ({ file, tactics }): [string, number][] => (tactics ? [[file, tactics.line]] : [])),
  )
  const { version } = attack
  const findings = [
    ...[...byTactic].map(([shortName, own]) => {
      const added = [...new Set(own.flatMap((each) => each.added))].sort(compareText)
      const facts = { removed: own[0]?.removed ?? [], added, version, techniques: own.length }
      return finding('tactics-changed', { place: null, techniqueId: null, subject: shortName }, facts)
    }),
    ...single.map(({ technique: { id, place }, removed, added }) => {
      const at = { file: place.file, line: lineOf.get(place.file) ?? place.line }
      const facts = { removed, added, version, techniques: null }
      return finding('tactics-changed', { place: at, techniqueId: id, subject: '' }, facts)
    }),
  ]
  return { findings, changed: changes.length, renamed: changes.length - single.length }
}

/** A page without tactics has a finding of its own already, and nothing to hold against today's. */
function changeOf(technique: Technique, { status, tactics: today }: AttackStanding): Change[] {
  if (status !== 'active' || technique.tactics.length === 0) return []
  const removed = without(technique.tactics, today)
  const added = without(today, technique.tactics)
  return removed.length + added.length === 0 ? [] : [{ technique, removed, added }]
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(tacticShortName))
  return [...new Set(names)].filter((name) => !known.has(tacticShortName(name)))
}

/** Judges whether one tactic that is no more was exchanged for one that is new, and all else stayed. */
function newNameJudge({ tactics, pagesTactics }: AttackReference): (change: Change) => boolean {
  const today = new Set(tactics.map(({ shortName }) => shortName))
  const before = new Set(pagesTactics.map(({ shortName }) => shortName))
  return ({ removed, added }) => {
    const [gone, come] = [removed[0], added[0]].map((name) => tacticShortName(name ?? ''))
    if (removed.length !== 1 || added.length !== 1 || gone === undefined || come === undefined) return false
    return before.has(gone) && !today.has(gone) && !before.has(come)
  }
}
