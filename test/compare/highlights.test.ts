import { expect, it } from 'vitest'
import { compare } from '../../pipeline/compare/index.js'
import { finding } from '../../pipeline/model/finding.js'
import type { LinkState } from '../../pipeline/model/links.js'
import type { Level } from '../../pipeline/model/report.js'
import { comparedReport, runOf } from '../support/compared-run.js'
import { linkOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'

const address = (name: string) => `https://github.com/SigmaHQ/sigma/blob/master/${name}.yml`
const row = (name: string, label = name) => `* [${label}](${address(name)})`
const page = (id: string, detection: string, more: Parameters<typeof pageText>[0] = {}) =>
  fileOf(`${id}.md`, pageText({ id, name: `Name of ${id}`, detection, ...more }))
const sigma = (...rows: string[]) => mappingText({ rows: rows.join('\n') })
const other = (...rows: string[]) =>
  mappingText({ heading: '[Others](https://others.example)', rows: rows.join('\n') })
const unlisted = (id: string) =>
  finding(
    'gap-detection',
    { place: { file: `${id}.md`, line: 1 }, techniqueId: id, subject: 'detection' },
    { tactics: [] },
  )
const report = (...levels: Level[]) =>
  comparedReport(Object.fromEntries(levels.map((level, index) => [`T100${index + 1}`, { detection: level }])))
const states = (of: Record<string, LinkState>) =>
  Object.entries(of).map(([name, state]) => linkOf(address(name), state))

it('says what was lost before what was gained, and the gravest first', () => {
  const before = runOf({
    model: read(
      page('T1001', sigma(row('a'), row('b'))),
      page('T1002', sigma(row('c'), row('d'), row('e'))),
      page('T1003', ''),
      page('T1004', sigma(row('g', 'old name')), { name: 'Old' }),
    ).model,
    findings: [unlisted('T1003')],
    links: states({ c: 'alive', g: 'alive' }),
    report: report('thin', 'covered', 'none', 'thin'),
  })
  const after = runOf({
    model: read(
      page('T1001', ''),
      page('T1002', sigma(row('c'), row('d'), row('e'))),
      page('T1003', other(row('f'))),
      page('T1004', sigma(row('g', 'new name')), { name: 'New' }),
    ).model,
    findings: [unlisted('T1001')],
    links: states({ c: 'dead', g: 'alive' }),
    report: report('none', 'thin', 'thin', 'thin'),
  })
  const { highlights } = compare(before, after)
  expect(highlights.map(({ gain, sentence }) => `${gain}: ${sentence}`)).toEqual([
    'lost: 1 technique has no usable detection rule left: T1001 Name of T1001.',
    'lost: 1 technique is covered less by detection rules: T1002 Name of T1002 (covered, now thin).',
    'lost: 1 link behind evidence died: of Sigma rules public repository.',
    'lost: Sigma rules public repository (detection): 0 resources gained, 2 lost.',
    'gained: 1 technique has a usable detection rule where there was none: T1003 Name of T1003.',
    'gained: Others (detection) is a new source: 1 resource on 1 technique gained.',
    'neither: 1 row bears another label at the same address: of Sigma rules public repository.',
    'neither: 1 page has another name, address or other tactics.',
  ])
  expect(highlights[0]).toMatchObject({
    about: 'evidence',
    category: 'detection',
    count: 1,
    techniqueIds: ['T1001'],
  })
})

it('leaves room for what was gained where much was lost', () => {
  const many = (name: (index: number) => string) => Array.from({ length: 12 }, (_, index) => name(index))
  const blocks = (names: string[], rows: (index: number) => string[]) =>
    names
      .map((name, index) =>
        mappingText({ heading: `[${name}](https://${name}.example)`, rows: rows(index).join('\n') }),
      )
      .join('\n')
  const gone = many((index) => `gone-${index}`)
  const before = page(
    'T1001',
    blocks(gone, (index) => [row(`x${index}`)]),
  )
  const after = page(
    'T1001',
    blocks(['come'], () => [row('y', 'y'), row('z', 'z')]),
  )
  const { highlights } = compare(runOf({ model: read(before).model }), runOf({ model: read(after).model }))
  expect(highlights).toHaveLength(10)
  expect(highlights.at(-1)?.sentence).toBe(
    'come (detection) is a new source: 2 resources on 1 technique gained.',
  )
})

it('masks credentials, and cuts long lists and labels', () => {
  const secret = '* [https://user:secret@x.example/](https://user:secret@x.example/)'
  const { changes, highlights } = compare(
    runOf({ rows: secret, report: report() }),
    runOf({ rows: row(`${'long'.repeat(40)}`), report: report() }),
  )
  expect(JSON.stringify([changes, highlights])).not.toContain('user:secret')
})
