import { type Category, judgedCategories } from '../model/category.js'
import type { DiffChange, DiffNote, Gain, Highlight } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { numberText, timesText } from '../model/number-words.js'
import { compareText } from '../model/place.js'
import type { Level } from '../model/report-rows.js'
import type { Names } from './names.js'
import { listed } from './phrases.js'
import { sharesOfSources } from './shares.js'

const examples = 3
const words: Record<Category, { one: string; many: string }> = {
  policy: { one: 'policy control', many: 'policy controls' },
  detection: { one: 'detection rule', many: 'detection rules' },
  test: { one: 'test', many: 'tests' },
  other: { one: 'other control', many: 'other controls' },
}
const gainWords = ['lost', 'gained'] as const

/** What was gained and lost, the gravest first: all evidence of a category, pages, sources, levels, links, rows. */
export function coverageHighlights(
  changes: readonly DiffChange[],
  notes: readonly DiffNote[],
  names: Names,
): Highlight[] {
  const told = changes.filter(({ gain }) => gain !== 'neither')
  const of = (kind: DiffChange['kind']) => told.filter((change) => change.kind === kind)
  const [findings, techniques, rows] = [of('finding'), of('technique'), of('resource')]
  const tell = teller(rows, names)
  return [
    ...gainWords.flatMap((gain) => evidenceHighlights(findings, techniques, gain, tell)),
    ...pageHighlights(techniques, tell),
    ...sourceHighlights(rows, notes, names),
    ...gainWords.flatMap((gain) => levelHighlights(techniques, gain, tell)),
    ...linkHighlights(of('link'), names),
    ...rowHighlights(rows, notes, names),
  ]
}

type Tell = ReturnType<typeof teller>

