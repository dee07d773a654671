import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { type ComparedRun, compare } from '../../pipeline/compare/index.js'
import { extract } from '../../pipeline/extract/index.js'
import type { Diff } from '../../pipeline/model/diff.js'
import { normalize } from '../../pipeline/normalize/index.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { assessSettings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { describeShared, shared } from '../support/shared.js'

const [earlier, later] = ['2022-04-28', '2022-08-10']

async function runOf(date: string): Promise<ComparedRun> {
  const { files, ...corpus } = await readWholeCorpus(`${shared}/corpus/${date}`)
  const records = extract(files, corpus)
  const [model, links] = [normalize(records), linksOf({})]
  const { report, findings } = assess(
    { records, model, links, reference: await readReference(null) },
    assessSettings,
  )
  return { runId: date, model, links, findings, report, tool: assessSettings.tool }
}

/** Headings of the sources as the pages have them, and what tells their rows apart. */
const sources = {
  sigma: { heading: /^### \[Sigma/, row: /^\* .*\((https:\/\/github\.com\/SigmaHQ\/[^\s*]*)\)(?:\*\*)?$/ },
  splunk: { heading: /^### \[Splunk/, row: /^\* .*\((https:\/\/github\.com\/splunk\/[^\s*]*)\)(?:\*\*)?$/ },
  atomic: { heading: /^### \[Atomic/, row: /^\* (.+)$/ },
}
type Source = keyof typeof sources

/** How often each row of a source stands on each page, read by lines: by its last address, or its words where it has none. */
function written(date: string, source: Source): Map<string, number> {
  const rows = new Map<string, number>()
  const folder = `${shared}/corpus/${date}`
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
    let isOurs = false
    for (const line of readFileSync(`${folder}/${file}`, 'utf8').split(/\r?\n/)) {
      if (line.startsWith('#')) isOurs = sources[source].heading.test(line)
      const row = isOurs ? sources[source].row.exec(line.trimEnd())?.[1] : undefined
      if (row === undefined) continue
      const key = `${file.replace('.md', '')} ${row.trim()}`
      rows.set(key, (rows.get(key) ?? 0) + 1)
    }
  }
  return rows
}

/** Rows that stand more often on one side than on the other, as often as that. */
function surplus(here: ReadonlyMap<string, number>, there: ReadonlyMap<string, number>): string[] {
  return [...here]
    .flatMap(([row, count]) => Array<string>(Math.max(0, count - (there.get(row) ?? 0))).fill(row))
    .sort()
}

let diff: Diff
function rows(source: string, change: string): string[] {
  return diff.changes
    .filter((each) => each.kind === 'resource' && each.source === source && each.change === change)
    .map(
      ({ techniqueId, before, after }) =>
        `${techniqueId} ${(after ?? before)?.url ?? (after ?? before)?.label}`,
    )
    .sort()
}

describeShared('from one shared date to the other', () => {
  beforeAll(async () => {
    diff = compare(await runOf(earlier), await runOf(later))
  })

  it.each(['d3fend', 'car'])('no resource of %s is lost, added or moved', (source) => {
    const words = ['removed', 'added', 'moved', 'changed']
    expect(words.flatMap((word) => rows(source, word))).toEqual([])
  })

  it('Sentinel and Elastic are new sources', () => {
    expect(
      diff.notes.filter(({ code }) => code !== 'other-corpus').map(({ code, source }) => [code, source]),
    ).toEqual([
      ['source-added', 'elastic'],
      ['source-added', 'sentinel'],
    ])
    expect([rows('elastic', 'added').length, rows('sentinel', 'added').length]).toEqual([645, 451])
    expect(['elastic', 'sentinel'].flatMap((source) => rows(source, 'removed'))).toEqual([])
  })

  it.each<[Source, number, number]>([
    ['sigma', 420, 171],
    ['splunk', 410, 176],
    ['atomic', 191, 4],
  ])('%s has the rows of a comparison by lines added and removed', (source, added, removed) => {
    const [was, is] = [written(earlier, source), written(later, source)]
    expect(rows(source, 'added')).toEqual(surplus(is, was))
    expect(rows(source, 'removed')).toEqual(surplus(was, is))
    expect([rows(source, 'added').length, rows(source, 'removed').length]).toEqual([added, removed])
  })

  it('what matters most says what the changes and the reports hold', () => {
    const gaps = (change: string, code: string) =>
      diff.changes.filter((each) => each.change === change && (each.after ?? each.before)?.code === code)
        .length
    const told = new Map(
      diff.highlights.map(({ about, gain, category, count }) => [`${about} ${gain} ${category}`, count]),
    )
    expect(told.get('evidence lost detection')).toBe(gaps('added', 'gap-detection'))
    expect(told.get('evidence gained detection')).toBe(gaps('removed', 'gap-detection'))
    expect(told.get('evidence gained test')).toBe(gaps('removed', 'gap-test'))
    expect(diff.highlights.map(({ gain }) => gain).indexOf('gained')).toBeGreaterThan(0)
    const levels = diff.changes.filter(({ after }) => after?.level !== undefined)
    expect(levels.length).toBeGreaterThan(100)
    expect(levels.filter(({ cause }) => cause === undefined)).toEqual([])
  })

  it('is told in order, quickly', async () => {
    const [one, other] = [await runOf(earlier), await runOf(later)]
    const started = performance.now()
    const again = compare(one, other)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(again).toEqual(diff)
  })
})
