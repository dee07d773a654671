import type { Decision } from '../model/report.js'
import { markOf } from './decided.js'
import { moreText } from './more-text.js'
import type { SettledRow } from './settle.js'
import { fieldProblems, isGapId, shortened } from './typed-row.js'

/**
 * A row as a decision. Its standing is what the row alone allows: in force, incomplete or unreadable; that it has
 * expired, or that its gap is gone, is found out when it is held against the gaps of a run.
 */
export function toDecision({ typed, contested }: SettledRow): Decision {
  const { sheet, row, gapId, techniqueId, category, kind, decided } = typed
  const own = { ...typed, decided: { ...decided }, more: [...typed.more] }
  const problems = [...idProblems(gapId), ...(contested ? [contest] : []), ...fieldProblems(own)]
  const { status, owner, due, expiry, reason } = own.decided
  const decides = [owner, due, expiry, reason].some((each) => each !== null)
  if (status === null && decides && problems.length === 0) problems.push('there is no status')
  return {
    gapId,
    techniqueId,
    category,
    kind,
    status,
    owner,
    due,
    expiry,
    reason,
    standing: !isGapId(gapId)
      ? 'unreadable'
      : problems.length > 0 || status === null
        ? 'incomplete'
        : 'in-force',
    problem: problems.length === 0 ? null : problems.join('; '),
    sheet,
    row,
    more: own.more,
    moreText: moreText(own.more),
    mark: markOf(own.decided),
  }
}

const contest = 'another row of the file says something else about this gap'

function idProblems(gapId: string | null): string[] {
  if (gapId === null) return ['there is no gap id']
  return isGapId(gapId) ? [] : [`"${shortened(gapId)}" is no gap id`]
}
