import { compareText } from '../model/place.js'
import { type AttackTactic, type TechniqueStatus, tacticName } from '../model/reference.js'

/** One version of ATT&CK as a file has it. */
export interface AttackEdition {
  /** Null where the file does not say. */
  version: string | null
  date: string | null
  tactics: AttackTactic[]
  /** By id, each id once. */
  techniques: ReadonlyMap<string, EditionTechnique>
}

export interface EditionTechnique {
  name: string
  status: TechniqueStatus
  /** Short names, in the file's order. */
  tactics: string[]
  /** The direct successor, or null. */
  revokedBy: string | null
}

/** ATT&CK ids of techniques and sub-techniques. */
export const techniqueId = /^T\d{4}(?:\.\d{3})?$/

/**
 * The tactics that active techniques serve, by short name.
 *
 * For files without tactics of their own; what only revoked techniques name is a tactic of the past.
 */
export function tacticsInUse(techniques: Iterable<EditionTechnique>): AttackTactic[] {
  const used = new Set<string>()
  for (const { status, tactics } of techniques) {
    if (status === 'active') for (const tactic of tactics) used.add(tactic)
  }
  return [...used].sort(compareText).map((shortName) => ({ shortName, name: tacticName(shortName) }))
}

/**
 * The technique at the end of a chain of successors: the id itself where it was not revoked, null where the chain
 * leads to no technique or in a circle.
 */
export function endOfChain(
  techniques: ReadonlyMap<string, Pick<EditionTechnique, 'status' | 'revokedBy'>>,
  id: string,
): string | null {
  const passed = new Set<string>()
  let at: string | null = id
  while (at !== null && !passed.has(at)) {
    passed.add(at)
    const technique = techniques.get(at)
    if (technique === undefined) return null
    if (technique.status !== 'revoked') return technique.status === 'active' ? at : null
    at = technique.revokedBy
  }
  return null
}
