import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { countText, wordFor } from '../model/number-words.js'
import type { AssessedResource } from './assessed-resource.js'
import type { TechniqueCoverage } from './coverage.js'

/** What stands around a gap: the other techniques of its family, and the rows of its own category. */
export interface GapSurroundings {
  /** The technique that it is a sub-technique of; null where it is none, or where that has no page. */
  parent: TechniqueCoverage | null
  /** The other sub-techniques of its parent, or its own; those that have a page. */
  relatives: readonly TechniqueCoverage[]
  /** Rows of the technique in the category. */
  resources: readonly AssessedResource[]
}

const nouns: Record<JudgedCategory, [string, string]> = {
  policy: ['policy control', 'policy controls'],
  detection: ['detection rule', 'detection rules'],
  test: ['test', 'tests'],
}
const tacticCharacters = 40
const namedTactics = 3

/**
 * What sets a gap apart from others of its kind, in the order that ranks them: what else stands for the technique, which
 * tactics it serves, and how its family fares.
 */
export function whatSetsApart(
  technique: TechniqueCoverage,
  category: JudgedCategory,
  { parent, relatives }: GapSurroundings,
): string[] {
  const { level } = technique[category]
  return [
    ...(level === 'none' || level === 'lost' ? [] : [`level ${level}`]),
    whatElseStands(technique, category),
    reach(technique.tactics),
    ...(technique.parentId === null
      ? ofSubTechniques(relatives, category)
      : [ofFamily(technique.parentId, parent, relatives, category)]),
  ]
}

/** Which sources listed what is gone, and since when the last of it is dead. */
export function whatWasLost(
  { resources }: GapSurroundings,
  category: JudgedCategory,
  distinct: number,
): string {
  const sources = [...new Set(resources.map(({ mapping }) => mapping.sourceName))]
  const dates = resources.flatMap(({ link }) => (link?.deadSince ? [link.deadSince.slice(0, 10)] : []))
  const last = dates.sort().at(-1)
  const [one, many] = nouns[category]
  const what = distinct === 1 ? `its one ${one}` : `all its ${distinct} ${many}`
  const since =
    last === undefined ? '' : distinct === 1 ? ` since ${last}` : `, the last of them since ${last}`
  const gone = since === '' ? 'gone' : 'known to be gone'
  return `${what} (${sources.join(', ')}) ${distinct === 1 ? 'is' : 'are'} ${gone}${since}`
}

/** Usable resources of a category. */
export function usableCount(technique: TechniqueCoverage, category: JudgedCategory): number {
  return technique[category].distinct - technique[category].lost
}

function whatElseStands(technique: TechniqueCoverage, category: JudgedCategory): string {
  const others = judgedCategories
    .filter((each) => each !== category && usableCount(technique, each) > 0)
    .map((each) => countText(usableCount(technique, each), ...nouns[each]))
  if (others.length === 0) return 'nothing else stands'
  const isOne = others.length === 1 && others[0]?.startsWith('1 ')
  return `${others.join(' and ')} ${isOne ? 'stands' : 'stand'}`
}

function reach(tactics: readonly string[]): string {
  if (tactics.length === 0) return 'its page names no tactic'
  const named = tactics
    .slice(0, namedTactics)
    .map((tactic) => [...tactic].slice(0, tacticCharacters).join(''))
  const more = tactics.length - named.length
  const list = more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`
  return tactics.length === 1 ? `serves ${list} alone` : `serves ${tactics.length} tactics: ${list}`
}

function ofSubTechniques(own: readonly TechniqueCoverage[], category: JudgedCategory): string[] {
  return own.length === 0 ? [] : [howMany(own, category, 'sub-technique')]
}

/** A family that has what this one lacks makes the gap an exception, and one that has nothing makes it the rule. */
function ofFamily(
  parentId: string,
  parent: TechniqueCoverage | null,
  siblings: readonly TechniqueCoverage[],
  category: JudgedCategory,
): string {
  const count = parent === null ? 0 : usableCount(parent, category)
  const above =
    parent === null
      ? ''
      : `, which has ${count === 0 ? `no ${nouns[category][0]}` : countText(count, ...nouns[category])}`
  const beside = siblings.length === 0 ? '' : `; ${howMany(siblings, category, 'other sub-technique')}`
  return `under ${parentId}${above}${beside}`
}

/** How many of some techniques have anything usable in a category. */
function howMany(techniques: readonly TechniqueCoverage[], category: JudgedCategory, noun: string): string {
  const having = techniques.filter((each) => usableCount(each, category) > 0).length
  const [all, many] = [techniques.length, nouns[category][1]]
  if (all === 1) return `its one ${noun} has ${having === 0 ? 'no' : 'its own'} ${many}`
  if (having === 0) return `none of its ${all} ${noun}s has ${many}`
  if (having === all) return `all its ${all} ${noun}s have ${many}`
  return `${having} of its ${all} ${noun}s ${wordFor(having, 'has', 'have')} ${many}`
}
