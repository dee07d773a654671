import type { Diff } from '../model/diff.js'
import { schemaVersion } from '../model/version.js'
import { addressesOf } from './addresses.js'
import type { ComparedRun } from './compared-run.js'
import { compareFindings } from './findings.js'
import { findingsInBothScopes } from './in-both-scopes.js'
import { compareLinks } from './links.js'
import { blocksOf, compareMappings } from './mappings.js'
import { notesOf } from './notes.js'
import { inOrder } from './order.js'
import { compareResources } from './resources.js'
import { ownersOf, rowsOf } from './rows.js'
import { compareTechniques } from './techniques.js'

export type { ComparedRun } from './compared-run.js'

/**
 * What changed from one run to another. What differs in form only (`blob` for `tree`, another spelling of an address, a
 * file at the place that its link is known to have moved to) is the same thing, and no loss.
 */
export function compare(before: ComparedRun, after: ComparedRun): Diff {
  const addresses = addressesOf([...before.links.links, ...after.links.links])
  const rows = { before: rowsOf(before.model, before.links), after: rowsOf(after.model, after.links) }
  const changes = [
    ...compareTechniques(
      { items: before.model.techniques, rows: rows.before },
      { items: after.model.techniques, rows: rows.after },
      addresses,
    ),
    ...compareMappings(
      { items: blocksOf(before.model), rows: rows.before },
      { items: blocksOf(after.model), rows: rows.after },
    ),
    ...compareResources(rows.before, rows.after, addresses),
    ...compareLinks(
      { links: before.links.links, owners: ownersOf(rows.before) },
      { links: after.links.links, owners: ownersOf(rows.after) },
      addresses,
    ),
    ...compareFindings(
      { findings: findingsInBothScopes(before, after), rows: rows.before },
      { findings: findingsInBothScopes(after, before), rows: rows.after },
      addresses,
    ),
  ]
  return {
    schemaVersion,
    from: before.runId,
    to: after.runId,
    changes: inOrder(changes),
    notes: notesOf(before, after),
  }
}
