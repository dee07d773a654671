import { stableId } from '../model/digest.js'
import type { Decision, DecisionStatus } from '../model/report.js'
import { readDate } from '../model/written-date.js'

/** What a row decides, without what surrounds it. */
export type Decided = Pick<Decision, 'status' | 'owner' | 'due' | 'expiry' | 'reason'>

const statuses: Record<string, DecisionStatus> = {
  accept: 'accept',
  accepted: 'accept',
  plan: 'plan',
  planned: 'plan',
  fix: 'fix',
  'not applicable': 'not-applicable',
  notapplicable: 'not-applicable',
  'n a': 'not-applicable',
}

/** The status that a word names, in any letter case, with any blanks or dashes; null where it names none. */
export function readStatus(written: string): DecisionStatus | null {
  const words = written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{C}]+/gu, ' ')
    .trim()
  return Object.hasOwn(statuses, words) ? (statuses[words] ?? null) : null
}

/** The day that a cell names, YYYY-MM-DD, or why it names none. The time of a moment (ISO 8601) is left out. */
export function readDay(written: string): { day: string } | { problem: string } {
  const text = written.trim().replace(/^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}[\d:.]*Z?$/, '$1')
  const { readings } = readDate(text)
  const [day, other] = readings
  if (day === undefined) return { problem: 'is no day that can be read; write it as YYYY-MM-DD' }
  if (other !== undefined) return { problem: `can be read as ${day} or ${other}; write it as YYYY-MM-DD` }
  return { day }
}

/**
 * A digest of what was decided. Programs that save a sheet may change line ends and trailing blanks, so that those do
 * not count.
 */
export function markOf({ status, owner, due, expiry, reason }: Decided): string {
  return stableId(status, plain(owner), due, expiry, plain(reason))
}

function plain(text: string | null): string | null {
  return text === null ? null : text.replace(/\r\n?/g, '\n').trim()
}
