import type { DiffChange, Highlight } from '../model/diff.js'
import { groupBy } from '../model/group-by.js'
import { numberText, timesText } from '../model/number-words.js'
import { compareText } from '../model/place.js'
import type { Names } from './names.js'
import { listed } from './phrases.js'
import { shares, sharesOfSources } from './shares.js'

const parts = 4

/** What changed without being coverage gained or lost, as far as it is known, in the order of what it may mean. */
export function quietHighlights(changes: readonly DiffChange[], names: Names): Highlight[] {
  const quiet = changes.filter(({ gain }) => gain === 'neither')
  const of = (kind: DiffChange['kind'], word: DiffChange['change']) =>
    quiet.filter((each) => each.kind === kind && each.change === word)
  const [technique, link] = [of('technique', 'changed'), of('link', 'changed')]
  const levels = technique.filter(({ after }) => after?.level !== undefined)
  return [
    tell(
      'level',
      levels,
      (count) =>
        `${timesText(count, 'level differs', 'levels differ')} for no known gain or loss: more, or less, is known of the links than before.`,
    ),
    tell(
      'link',
      link.filter(({ before, after }) => before?.state !== after?.state),
      (count, own) => {
        const states = shares(own, ({ before, after }) => `${before?.state}, now ${after?.state}`)
        return `${timesText(count, 'link is', 'links are')} in another state, with no coverage known to be gained or lost: ${states}.`
      },
    ),
    tell(
      'address',
      of('resource', 'moved'),
      (count, own) =>
        `${timesText(count, 'row stands', 'rows stand')} at another address and ${count === 1 ? 'is' : 'are'} the same: ${sharesOfSources(own, names)}.`,
    ),
    tell(
      'label',
      of('resource', 'renamed'),
      (count, own) =>
        `${timesText(count, 'row bears', 'rows bear')} another label at the same address: ${sharesOfSources(own, names)}.`,
    ),
    tell('resource', [...of('resource', 'added'), ...of('resource', 'removed')], (count, own) => {
      const added = own.filter(({ change }) => change === 'added').length
      return `${timesText(count, 'row', 'rows')} came or went without a difference to coverage, being repeats, dead, or listed beside: ${numberText(added)} came, ${numberText(count - added)} went.`
    }),
    tell('page', [...of('technique', 'added'), ...of('technique', 'removed')], (count, own) => {
      const added = own.filter(({ change }) => change === 'added').length
      return `${timesText(count, 'page', 'pages')} without evidence came or went: ${numberText(added)} new, ${numberText(count - added)} gone.`
    }),
    tell(
      'label',
      [
        ...of('technique', 'renamed'),
        ...of('technique', 'moved'),
        ...technique.filter(({ after }) => after?.tactics),
      ],
      (count) => `${timesText(count, 'page has', 'pages have')} another name, address or other tactics.`,
    ),
    tell(
      'date',
      changes.filter(
        ({ kind, change, before, after }) =>
          kind === 'mapping' && change === 'changed' && before?.lastAccessed !== after?.lastAccessed,
      ),
      (count, own) => {
        const latest = own
          .flatMap(({ after }) => after?.lastAccessed ?? [])
          .sort(compareText)
          .at(-1)
        return `${timesText(count, 'mapping bears', 'mappings bear')} another date of last access${latest === undefined ? '' : `, the latest ${latest}`}.`
      },
    ),
    tell(
      'finding',
      changes.filter(
        ({ kind, gain, before, after }) =>
          kind === 'finding' && (gain === 'neither' || (after ?? before)?.code === 'gap-single-source'),
      ),
      (_, own) => `Findings came and went: ${byCode(own)}.`,
    ),
  ].flatMap((each) => each ?? [])
}

function tell(
  about: Highlight['about'],
  own: readonly DiffChange[],
  words: (count: number, own: readonly DiffChange[]) => string,
): Highlight | null {
  if (own.length === 0) return null
  const sentence = words(own.length, own)
  return {
    about,
    gain: 'neither',
    category: null,
    source: null,
    count: own.length,
    techniqueIds: [],
    sentence,
  }
}

/** `resource-unlinked +206, mapping-behind −11`: by how many more or fewer there are, the largest difference first. */
function byCode(findings: readonly DiffChange[]): string {
  const codes = [...groupBy(findings, ({ before, after }) => (after ?? before)?.code ?? '')]
    .map(([code, own]) => {
      const added = own.filter(({ change }) => change === 'added').length
      return { code, added, removed: own.length - added, all: own.length }
    })
    .sort((a, b) => b.all - a.all || compareText(a.code, b.code))
  const shown = codes.slice(0, parts).map(({ code, added, removed }) => {
    const signed = [added > 0 ? `+${numberText(added)}` : '', removed > 0 ? `−${numberText(removed)}` : '']
    return `${code} ${signed.filter((part) => part !== '').join(' ')}`
  })
  const left = codes.slice(parts).reduce((sum, { all }) => sum + all, 0)
  return listed(shown, left)
}
