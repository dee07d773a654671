import { describe, expect, it } from 'vitest'
import { compare } from '../../pipeline/compare/index.js'
import type { ComparedReport } from '../../pipeline/model/compared-report.js'
import { Diff } from '../../pipeline/model/diff.js'
import type { LinkRecord, LinkState } from '../../pipeline/model/links.js'
import type { Level } from '../../pipeline/model/report.js'
import { comparedReport, runOf } from '../support/compared-run.js'
import { linkOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'

const address = (name: string) => `https://github.com/SigmaHQ/sigma/blob/master/${name}.yml`
const rows = (names: string) => [...names].map((name) => `* [${name}](${address(name)})`).join('\n')
const states = (of: Record<string, LinkState>): LinkRecord[] =>
  Object.entries(of).map(([name, state]) => linkOf(address(name), state))
const at = (level: Level, more: Partial<ComparedReport> = {}) =>
  comparedReport({ 'T1071.001': { detection: level } }, more)

interface Case {
  is: string
  before: [string, Record<string, LinkState>, Level]
  after: [string, Record<string, LinkState>, Level]
  gain: string
  cause: string | undefined
}

describe('a level', () => {
  it.each<Case>([
    {
      is: 'that fell since rows went',
      before: ['abcd', {}, 'covered'],
      after: ['ax', {}, 'thin'],
      gain: 'lost',
      cause: '3 resources went (sigma "b", sigma "c" and 1 more), yet 1 resource came.',
    },
    {
      is: 'that fell since a link died',
      before: ['abc', { a: 'alive' }, 'covered'],
      after: ['abc', { a: 'dead' }, 'thin'],
      gain: 'lost',
      cause: '1 link died (sigma "a").',
    },
    {
      is: 'that fell since a link was found dead of which nothing had been known',
      before: ['abc', { a: 'unchecked' }, 'covered'],
      after: ['abc', { a: 'dead' }, 'thin'],
      gain: 'neither',
      cause: '1 link turned out dead of which nothing had been known (sigma "a").',
    },
    {
      is: 'that fell for both',
      before: ['abcd', { a: 'unchecked' }, 'covered'],
      after: ['abc', { a: 'dead' }, 'thin'],
      gain: 'lost',
      cause:
        '1 resource went (sigma "d"), 1 link turned out dead of which nothing had been known (sigma "a").',
    },
    {
      is: 'that rose since rows came',
      before: ['', {}, 'none'],
      after: ['a', {}, 'thin'],
      gain: 'gained',
      cause: '1 resource came (sigma "a").',
    },
    {
      is: 'that rose since nobody asked again',
      before: ['a', { a: 'dead' }, 'lost'],
      after: ['a', { a: 'unchecked' }, 'thin'],
      gain: 'neither',
      cause: '1 dead link not asked again (sigma "a").',
    },
    {
      is: 'that rose since a link came back',
      before: ['a', { a: 'dead' }, 'lost'],
      after: ['a', { a: 'moved' }, 'thin'],
      gain: 'gained',
      cause: '1 link came back (sigma "a").',
    },
    {
      is: 'of nothing that became one of what is dead',
      before: ['', {}, 'none'],
      after: ['a', { a: 'dead' }, 'lost'],
      gain: 'neither',
      cause: undefined,
    },
  ])('$is is told with its cause', ({ before, after, gain, cause }) => {
    const [was, is] = [before, after].map(([names, of, level]) =>
      runOf({ rows: rows(names), links: states(of), report: at(level) }),
    )
    if (was === undefined || is === undefined) throw new Error('unreachable')
    const diff = compare(was, is)
    expect(Diff.parse(diff)).toEqual(diff)
    const told = diff.changes.filter(({ kind }) => kind === 'technique')
    expect(told).toEqual([
      {
        change: 'changed',
        kind: 'technique',
        techniqueId: 'T1071.001',
        category: 'detection',
        source: null,
        before: { label: 'Web Protocols', url: null, level: before[2] },
        after: { label: 'Web Protocols', url: null, level: after[2] },
        gain,
        ...(cause !== undefined && { cause }),
      },
    ])
  })

  it('that hangs on the number of sources says so', () => {
    const page = (...blocks: string[]) =>
      read(fileOf('T1071.001.md', pageText({ detection: blocks.join('\n') }))).model
    const own = mappingText({ rows: rows('ab') })
    const other = mappingText({ heading: '[Others](https://others.example)', rows: rows('a') })
    const { changes } = compare(
      runOf({ model: page(own, other), report: at('deep') }),
      runOf({ model: page(own), report: at('covered') }),
    )
    expect(changes[0]).toMatchObject({ gain: 'lost', cause: 'of 1 source where it was 2.' })
  })
})

describe('levels are not compared, and that is said,', () => {
  const other = { id: 'evidence', version: '1', digest: 'e'.repeat(64) }
  it.each<[string, ComparedReport | null, ComparedReport | null, [string, string | null, string | null]]>([
    [
      'of two policies',
      at('thin'),
      at('deep', { policy: { ...other, id: 'cvc-2022' } }),
      ['other-policy', 'evidence 1', 'cvc-2022 1'],
    ],
    [
      'of two limits',
      at('thin'),
      at('deep', { policy: other, thresholds: { covered: 3, deep: 20 } }),
      ['other-policy', 'evidence 1, deep 10', 'evidence 1, deep 20'],
    ],
    [
      'of two rules of one name',
      at('thin'),
      at('deep', { policy: other }),
      ['other-policy', 'evidence 1, digest aaaaaaaa', 'evidence 1, digest eeeeeeee'],
    ],
    ['where one run has no report', null, at('deep'), ['levels-unknown', null, 'evidence 1']],
    [
      'where one report names no policy',
      at('thin'),
      { techniques: at('deep').techniques },
      ['levels-unknown', 'evidence 1', null],
    ],
  ])('%s', (_, before, after, note) => {
    const diff = compare(runOf({ report: before }), runOf({ report: after }))
    expect(Diff.parse(diff).notes.map((each) => [each.code, each.before, each.after])).toEqual([note])
    expect(diff.changes).toEqual([])
  })
})

it('other tables of reference are told, by digest where they bear one version', () => {
  const tables = comparedReport().reference
  if (tables === undefined) throw new Error('unreachable')
  const after = {
    ...tables,
    attackVersion: '20.0',
    attackSha256: '1'.repeat(64),
    d3fendSha256: '2'.repeat(64),
  }
  const { notes } = compare(runOf(), runOf({ report: comparedReport({}, { reference: after }) }))
  expect(notes).toMatchObject([
    {
      code: 'other-reference',
      before: 'ATT&CK 19.1, D3FEND 1.2.0 (table cccccccc)',
      after: 'ATT&CK 20.0, D3FEND 1.2.0 (table 22222222)',
    },
  ])
})

describe('of scoped runs', () => {
  const layer = { layers: [{ name: 'TrickBot', sha256: 'f'.repeat(64) }], scoreRule: 'max' }
  const scoped = (...ids: string[]) =>
    comparedReport(Object.fromEntries(ids.map((id) => [id, {}])), { scope: layer })
  const pages = (...names: string[]) =>
    read(
      ...['T1071', 'T1072'].map((id) =>
        fileOf(
          `${id}.md`,
          pageText({ id, detection: mappingText({ rows: names.map((name) => rows(name)).join('\n') }) }),
        ),
      ),
    ).model
  const run = (report: ComparedReport, ...names: string[]) =>
    runOf({
      model: pages(...names),
      links: [
        linkOf(address('a'), names.length === 1 ? 'alive' : 'dead', {
          places: [{ file: 'T1072.md', line: 1, role: 'resource' }],
        }),
      ],
      report,
    })
  const ids = (before: ComparedReport, after: ComparedReport) => {
    const { changes, notes } = compare(run(before, 'a'), run(after, 'a', 'b'))
    return {
      ids: [...new Set(changes.map(({ techniqueId }) => techniqueId))],
      notes: notes.map(({ code }) => code),
    }
  }

  it('only what both report is compared', () => {
    expect(ids(scoped('T1071'), scoped('T1071'))).toEqual({ ids: ['T1071'], notes: [] })
    expect(ids(scoped('T1071'), comparedReport())).toEqual({ ids: ['T1071'], notes: ['other-scope'] })
    expect(ids(comparedReport(), comparedReport()).ids).toContain('T1072')
  })
})
