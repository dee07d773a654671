import { timesText } from '../model/number-words.js'
import { withoutSecrets } from '../model/secrets.js'
import { shortened } from './phrases.js'
import type { Row } from './rows.js'
import type { Shift } from './shifts.js'

const examples = 2

/**
 * Why a level changed, in one sentence: what speaks for the change with examples, what speaks against it in numbers.
 * `rise` is above 0 where the level rose. Null where nothing of the evidence changed.
 */
export function levelCause(shift: Shift, rise: number): string | null {
  const down = [
    part(shift.removed, 'resource', 'resources', 'went'),
    part(shift.died, 'link', 'links', 'died'),
    part(shift.foundDead, 'link', 'links', 'turned out dead of which nothing had been known'),
  ]
  const up = [
    part(shift.added, 'resource', 'resources', 'came'),
    part(shift.revived, 'link', 'links', 'came back'),
    part(shift.forgotten, 'dead link', 'dead links', 'not asked again'),
  ]
  const [main, against] = rise > 0 ? [up, down] : [down, up]
  const parts = [
    ...main.flatMap(({ rows, words }) => (rows.length === 0 ? [] : [`${words} (${named(rows)})`])),
    ...sourcesPart(shift),
    ...against.flatMap(({ rows, words }) => (rows.length === 0 ? [] : [`yet ${words}`])),
  ]
  return parts.length === 0 ? null : `${parts.join(', ')}.`
}

function part(rows: readonly Row[], one: string, many: string, did: string) {
  return { rows, words: `${timesText(rows.length, one, many)} ${did}` }
}

function sourcesPart({ sources: { before, after } }: Shift): string[] {
  if (before === after || before === 0 || after === 0) return []
  return [`of ${timesText(after, 'source', 'sources')} where it was ${before}`]
}

function named(rows: readonly Row[]): string {
  const shown = rows
    .slice(0, examples)
    .map(({ mapping, resource }) => `${mapping.source} "${shortened(withoutSecrets(resource.label))}"`)
  const left = rows.length - shown.length
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`
}
