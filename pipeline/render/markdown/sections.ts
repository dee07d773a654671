import { judgedCategories } from '../../model/category.js'
import type { DiffNote } from '../../model/diff.js'
import { failOnCodes, failOnGroups } from '../../model/fail-on.js'
import { countText } from '../../model/number-words.js'
import type { Report } from '../../model/report.js'
import type { RowPlaces } from '../../model/row-places.js'
import { code, link, plain, short, table } from './markdown-text.js'

/** Rows that a list shows; the rest is counted. */
const shown = 15

/** Letters of a free text that a cell shows. */
const cellLetters = 160

/** Title and the sentence that no reader may miss: what was asked, and of what. */
export function head({ corpus, asOf, classification, network, runId, scope }: Report): string[] {
  return [
    '# Control coverage',
    '',
    `${plain(corpus.location)}${corpus.revision === null ? '' : ` at ${plain(corpus.revision.slice(0, 12))}`}, as of ${asOf}, run ${plain(runId)}${classification === null ? '' : `, **${plain(classification)}**`}`,
    ...(scope === null ? [] : ['', `Scope: ${scope.layers.map(({ file }) => plain(file)).join(', ')}`]),
    ...(network.detail === null ? [] : ['', `> ${plain(network.detail)}`]),
  ]
}

/** What is listed, verified and lost, and how many techniques have any of it. */
export function keyFigures({ totals }: Report): string[] {
  return [
    '## Key figures',
    '',
    `${countText(totals.techniques, 'technique')} (${totals.subTechniques} of them sub-techniques), ${countText(totals.mappings, 'mapping')}, ${countText(totals.resources, 'resource')}, ${countText(totals.distinctUrls, 'link')}.`,
    `${countText(totals.validated, 'technique has', 'techniques have')} a verified detection and a verified test.`,
    '',
    ...table(
      ['category', 'techniques with any', 'covered or deep', 'resources', 'verified', 'lost', 'unknown'],
      judgedCategories.map((category) => {
        const { techniques, levels, distinct, verified, lost, unknown } = totals[category]
        return [category, techniques, levels.covered + levels.deep, distinct, verified, lost, unknown]
      }),
    ),
  ]
}

/** What `--fail-on` would stop at. */
export function gates({ findingCounts, totals }: Report): string[] {
  const count = (word: string) => {
    const codes = failOnCodes([word])
    return findingCounts.filter(({ code }) => codes.has(code)).reduce((sum, each) => sum + each.count, 0)
  }
  const { error, warning, note } = totals.findings
  return [
    '## Gates',
    '',
    ...table(
      ['`--fail-on`', 'findings'],
      Object.keys(failOnGroups).map((word) => [word, count(word)]),
    ),
    '',
    `All findings: ${countText(error, 'error')}, ${countText(warning, 'warning')}, ${countText(note, 'note')}.`,
  ]
}

/** The gaps to look at first. */
export function topGaps({ gaps, techniques }: Report, stands: RowPlaces): string[] {
  if (gaps.length === 0) return ['## Gaps', '', 'No gap stands.']
  const urls = new Map(techniques.map(({ id, url }) => [id, url]))
  return [
    '## Gaps to look at first',
    '',
    ...table(
      ['rank', 'technique', 'gap', 'why', 'decision'],
      gaps
        .slice(0, shown)
        .map(({ rank, techniqueId, techniqueName, category, kind, why, decision }) => [
          rank,
          `${link(techniqueId, urls.get(techniqueId) ?? null)} ${plain(short(techniqueName, 60))}`,
          plain(category === null || category === kind ? `no ${kind}` : `${kind} (${category})`),
          plain(short(why, cellLetters)),
          decision === null ? '' : plain(`${decision.status ?? 'none'}, ${decision.standing}`),
        ]),
    ),
    ...andMore(gaps.length, 'gap', stands.gaps?.first),
  ]
}

/** Links: how many stand, and which are gone. */
export function links({ totals, links: all }: Report, stands: RowPlaces): string[] {
  const { alive, moved, dead, blocked, unreachable, unchecked, refused } = totals.links
  const gone = all.filter(({ state }) => state === 'dead')
  return [
    '## Links',
    '',
    ...table(
      ['alive', 'moved', 'dead', 'blocked', 'unreachable', 'not asked', 'refused'],
      [[alive, moved, dead, blocked, unreachable, unchecked, refused]],
    ),
    ...(gone.length === 0
      ? []
      : [
          '',
          ...table(
            ['dead link', 'why', 'first place'],
            gone
              .slice(0, shown)
              .map(({ url, reason, firstFile, firstLine }) => [
                code(short(url, cellLetters)),
                plain(reason ?? ''),
                plain(`${firstFile}, line ${firstLine}`),
              ]),
          ),
          ...andMore(gone.length, 'dead link', stands.links?.first),
        ]),
  ]
}

/** What changed since the run before: what was lost first. */
export function changes({ changes: { baseline, rows, counts, notes } }: Report, stands: RowPlaces): string[] {
  if (baseline === null) return []
  const told = rows.filter(({ gain }) => gain !== 'neither')
  const sorted = [...told].sort((a, b) => Number(a.gain === 'gained') - Number(b.gain === 'gained'))
  return [
    `## Since run ${plain(baseline.runId)}`,
    '',
    ...(counts.length === 0
      ? ['Nothing changed.']
      : table(
          ['', 'added', 'removed', 'moved', 'renamed', 'changed', 'gained', 'lost'],
          counts.map((of) => [
            of.kind,
            of.added,
            of.removed,
            of.moved,
            of.renamed,
            of.changed,
            of.gained,
            of.lost,
          ]),
        )),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${plain(noteWords(note))}`)]),
    ...(sorted.length === 0
      ? []
      : [
          '',
          ...table(
            ['coverage', 'what', 'technique', 'name or address', 'difference'],
            sorted
              .slice(0, shown)
              .map(
                ({ gain, kind, techniqueId, labelAfter, labelBefore, urlAfter, urlBefore, difference }) => [
                  gain,
                  kind,
                  plain(techniqueId ?? ''),
                  plain(short(labelAfter ?? labelBefore ?? urlAfter ?? urlBefore ?? '', cellLetters)),
                  plain(short(difference ?? '', cellLetters)),
                ],
              ),
          ),
          ...andMore(sorted.length, 'change', stands.changes?.first),
        ]),
  ]
}

/** What the report cannot say. */
export function limits({ unknowns, reference, policy, thresholds }: Report): string[] {
  return [
    '## What this cannot say',
    '',
    '- A public rule or test that is mapped to a technique is no control in use, and no proof that it works.',
    ...unknowns.map(
      ({ code, count, detail }) =>
        `- ${plain(code.replaceAll('-', ' '))}: ${count}${detail === null ? '' : ` (${plain(short(detail, 300))})`}`,
    ),
    '',
    `Judged by ATT&CK ${plain(reference.attackVersion)}, D3FEND ${plain(reference.d3fendVersion)} and policy ${plain(policy.id)} ${plain(policy.version)}; stale after ${countText(thresholds.staleAfterDays, 'day')}.`,
  ]
}

/** Such as "other network: offline, now online". */
function noteWords({ code, before, after }: DiffNote): string {
  return `${code.replaceAll('-', ' ')}: ${before ?? 'none'}, now ${after ?? 'none'}`
}

function andMore(count: number, what: string, place = 'report.json'): string[] {
  return count > shown ? ['', `${countText(count - shown, `more ${what}`)}: see \`${place}\`.`] : []
}
