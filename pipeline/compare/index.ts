import type { Diff, DiffChange } from '../model/diff.js'
import { heldModel } from '../model/model.js'
import { schemaVersion } from '../model/version.js'
import { addressesOf } from './addresses.js'
import type { ComparedRun, HeldRun } from './compared-run.js'
import { compareFindings } from './findings.js'
import { highlightsOf } from './highlights.js'
import { identities } from './identity.js'
import { inScope } from './in-scope.js'
import { isJudgedAlike } from './judgement-notes.js'
import { compareLevels } from './levels.js'
import { compareLinks } from './links.js'
import { blocksOf, compareMappings } from './mappings.js'
import { namesOf } from './names.js'
import { notesOf } from './notes.js'
import { inOrder } from './order.js'
import { compareResources } from './resources.js'
import { ownersOf, rowsOf } from './rows.js'
import { shiftsOf } from './shifts.js'
import { compareTechniques } from './techniques.js'

export type { ComparedRun } from './compared-run.js'

/**
 * What changed from one run to another. What differs in form only (`blob` for `tree`, another spelling of an address, a
 * file at the place that its link is known to have moved to) is the same thing, and no loss. Levels are compared where
 * both runs judged by one rule.
 */
export function compare(before: ComparedRun, after: ComparedRun): Diff {
  const addresses = addressesOf([...before.links.links, ...after.links.links])
  const runs = inScope(heldRun(before), heldRun(after))
  const changes = inOrder(changesBetween(runs.before, runs.after, addresses))
  const notes = notesOf(runs.before, runs.after)
  const names = namesOf(runs.before, runs.after)
  return {
    schemaVersion,
    from: before.runId,
    to: after.runId,
    changes,
    notes,
    highlights: highlightsOf(changes, notes, names),
  }
}

function heldRun(run: ComparedRun): HeldRun {
  return { ...run, model: heldModel(run.model) }
}

function changesBetween(
  before: HeldRun,
  after: HeldRun,
  addresses: ReturnType<typeof addressesOf>,
): DiffChange[] {
  const rows = { before: rowsOf(before.model, before.links), after: rowsOf(after.model, after.links) }
  const identity = identities(addresses)
  const shiftOf = shiftsOf(rows.before, rows.after, identity)
  const isAlike = isJudgedAlike(before.report, after.report)
  const resources = compareResources(rows.before, rows.after, addresses, identity)
  return [
    ...compareTechniques(
      { items: before.model.techniques, rows: rows.before },
      { items: after.model.techniques, rows: rows.after },
      addresses,
    ),
    ...(isAlike && before.report && after.report ? compareLevels(before.report, after.report, shiftOf) : []),
    ...compareMappings(
      { items: blocksOf(before.model), rows: rows.before },
      { items: blocksOf(after.model), rows: rows.after },
      resources,
    ),
    ...resources,
    ...compareLinks(
      { links: before.links.links, owners: ownersOf(rows.before) },
      { links: after.links.links, owners: ownersOf(rows.after) },
      addresses,
    ),
    ...compareFindings(
      { findings: before.findings.findings, rows: rows.before },
      { findings: after.findings.findings, rows: rows.after },
      { addresses, shiftOf },
    ),
  ]
}
