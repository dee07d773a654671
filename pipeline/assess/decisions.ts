import { type Finding, finding } from '../model/finding.js'
import { type Decision, type Decisions, type Gap, type GapDecision, isAccepted } from '../model/report.js'

/** What the decisions make of the gaps. */
export interface DecidedGaps {
  /** All gaps, each with its decision; those that are accepted come last. */
  gaps: Gap[]
  /** Findings of the gaps that are open, of those that are accepted, and of the decisions themselves. */
  findings: Finding[]
  decisions: Decisions
  /** Gaps that are accepted, or do not apply, by a decision in force. */
  accepted: number
}

/**
 * Holds what people decided against the gaps of this run.
 *
 * An acceptance in force, up to and with its last day, takes its gap out of the open ones: the gap ranks last, and in
 * the place of its finding stands a note. Once it has expired, or where a field of it cannot be read, the gap is open.
 * To plan or to fix is no acceptance. A decision that the file contradicts counts for nothing.
 */
export function applyDecisions(
  { gaps, findings }: { gaps: readonly Gap[]; findings: readonly Finding[] },
  { file, rows }: Decisions,
  asOf: string,
  isReported: (techniqueId: string) => boolean = () => true,
): DecidedGaps {
  const known = new Map(gaps.map((gap) => [gap.gapId, gap]))
  const judged = rows.map((row) => ({ ...row, standing: standingOf(row, known, asOf, isReported) }))
  const decisionOf = gapDecisions(judged)
  const decided = gaps.map((gap) => ({ ...gap, decision: decisionOf.get(gap.gapId) ?? null }))
  const accepted = decided.filter(isAccepted)
  const open = decided.filter((gap) => !isAccepted(gap))
  const acceptedKeys = new Set(accepted.map(keyOfGap))
  return {
    gaps: [...open, ...accepted].map((gap, at) => ({ ...gap, rank: at + 1 })),
    findings: [
      ...findings.filter((each) => !acceptedKeys.has(keyOfFinding(each))),
      ...accepted.flatMap(acceptedFinding),
      ...judged.flatMap((row) => decisionFindings(row, known)),
    ],
    decisions: { file, rows: judged },
    accepted: accepted.length,
  }
}

function standingOf(
  row: Decision,
  known: ReadonlyMap<string, Gap>,
  asOf: string,
  isReported: (techniqueId: string) => boolean,
): Decision['standing'] {
  if (row.standing === 'unreadable' || row.gapId === null) return 'unreadable'
  if (!known.has(row.gapId)) {
    const techniqueId = techniqueOf(row)
    return techniqueId === null || isReported(techniqueId) ? 'gap-gone' : 'out-of-scope'
  }
  if (row.standing !== 'in-force') return row.standing
  return row.expiry !== null && row.expiry < asOf ? 'expired' : 'in-force'
}

/** The decision of each gap. Where the file says several things, that there is none to go by. */
function gapDecisions(rows: readonly Decision[]): Map<string, GapDecision> {
  const decisions = new Map<string, GapDecision>()
  for (const row of rows) {
    const { gapId, status, owner, due, expiry, reason, standing } = row
    if (gapId === null || isRemark(row)) continue
    if (standing === 'unreadable' || standing === 'gap-gone' || standing === 'out-of-scope') continue
    decisions.set(gapId, decisions.has(gapId) ? contested : { status, owner, due, expiry, reason, standing })
  }
  return decisions
}

const contested: GapDecision = {
  status: null,
  owner: null,
  due: null,
  expiry: null,
  reason: null,
  standing: 'incomplete',
}

/** A row in which somebody wrote something, but decided nothing. */
function isRemark({ status, problem }: Decision): boolean {
  return status === null && problem === null
}

const key = (code: string, techniqueId: string | null, file: string | null, category: unknown) =>
  JSON.stringify([code, techniqueId, file, category])

/** The finding of a kind that is a category of its own does not name the category twice. */
function keyOfGap({ kind, techniqueId, file, category }: Gap): string {
  const code = kind === 'page' ? 'technique-without-page' : `gap-${kind}`
  return key(code, techniqueId, file, kind === category ? null : category)
}

function keyOfFinding({ code, techniqueId, place, facts }: Finding): string {
  return key(code, techniqueId, place?.file ?? null, facts.category ?? null)
}

const atGap = ({ gapId, techniqueId, file, line }: Gap) => ({
  place: file === null || line === null ? null : { file, line },
  techniqueId,
  subject: gapId,
})

function acceptedFinding(gap: Gap): Finding[] {
  const { kind, category, decision } = gap
  if (decision === null || decision.status === null) return []
  const { status, owner, expiry } = decision
  return [finding('gap-accepted', atGap(gap), { kind, category, status, owner, expiry })]
}

function decisionFindings(row: Decision, known: ReadonlyMap<string, Gap>): Finding[] {
  const { gapId, status, owner, expiry, standing, problem } = row
  const gap = gapId === null ? undefined : known.get(gapId)
  const where = whereOf(row)
  if (standing === 'expired' && gap !== undefined && status !== null && expiry !== null) {
    const { kind, category } = gap
    return [finding('decision-expired', atGap(gap), { kind, category, status, owner, expiry })]
  }
  if (standing === 'gap-gone' && gapId !== null) {
    const at = { place: null, techniqueId: techniqueOf(row), subject: gapId }
    return [finding('decision-gap-gone', at, { gapId, where })]
  }
  if (problem === null) return []
  const at =
    gap === undefined ? { place: null, techniqueId: techniqueOf(row), subject: row.mark } : atGap(gap)
  return [finding('decision-unreadable', at, { where, problem })]
}

/** The technique as the row has it, where it is one at all: whoever typed it may have typed anything. */
function techniqueOf({ techniqueId }: Decision): string | null {
  return techniqueId !== null && /^T\d{4}(\.\d{3})?$/.test(techniqueId) ? techniqueId : null
}

function whereOf({ sheet, row }: Decision): string {
  const at = row === null ? 'a row of the decisions file' : `row ${row} of the decisions file`
  return sheet === null ? at : `${at}, sheet "${sheet}"`
}
