import { Category } from '../model/category.js'
import type { DiffChange, DiffSide, Gain } from '../model/diff.js'
import type { Finding } from '../model/finding.js'
import type { Addresses } from './addresses.js'
import { changeOf, sideOf } from './change.js'
import { isUsable, isVerified } from './gain.js'
import { pairUp } from './pair-up.js'
import type { Owner, Row } from './rows.js'
import type { ShiftOf } from './shifts.js'

/** The findings of a run, and the rows that they are of. */
export interface FoundIn {
  findings: readonly Finding[]
  rows: readonly Row[]
}

/** What tells whether a finding that came or went is coverage lost or gained. */
export interface Evidence {
  addresses: Addresses
  shiftOf: ShiftOf
}

/** Findings that came or went: by id, and by address whatever its form where they speak of one. */
export function compareFindings(
  before: FoundIn,
  after: FoundIn,
  { addresses, shiftOf }: Evidence,
): DiffChange[] {
  const { removed, added } = pairUp(before.findings, after.findings, [
    ({ id }) => id,
    (finding) => aboutAddress(finding, addresses),
  ])
  const narrowed = { came: widthTeller(shiftOf, 'before'), went: widthTeller(shiftOf, 'after') }
  const gains = {
    removed: gainTeller('gained', after, narrowed.went),
    added: gainTeller('lost', before, narrowed.came),
  }
  return [
    ...removed.map((finding) =>
      changeOf(
        'finding',
        'removed',
        ownerOf(finding),
        { before: sideOfFinding(finding), after: null },
        gains.removed(finding),
      ),
    ),
    ...added.map((finding) =>
      changeOf(
        'finding',
        'added',
        ownerOf(finding),
        { before: null, after: sideOfFinding(finding) },
        gains.added(finding),
      ),
    ),
  ]
}

/** Equal for findings that say the same of one address, however it is written; null for those of no address. */
function aboutAddress({ code, techniqueId, place, facts }: Finding, { keyOf }: Addresses): string | null {
  if (typeof facts.url !== 'string') return null
  return JSON.stringify([code, techniqueId, place?.file, { ...facts, url: keyOf(facts.url) }])
}

/**
 * Tells of a finding that the other run does not have what it says of coverage: that a category of a technique had
 * something and now has nothing, or the other way round. That all of it is dead counts only where the other run saw
 * some of it alive, since else it may have been dead then too; that one source is left counts only where the other run
 * had several.
 */
function gainTeller(
  word: Gain,
  { rows }: FoundIn,
  isNarrowed: (finding: Finding) => boolean,
): (finding: Finding) => Gain {
  const key = (techniqueId: string | null, category: unknown) => `${techniqueId}\n${category}`
  const keysOf = (some: readonly Row[]) =>
    new Set(some.map(({ techniqueId, mapping }) => key(techniqueId, mapping.category)))
  const usable = keysOf(rows.filter(({ state }) => isUsable(state)))
  const verified = keysOf(rows.filter(({ state }) => isVerified(state)))
  return (finding) => {
    const { code, techniqueId, facts } = finding
    if (code === 'gap-single-source') return isNarrowed(finding) ? word : 'neither'
    if (code === 'gap-lost') return verified.has(key(techniqueId, facts.category)) ? word : 'neither'
    return usable.has(key(techniqueId, unlistedCategory(code))) ? word : 'neither'
  }
}

/**
 * Tells of a category that rests on one source in one run whether it rested on several in the other, and not merely
 * because links were found dead, or forgotten, of which the other run knows nothing.
 */
function widthTeller(shiftOf: ShiftOf, other: 'before' | 'after'): (finding: Finding) => boolean {
  return ({ techniqueId, facts }) => {
    const category = Category.safeParse(facts.category)
    if (techniqueId === null || !category.success) return false
    const shift = shiftOf(techniqueId, category.data)
    if (shift.sources[other] < 2) return false
    const [gone, unsure] =
      other === 'before'
        ? [shift.removed.length + shift.died.length, shift.foundDead.length]
        : [shift.added.length + shift.revived.length, shift.forgotten.length]
    return gone > 0 || unsure === 0
  }
}

/** The category of which a finding says that nothing is listed in it. */
function unlistedCategory(code: Finding['code']): string | undefined {
  return /^gap-(policy|detection|test)$/.exec(code)?.[1]
}

function ownerOf({ techniqueId, facts, code }: Finding): Owner {
  const category = Category.safeParse(facts.category ?? unlistedCategory(code))
  return {
    techniqueId,
    category: category.success ? category.data : null,
    source: typeof facts.source === 'string' ? facts.source : null,
  }
}

function sideOfFinding({ message, facts, code, severity }: Finding): DiffSide {
  return sideOf(message, typeof facts.url === 'string' ? facts.url : null, { code, severity })
}
