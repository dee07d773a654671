import { groupBy } from '../model/group-by.js'
import { compareText } from '../model/place.js'
import { type AttackReference, tacticName } from '../model/reference.js'
import type { WithoutPage } from '../model/scope.js'

/** What becomes of an id of a layer. */
export type Meaning =
  | { kind: 'meant'; id: string }
  /** ATT&CK has revoked it; `id` is what is in scope: its successor, or itself where it has a page or no successor. */
  | { kind: 'revoked'; id: string; successor: string | null }
  /** ATT&CK does not have it, and no page is about it; `before` is its name in the version of the pages, if any. */
  | { kind: 'unknown'; before: string | null }

/** What ids of layers mean, by the ATT&CK reference and the pages that there are. */
export interface Ids {
  meaning(id: string): Meaning
  /** What ATT&CK says of a technique that no page is about. */
  withoutPage(id: string): WithoutPage
}

/**
 * Ids looked up in the reference. A page goes before the reference: a revoked technique that the corpus has a page of is
 * that page, and not its successor.
 */
export function idsOf(attack: AttackReference, hasPage: (id: string) => boolean): Ids {
  const known = new Map(attack.techniques.map((technique) => [technique.id, technique]))
  const revoked = attack.techniques.filter(({ id, today }) => today?.status === 'revoked' && hasPage(id))
  const predecessors = groupBy(revoked, ({ today }) => today?.current ?? '')
  const tacticNames = new Map(
    [...attack.tactics, ...attack.pagesTactics].map(({ shortName, name }) => [shortName, name]),
  )
  return {
    meaning(id) {
      const technique = known.get(id)
      const today = technique?.today ?? null
      if (today?.status === 'revoked') {
        const successor = today.current
        return { kind: 'revoked', id: hasPage(id) ? id : (successor ?? id), successor }
      }
      if (today !== null || hasPage(id)) return { kind: 'meant', id }
      return { kind: 'unknown', before: technique?.before?.name ?? null }
    },
    withoutPage(id) {
      const { today = null, before = null } = known.get(id) ?? {}
      // Of the version that the pages speak of, so that all rows of a report stand in one matrix.
      const tactics = (before ?? today)?.tactics ?? []
      return {
        name: today?.name ?? id,
        tactics: tactics.map((tactic) => tacticNames.get(tactic) ?? tacticName(tactic)),
        predecessors: (predecessors.get(id) ?? []).map((each) => each.id).sort(compareText),
      }
    },
  }
}
