import type { Names } from '../compare/names.js'
import type { Diff, DiffChange, DiffNote, Highlight } from '../model/diff.js'
import { timesText } from '../model/number-words.js'
import { harmless } from './harmless.js'
import { kindTable, sourceTable } from './show-diff-counts.js'
import { techniqueLines } from './show-diff-techniques.js'

/**
 * What changed, for a person at a terminal: what to know first, what matters most, figures by source and in all, then
 * the techniques that lost most. What a page holds cannot steer the terminal.
 */
export function showDiff(diff: Diff, names: Names): string {
  const { changes } = diff
  const blocks = [
    [headline(diff)],
    diff.notes.map(noteLine),
    ...(diff.highlights.length === 0 ? [] : [['What matters most', ...highlightLines(diff.highlights)]]),
    sourceTable(changes, names.source),
    kindTable(changes),
    techniqueLines(changes, names),
  ]
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.map(harmless).join('\n'))
  return `${text.join('\n\n')}\n`
}

function headline({ from, to, changes }: Diff): string {
  if (changes.length === 0) return `Nothing changed from ${from} to ${to}.`
  const told = (['resource', 'link'] as const).flatMap((kind) => {
    const [gained, lost] = [gains(changes, kind, 'gained'), gains(changes, kind, 'lost')]
    return gained + lost === 0 ? [] : [`${timesText(gained, kind, `${kind}s`)} gained, ${lost} lost`]
  })
  const coverage = told.length === 0 ? 'no coverage gained or lost' : told.join('; ')
  return `From ${from} to ${to}: ${timesText(changes.length, 'change', 'changes')}; ${coverage}.`
}

function gains(changes: readonly DiffChange[], kind: DiffChange['kind'], word: DiffChange['gain']): number {
  return changes.filter((change) => change.kind === kind && change.gain === word).length
}

const signs = { lost: '-', gained: '+', neither: ' ' }

/** What matters most, a sentence a line with a sign for coverage lost or gained. */
export function highlightLines(highlights: readonly Highlight[]): string[] {
  return highlights.map(({ gain, sentence }) => `${signs[gain]} ${sentence}`)
}

/** What to know before reading the changes, as one sentence. */
export function noteLine({ code, category, source, before, after }: DiffNote): string {
  switch (code) {
    case 'other-corpus':
      return `Note: the runs are of two corpora, ${before} and ${after}.`
    case 'other-tool-version':
      return `Note: the runs were made by ${before} and ${after}, which may read the same pages differently.`
    case 'other-network':
      return `Note: the first run was ${networkWords(before)}, the second ${networkWords(after)}: states of links may differ for that alone.`
    case 'other-policy':
      return `Note: the runs judged by two policies, ${before} and ${after}: levels are not compared, and gaps may differ for that alone.`
    case 'levels-unknown':
      return `Note: ${unknownWords(before, after)} by which policy it judged: levels are not compared.`
    case 'other-scope':
      return `Note: the first run reports ${scopeWords(before)}, the second ${scopeWords(after)}: only techniques that both report are compared.`
    case 'other-reference':
      return `Note: the pages were held against ${before}, and then against ${after}: findings on names, tactics and ids may differ for that alone.`
    case 'source-added':
      return `New source: ${after} (${category}, ${source}).`
    case 'source-removed':
      return `Source gone: ${before} (${category}, ${source}).`
  }
}

function networkWords(state: string | null): string {
  return state === 'no-network' ? 'without a network' : String(state)
}

function scopeWords(layers: string | null): string {
  return layers === null ? 'all pages' : `the scope of ${layers}`
}

function unknownWords(before: string | null, after: string | null): string {
  if (before === null && after === null) return 'neither run says'
  return before === null ? 'the first run does not say' : 'the second run does not say'
}