/** Names some of the techniques that changes are of, those first of which most rows came or went. */
function teller(rows: readonly DiffChange[], names: Names) {
  const weights = new Map<string | null, number>()
  for (const { techniqueId } of rows) weights.set(techniqueId, (weights.get(techniqueId) ?? 0) + 1)
  return (changes: readonly DiffChange[], after: (change: DiffChange) => string = () => '') => {
    const byId = new Map(
      changes.flatMap((change) => (change.techniqueId ? [[change.techniqueId, change]] : [])),
    )
    const ids = [...byId.keys()].sort(
      (a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || compareText(a, b),
    )
    const techniqueIds = ids.slice(0, examples)
    const named = techniqueIds.map((id) => {
      const change = byId.get(id)
      return `${id} ${names.technique(id)}`.trim() + (change === undefined ? '' : after(change))
    })
    return { count: ids.length, techniqueIds, list: listed(named, ids.length - techniqueIds.length) }
  }
}

/** By the gaps that came or went, and by the levels, which tell the same where both can tell. */
function evidenceHighlights(
  findings: readonly DiffChange[],
  techniques: readonly DiffChange[],
  gain: 'lost' | 'gained',
  tell: Tell,
): Highlight[] {
  const all = [...findings.filter(isOfNoEvidence), ...techniques.filter((each) => isOfNothing(each, gain))]
  return judgedCategories.flatMap((category) => {
    const own = all.filter((each) => each.gain === gain && each.category === category)
    if (own.length === 0) return []
    const { count, techniqueIds, list } = tell(own)
    const { one } = words[category]
    const what = gain === 'lost' ? `no usable ${one} left` : `a usable ${one} where there was none`
    const sentence = `${timesText(count, 'technique has', 'techniques have')} ${what}: ${list}.`
    return [{ about: 'evidence', gain, category, source: null, count, techniqueIds, sentence }]
  })
}

function isOfNoEvidence({ before, after }: DiffChange): boolean {
  return (after ?? before)?.code !== 'gap-single-source'
}

const nothing: readonly (Level | undefined)[] = ['none', 'lost']

/** Whether a level fell to nothing, or rose from it. */
function isOfNothing({ before, after }: DiffChange, gain: 'lost' | 'gained'): boolean {
  return nothing.includes(gain === 'lost' ? after?.level : before?.level)
}

function pageHighlights(techniques: readonly DiffChange[], tell: Tell): Highlight[] {
  return (['removed', 'added'] as const).flatMap((change) => {
    const own = techniques.filter((each) => each.change === change)
    if (own.length === 0) return []
    const { count, techniqueIds, list } = tell(own)
    const what =
      change === 'removed'
        ? ['page with evidence is gone', 'pages with evidence are gone']
        : ['page with evidence is new', 'pages with evidence are new']
    const sentence = `${timesText(count, what[0] ?? '', what[1] ?? '')}: ${list}.`
    const gain = change === 'removed' ? 'lost' : 'gained'
    return [{ about: 'page', gain, category: null, source: null, count, techniqueIds, sentence }]
  })
}

const sourceKey = ({ category, source }: Pick<DiffChange, 'category' | 'source'>) => `${category}\n${source}`

function sourceHighlights(
  rows: readonly DiffChange[],
  notes: readonly DiffNote[],
  names: Names,
): Highlight[] {
  const bySource = groupBy(rows, sourceKey)
  return notes.flatMap((note): Highlight[] => {
    const { code, category, source } = note
    if ((code !== 'source-added' && code !== 'source-removed') || source === null) return []
    const isNew = code === 'source-added'
    const gain = isNew ? 'gained' : 'lost'
    const own = (bySource.get(sourceKey(note)) ?? []).filter((each) => each.gain === gain)
    const techniques = new Set(own.map(({ techniqueId }) => techniqueId)).size
    const what = `${timesText(own.length, 'resource', 'resources')} on ${timesText(techniques, 'technique', 'techniques')} ${gain}`
    const sentence = `${names.source(source)} (${category}) is ${isNew ? 'a new source' : 'gone'}: ${what}.`
    const told: Gain = own.length === 0 ? 'neither' : gain
    return [{ about: 'source', gain: told, category, source, count: own.length, techniqueIds: [], sentence }]
  })
}

/** Levels that fell to nothing, or rose from it, are told as evidence already. */
function levelHighlights(
  techniques: readonly DiffChange[],
  gain: 'lost' | 'gained',
  tell: Tell,
): Highlight[] {
  return judgedCategories.flatMap((category) => {
    const own = techniques.filter(
      (each) =>
        each.gain === gain && each.category === category && each.after?.level && !isOfNothing(each, gain),
    )
    if (own.length === 0) return []
    const levels = ({ before, after }: DiffChange) => ` (${before?.level}, now ${after?.level})`
    const { count, techniqueIds, list } = tell(own, levels)
    const what = `covered ${gain === 'lost' ? 'less' : 'better'} by ${words[category].many}`
    const sentence = `${timesText(count, 'technique is', 'techniques are')} ${what}: ${list}.`
    return [{ about: 'level', gain, category, source: null, count, techniqueIds, sentence }]
  })
}

function linkHighlights(links: readonly DiffChange[], names: Names): Highlight[] {
  return gainWords.flatMap((gain) => {
    const own = links.filter((each) => each.gain === gain)
    if (own.length === 0) return []
    const did = gain === 'lost' ? 'died' : 'came back'
    const sentence = `${timesText(own.length, 'link', 'links')} behind evidence ${did}: ${sharesOfSources(own, names)}.`
    return [
      { about: 'link', gain, category: null, source: null, count: own.length, techniqueIds: [], sentence },
    ]
  })
}

/** Sources that came or went as a whole are told already; of the others, those of which most rows came or went go first. */
function rowHighlights(rows: readonly DiffChange[], notes: readonly DiffNote[], names: Names): Highlight[] {
  const whole = new Set(notes.filter(({ source }) => source !== null).map(sourceKey))
  return [...groupBy(rows, sourceKey)]
    .filter(([key]) => !whole.has(key))
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([, own]): Highlight[] => {
      const [{ category = null, source = null } = {}] = own
      if (source === null || category === null) return []
      const came = own.filter(({ gain }) => gain === 'gained').length
      const went = own.length - came
      const gain = came === went ? 'neither' : came > went ? 'gained' : 'lost'
      const sentence = `${names.source(source)} (${category}): ${timesText(came, 'resource', 'resources')} gained, ${numberText(went)} lost.`
      return [{ about: 'resource', gain, category, source, count: own.length, techniqueIds: [], sentence }]
    })
}
