import { describe, expect, it } from 'vitest'
import { compare } from '../../pipeline/compare/index.js'
import { Diff, type DiffChange } from '../../pipeline/model/diff.js'
import { finding } from '../../pipeline/model/finding.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import { runOf } from '../support/compared-run.js'
import { linkOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'

const repository = 'https://github.com/SigmaHQ/sigma/blob/master'
const rule = (name: string, label = name) => `* [${label}](${repository}/${name}.yml)`
const moved = (from: string, to: string, more: Partial<LinkRecord> = {}) =>
  linkOf(`${repository}/${from}.yml`, 'moved', { target: `${repository}/${to}.yml`, ...more })
const dead = (name: string) => linkOf(`${repository}/${name}.yml`, 'dead')
const alive = (name: string) => linkOf(`${repository}/${name}.yml`, 'alive')

/** Changes in short: `moved a -> b neither`. */
function told(changes: readonly DiffChange[], kind: DiffChange['kind']): string[] {
  return changes
    .filter((change) => change.kind === kind)
    .map(
      ({ change, before, after, gain }) => `${change} ${before?.label ?? ''}>${after?.label ?? ''} ${gain}`,
    )
}

interface Rows {
  is: string
  before: string[]
  after: string[]
  links?: { before?: LinkRecord[]; after?: LinkRecord[] }
  told: string[]
}

describe('rows', () => {
  it.each<Rows>([
    { is: 'the same', before: [rule('a')], after: [rule('a')], told: [] },
    { is: 'in another order', before: [rule('a'), rule('b')], after: [rule('b'), rule('a')], told: [] },
    { is: 'added', before: [], after: [rule('a')], told: ['added >a gained'] },
    { is: 'removed', before: [rule('a'), rule('b')], after: [rule('b')], told: ['removed a> lost'] },
    {
      is: 'of another form of address',
      before: [`* [a](${repository}/a.yml)`],
      after: [`* [a](${repository.replace('blob', 'tree').replace('https', 'http')}/a.yml/)`],
      told: [],
    },
    {
      is: "of D3FEND's old form of address",
      before: ['* [a](https://d3fend.mitre.org/technique/d3f:A)'],
      after: ['* [a](https://www.d3fend.mitre.org/techniques/d3f%3AA/)'],
      told: [],
    },
    {
      is: 'of another label, and repeats of one label',
      before: [rule('a', 'Same'), rule('b', 'Same')],
      after: [rule('a', 'New'), rule('b', 'Same')],
      told: ['renamed Same>New neither'],
    },
    {
      is: 'of another address under one label, of which nothing is known',
      before: [rule('a', 'Same')],
      after: [rule('b', 'Same')],
      told: ['removed Same> lost', 'added >Same gained'],
    },
    {
      is: 'where their link is known to have moved to, in any form',
      before: [rule('a')],
      after: [`* [b](${repository.replace('blob', 'tree')}/b.yml)`],
      links: { before: [moved('a', 'b')] },
      told: ['moved a>b neither'],
    },
    {
      is: 'at the end of several moves, known to different runs',
      before: [rule('a')],
      after: [rule('c')],
      links: { before: [moved('a', 'b')], after: [moved('b', 'c')] },
      told: ['moved a>c neither'],
    },
    {
      is: 'back where they moved from',
      before: [rule('b')],
      after: [rule('a')],
      links: { after: [moved('a', 'b')] },
      told: ['moved b>a neither'],
    },
    {
      is: 'where a move that is hardly certain leads',
      before: [rule('a')],
      after: [rule('b')],
      links: { before: [moved('a', 'b', { certainty: 'low' })] },
      told: ['removed a> lost', 'added >b gained'],
    },
    {
      is: 'two that became one',
      before: [rule('a'), rule('b')],
      after: [rule('c')],
      links: { before: [moved('a', 'c'), moved('b', 'c')] },
      told: ['removed b> neither', 'moved a>c neither'],
    },
    {
      is: 'without an address, repeated less often',
      before: ['* One', '* One', '* One', '* Two'],
      after: ['* One', '* Two'],
      told: ['removed One> neither', 'removed One> neither'],
    },
    {
      is: 'without an address, all repeats gone',
      before: ['* One', '* One', '* Two'],
      after: ['* Two'],
      told: ['removed One> lost', 'removed One> neither'],
    },
    {
      is: 'with their lost address back',
      before: ['* Lost)**'],
      after: [rule('a', 'Lost')],
      told: ['moved Lost>Lost neither'],
    },
    {
      is: 'with one of several addresses that a lost one may have been',
      before: ['* Lost)**'],
      after: [rule('a', 'Lost'), rule('b', 'Lost')],
      told: ['removed Lost> lost', 'added >Lost gained', 'added >Lost gained'],
    },
    {
      is: 'dead and removed, or added dead',
      before: [rule('a'), rule('b')],
      after: [rule('b'), rule('c')],
      links: { before: [dead('a')], after: [dead('c')] },
      told: ['removed a> neither', 'added >c neither'],
    },
    {
      is: 'with other unit tests',
      before: [`${rule('a')}: 3 unit tests`],
      after: [`${rule('a')}: 4 unit tests`],
      told: ['changed a>a neither'],
    },
  ])('$is', ({ before, after, links, told: expected }) => {
    const diff = compare(
      runOf({ rows: before.join('\n'), links: links?.before ?? [] }),
      runOf({ rows: after.join('\n'), links: links?.after ?? [] }),
    )
    expect(told(diff.changes, 'resource')).toEqual(expected)
    expect(Diff.parse(diff)).toEqual(diff)
  })

  it('tell of addresses without their credentials, and of tests where they differ', () => {
    const row = (tests: number) => `* [a](https://user:secret@x.example/a?token=abc): ${tests} unit tests`
    const [change] = compare(runOf({ rows: row(1) }), runOf({ rows: row(2) })).changes
    expect(change).toEqual({
      change: 'changed',
      kind: 'resource',
      techniqueId: 'T1071.001',
      category: 'detection',
      source: 'sigma',
      before: { label: 'a', url: 'https://***@x.example/a?token=***', tests: 1 },
      after: { label: 'a', url: 'https://***@x.example/a?token=***', tests: 2 },
      gain: 'neither',
    })
  })

  it('that stand under another source of the category too are no coverage gained or lost', () => {
    const other = { heading: '[Others](https://others.example)', rows: rule('a') }
    const detection = (...blocks: string[]) =>
      read(fileOf('T1071.001.md', pageText({ detection: blocks.join('\n') }))).model
    const both = detection(mappingText({ rows: rule('a') }), mappingText(other))
    const diff = compare(runOf({ model: both }), runOf({ model: detection(mappingText(other)) }))
    expect(told(diff.changes, 'resource')).toEqual(['removed a> neither'])
    expect(diff.notes).toEqual([
      {
        code: 'source-removed',
        category: 'detection',
        source: 'sigma',
        before: 'Sigma rules public repository',
        after: null,
      },
    ])
  })
})

describe('links', () => {
  const change = (before: LinkRecord, after: LinkRecord) =>
    compare(runOf({ rows: rule('a'), links: [before] }), runOf({ rows: rule('a'), links: [after] })).changes

  it.each<[LinkRecord, LinkRecord, string[]]>([
    [alive('a'), dead('a'), ['alive>dead lost']],
    [dead('a'), moved('a', 'b'), ['dead>moved gained']],
    [alive('a'), linkOf(`${repository}/a.yml`, 'unchecked'), ['alive>unchecked neither']],
    [linkOf(`${repository}/a.yml`, 'blocked'), dead('a'), ['blocked>dead neither']],
    [moved('a', 'b'), moved('a', 'c'), ['moved>moved neither']],
    [moved('a', 'b'), linkOf(`${repository}/a.yml`, 'moved', { target: `${repository}/b.yml/` }), []],
    [alive('a'), { ...alive('a'), checkedAt: 'later', attempts: 9, lastAlive: 'later' }, []],
  ])('%#: only state and target, and what they mean for coverage', (before, after, expected) => {
    const found = change(before, after).filter(({ kind }) => kind === 'link')
    expect(found.map((each) => `${each.before?.state}>${each.after?.state} ${each.gain}`)).toEqual(expected)
    for (const each of found) expect(each).toMatchObject({ techniqueId: 'T1071.001', source: 'sigma' })
  })

  it('that stand behind no resource gain and lose nothing, and belong to nobody', () => {
    const url = 'https://attack.mitre.org/techniques/T1071/001'
    const [found] = change(linkOf(url, 'alive'), linkOf(url, 'dead'))
    expect(found).toMatchObject({ kind: 'link', techniqueId: null, source: null, gain: 'neither' })
  })
})

describe('blocks and pages', () => {
  const page = (
    mapping: Parameters<typeof mappingText>[0] | null,
    more: Parameters<typeof pageText>[0] = {},
  ) =>
    runOf({
      model: read(
        fileOf('T1071.001.md', pageText({ ...more, detection: mapping ? mappingText(mapping) : '' })),
      ).model,
    })

  it('name what a block says otherwise, and nothing else', () => {
    const [change, ...others] = compare(page({ date: 'May 1, 2022' }), page({ date: 'May 2, 2022' })).changes
    expect(others).toEqual([])
    expect(change).toMatchObject({
      kind: 'mapping',
      change: 'changed',
      before: { label: 'Sigma rules public repository', lastAccessed: '2022-05-01' },
      after: { lastAccessed: '2022-05-02' },
    })
    expect(Object.keys(change?.after ?? {})).toEqual(['label', 'url', 'lastAccessed'])
  })

  it.each<[string, string[], string[], string]>([
    ['more', ['a'], ['a', 'b'], 'gained'],
    ['fewer', ['a', 'b', 'c'], ['d'], 'lost'],
    ['repeats', ['a'], ['a', 'a'], 'neither'],
  ])('a block that lists %s says how many rows', (_, before, after, gain) => {
    const rows = (names: string[]) => page({ rows: names.map((name) => rule(name)).join('\n') })
    const change = compare(rows(before), rows(after)).changes.find(({ kind }) => kind === 'mapping')
    expect([change?.change, change?.before?.listedCount, change?.after?.listedCount, change?.gain]).toEqual([
      'changed',
      before.length,
      after.length,
      gain,
    ])
  })

  it.each<[string, ReturnType<typeof page>, ReturnType<typeof page>, string[]]>([
    ['a block that lists something', page(null), page({}), ['added mapping gained', 'added resource gained']],
    ['a block that lists nothing', page({ rows: '' }), page(null), ['removed mapping neither']],
    ['a renamed page', page(null, { name: 'A' }), page(null, { name: 'B' }), ['renamed technique neither']],
    [
      'a page under other tactics',
      page(null, { tactics: 'Impact' }),
      page(null, { tactics: 'Impact, Discovery' }),
      ['changed technique neither'],
    ],
    [
      'another page',
      page({}),
      page(null, { id: 'T1072' }),
      ['removed technique lost', 'added technique neither', 'removed mapping lost', 'removed resource lost'],
    ],
  ])('%s', (_, before, after, expected) => {
    const { changes } = compare(before, after)
    expect(changes.map(({ change, kind, gain }) => `${change} ${kind} ${gain}`)).toEqual(expected)
  })
})

describe('findings', () => {
  const at = { place: { file: 'T1071.001.md', line: 1 }, techniqueId: 'T1071.001', subject: '' }
  const unlisted = finding('gap-detection', at, { tactics: ['Impact'] })
  const allLost = finding('gap-lost', at, { category: 'detection', listed: 1 })
  const about = (url: string) =>
    finding('countermeasure-unknown', { ...at, subject: url }, { label: 'x', url, version: '1' })
  const nothing = {}
  const listed = { rows: rule('a') }
  const seen = { rows: rule('a'), links: [alive('a')] }
  const lost = { rows: rule('a'), links: [dead('a')] }
  const single = finding('gap-single-source', at, { category: 'detection', source: 'sigma', listed: 1 })
  const twoSources = (links: LinkRecord[] = []) => {
    const other = mappingText({ heading: '[Others](https://others.example)', rows: rule('b') })
    const detection = mappingText({ rows: rule('a') }) + other
    return { model: read(fileOf('T1071.001.md', pageText({ detection }))).model, links }
  }

  it.each<[string, Parameters<typeof runOf>[0], Parameters<typeof runOf>[0], string[]]>([
    [
      'the same, at another line',
      { findings: [unlisted] },
      { findings: [{ ...unlisted, place: { file: 'x', line: 9 } }] },
      [],
    ],
    ['a gap that came', listed, { ...nothing, findings: [unlisted] }, ['added gap-detection lost']],
    ['a gap that went', { ...nothing, findings: [unlisted] }, listed, ['removed gap-detection gained']],
    ['a gap where nothing was', nothing, { findings: [unlisted] }, ['added gap-detection neither']],
    ['all lost that was seen', seen, { ...lost, findings: [allLost] }, ['added gap-lost lost']],
    ['all lost that nobody had asked', listed, { ...lost, findings: [allLost] }, ['added gap-lost neither']],
    [
      'a gap that became another of its category',
      { ...lost, findings: [allLost] },
      { ...nothing, findings: [unlisted] },
      ['removed gap-lost neither', 'added gap-detection neither'],
    ],
    [
      'one source where there were several',
      twoSources(),
      { ...listed, findings: [single] },
      ['added gap-single-source lost'],
    ],
    [
      'one source where there was none',
      nothing,
      { ...listed, findings: [single] },
      ['added gap-single-source neither'],
    ],
    [
      'one source since the other was found dead, of which nothing had been known',
      twoSources(),
      { ...twoSources([dead('b')]), findings: [single] },
      ['added gap-single-source neither'],
    ],
    [
      'one source since the other died',
      twoSources([alive('b')]),
      { ...twoSources([dead('b')]), findings: [single] },
      ['added gap-single-source lost'],
    ],
    [
      'several sources where there was one',
      { ...listed, findings: [single] },
      twoSources(),
      ['removed gap-single-source gained'],
    ],
    [
      'the same of another form of address',
      { findings: [about('https://d3fend.mitre.org/techniques/d3f:A')] },
      { findings: [about('https://d3fend.mitre.org/technique/d3f:A')] },
      [],
    ],
    [
      'the same of another address',
      { findings: [about('https://d3fend.mitre.org/technique/d3f:A')] },
      { findings: [about('https://d3fend.mitre.org/technique/d3f:B')] },
      ['removed countermeasure-unknown neither', 'added countermeasure-unknown neither'],
    ],
  ])('%s', (_, before, after, expected) => {
    const found = compare(runOf(before), runOf(after)).changes.filter(({ kind }) => kind === 'finding')
    const short = found.map((each) => `${each.change} ${(each.before ?? each.after)?.code} ${each.gain}`)
    expect(short.sort()).toEqual([...expected].sort())
  })
})

it('lists changes by kind, technique, category, source and address', () => {
  const blocks = {
    policy: mappingText({ heading: '[MITRE D3FEND](https://d3fend.mitre.org/)' }),
    detection: [
      mappingText({ rows: [rule('b'), rule('a', 'z')].join('\n') }),
      mappingText({ heading: 'A house' }),
    ].join('\n'),
    test: mappingText({ heading: 'Atomic Red Team', rows: '* One' }),
  }
  const pages = ['T1072', 'T1071'].map((id) => fileOf(`${id}.md`, pageText({ id, ...blocks })))
  const { changes } = compare(runOf({ model: read().model }), runOf({ model: read(...pages).model }))
  const listed = changes.map(({ kind, techniqueId, category, source, after }) =>
    kind === 'resource' ? `${techniqueId} ${category} ${source} ${after?.label}` : kind,
  )
  const ofPage = (id: string) => [
    `${id} policy d3fend A rule`,
    `${id} detection a-house A rule`,
    `${id} detection sigma z`,
    `${id} detection sigma b`,
    `${id} test atomic One`,
  ]
  expect(listed).toEqual([
    ...Array(2).fill('technique'),
    ...Array(8).fill('mapping'),
    ...ofPage('T1071'),
    ...ofPage('T1072'),
  ])
})

it('says what makes two runs hard to compare', () => {
  const [before, after] = [runOf(), runOf({ runId: 's' })]
  after.tool = { ...after.tool, version: '2.0.0' }
  after.model = { ...after.model, corpus: { ...after.model.corpus, location: 'elsewhere' } }
  after.links = { ...after.links, network: { ...after.links.network, state: 'offline' } }
  const { from, to, notes } = compare(before, after)
  expect([from, to]).toEqual(['r', 's'])
  expect(notes.map(({ code, before: was, after: is }) => [code, was, is])).toEqual([
    ['other-corpus', 'corpus', 'elsewhere'],
    ['other-tool-version', 'control-coverage 1.0.0', 'control-coverage 2.0.0'],
    ['other-network', 'online', 'offline'],
  ])
})
