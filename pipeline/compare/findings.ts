import { Category } from '../model/category.js'
import type { DiffChange, DiffSide, Gain } from '../model/diff.js'
import type { Finding } from '../model/finding.js'
import type { Addresses } from './addresses.js'
import { changeOf, sideOf } from './change.js'
import { isUsable, isVerified } from './gain.js'
import { pairUp } from './pair-up.js'
import type { Owner, Row } from './rows.js'

/** The findings of a run, and the rows that they are of. */
export interface FoundIn {
  findings: readonly Finding[]
  rows: readonly Row[]
}

/** Findings that came or went: by id, and by address whatever its form where they speak of one. */
export function compareFindings(before: FoundIn, after: FoundIn, addresses: Addresses): DiffChange[] {
  const { removed, added } = pairUp(before.findings, after.findings, [
    ({ id }) => id,
    (finding) => aboutAddress(finding, addresses),
  ])
  const gains = { removed: gainTeller('gained', after), added: gainTeller('lost', before) }
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
 * some of it alive, since else it may have been dead then too.
 */
function gainTeller(word: Gain, { rows }: FoundIn): (finding: Finding) => Gain {
  const key = (techniqueId: string | null, category: unknown) => `${techniqueId}\n${category}`
  const keysOf = (some: readonly Row[]) =>
    new Set(some.map(({ techniqueId, mapping }) => key(techniqueId, mapping.category)))
  const usable = keysOf(rows.filter(({ state }) => isUsable(state)))
  const verified = keysOf(rows.filter(({ state }) => isVerified(state)))
  return ({ code, techniqueId, facts }) => {
    if (code === 'gap-lost') return verified.has(key(techniqueId, facts.category)) ? word : 'neither'
    const unlisted = /^gap-(policy|detection|test)$/.exec(code)?.[1]
    return usable.has(key(techniqueId, unlisted)) ? word : 'neither'
  }
}

function ownerOf({ techniqueId, facts }: Finding): Owner {
  const category = Category.safeParse(facts.category)
  return {
    techniqueId,
    category: category.success ? category.data : null,
    source: typeof facts.source === 'string' ? facts.source : null,
  }
}

function sideOfFinding({ message, facts, code, severity }: Finding): DiffSide {
  return sideOf(message, typeof facts.url === 'string' ? facts.url : null, { code, severity })
}
