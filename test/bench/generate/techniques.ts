import type { AttackReference, AttackTechnique } from '../../../pipeline/model/reference.js'
import { tacticName } from '../../../pipeline/model/reference.js'
import { chanceOf } from './random.js'
import { realPages } from './shape.js'
import { shortName } from './words.js'

/** The technique of one page. */
export interface PageTechnique {
  id: string
  name: string
  /** Tactics by their short names, in kill-chain order. */
  tactics: readonly string[]
}

const killChain = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
]

/** Ids that ATT&CK's form leaves to us: T2000 to T9999. */
const firstOfOurs = 2000
const parentsAtMost = 8000
/** Techniques that are no sub-techniques, of all. */
const parentShare = 199 / realPages

/**
 * Techniques for so many pages, by id: those of ATT&CK as the pages knew it (renamed and revoked ones among them), and
 * invented ones where these do not suffice.
 */
export function techniquesFor(pages: number, reference: AttackReference, seed: number): PageTechnique[] {
  const known = reference.techniques.flatMap(({ id, before }): PageTechnique[] =>
    before === null || before.tactics.length === 0
      ? []
      : [{ id, name: before.name, tactics: inOrder(before.tactics) }],
  )
  return [...known.slice(0, pages), ...invented(pages - known.length, seed)]
}

/**
 * The reference table that knows the invented techniques too, so that a large corpus is not one of unknown ids; some
 * of them are renamed, deprecated or revoked today, as often as those of ATT&CK.
 */
export function referenceWith(
  techniques: readonly PageTechnique[],
  reference: AttackReference,
): AttackReference {
  const known = new Set(reference.techniques.map(({ id }) => id))
  const today = (short: string) => (short === 'defense-evasion' ? 'stealth' : short)
  const added = techniques
    .filter(({ id }) => !known.has(id))
    .map(({ id, name, tactics }, at): AttackTechnique => {
      const before = { name, status: 'active' as const, tactics: [...tactics] }
      const now = { ...before, tactics: tactics.map(today), revokedBy: null, current: id }
      if (at % 21 === 20) return { id, before, today: { ...now, name: `${name} Today` } }
      if (at % 48 === 47) return { id, before, today: { ...now, status: 'deprecated' } }
      if (at % 38 === 37)
        return { id, before, today: { ...now, status: 'revoked', revokedBy: 'T1059', current: 'T1059' } }
      return { id, before, today: now }
    })
  return { ...reference, techniques: [...reference.techniques, ...added] }
}

/** Tactics as a page writes them. */
export function tacticsText({ tactics }: PageTechnique): string {
  return tactics.map(tacticName).join(', ')
}

function inOrder(tactics: readonly string[]): string[] {
  return killChain.filter((each) => tactics.includes(each))
}

function invented(count: number, seed: number): PageTechnique[] {
  if (count <= 0) return []
  const parents = Math.min(parentsAtMost, Math.ceil(count * parentShare))
  const made: PageTechnique[] = []
  for (let parent = 0; parent < parents; parent += 1) {
    const id = `T${firstOfOurs + parent}`
    // As in ATT&CK, about every second technique has sub-techniques.
    const families = Math.ceil(parents / 2)
    const children = parent % 2 === 1 ? 0 : share(count - parents, families, parent / 2)
    made.push(inventedOne(id, seed))
    for (let child = 1; child <= children; child += 1)
      made.push(inventedOne(`${id}.${String(child).padStart(3, '0')}`, seed))
  }
  return made
}

/** What the `at`-th of `parts` gets of a whole that is dealt out as evenly as it goes. */
function share(whole: number, parts: number, at: number): number {
  return Math.floor((whole * (at + 1)) / parts) - Math.floor((whole * at) / parts)
}

function inventedOne(id: string, seed: number): PageTechnique {
  const chance = chanceOf(seed, 17, Number(id.slice(1).replace('.', '')))
  const number = tacticsNamed(chance())
  const first = Math.floor(chance() * killChain.length)
  const tactics = Array.from(
    { length: number },
    (_, at) => killChain[(first + at * 3) % killChain.length] ?? '',
  )
  return { id, name: shortName(chance), tactics: inOrder(tactics) }
}

/** How many tactics a page names: 444 name one, 102 two, 27 three, 5 four. */
function tacticsNamed(rank: number): number {
  return [444, 546, 573].filter((upTo) => rank * realPages >= upTo).length + 1
}
