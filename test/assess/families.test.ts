import { expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import type { LinkState } from '../../pipeline/model/links.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { referenceOf } from '../support/reference.js'

const url = (name: string) => `https://github.com/o/r/blob/main/${name}.yml`
const page = (id: string, ...names: string[]) =>
  fileOf(
    `${id}.md`,
    pageText({
      id,
      detection:
        names.length === 0
          ? ''
          : mappingText({ rows: names.map((name) => `* [${name}](${url(name)})`).join('\n') }),
    }),
  )

function reportOf(pages: ReturnType<typeof page>[], states: Record<string, LinkState> = {}): Report {
  const { records, model } = read(...pages)
  const named = Object.fromEntries(Object.entries(states).map(([name, state]) => [url(name), state]))
  const facts = { records, model, links: linksOf(named), reference: referenceOf() }
  return Report.parse(assess(facts, assessSettings).report)
}

it('a technique with its sub-techniques counts each resource once', () => {
  const { techniques } = reportOf(
    [page('T1001', 'a', 'b'), page('T1001.001', 'b', 'c'), page('T1001.002', 'c'), page('T1002', 'a')],
    { b: 'alive', c: 'dead' },
  )
  expect(techniques.map(({ id, withSubTechniques }) => [id, withSubTechniques?.detection])).toEqual([
    ['T1001', { listed: 5, distinct: 3, verified: 1, lost: 1, unknown: 1, sources: 1, usableSources: 1 }],
    ['T1001.001', undefined],
    ['T1001.002', undefined],
    ['T1002', undefined],
  ])
  expect(techniques[0]).toMatchObject({ detection: { distinct: 2 }, withSubTechniques: { subTechniques: 2 } })
})

const bareOf = ({ gaps }: Report) => gaps.filter(({ kind }) => kind === 'sub-techniques')

it.each([
  ['a covered technique with bare sub-techniques', ['a', 'b', 'c'], [], {}, ['T1001']],
  ['one whose sub-technique lost all it had', ['a', 'b', 'c'], ['d'], { d: 'dead' }, ['T1001']],
  ['one whose sub-technique has something', ['a', 'b', 'c'], ['d'], {}, []],
  ['one that is thin itself', ['a', 'b'], [], {}, []],
] as [string, string[], string[], Record<string, LinkState>, string[]][])(
  '%s is or is not a gap',
  (_, own, below, states, expected) => {
    const report = reportOf([page('T1001', ...own), page('T1001.001', ...below), page('T1001.002')], states)
    expect(bareOf(report).map(({ techniqueId }) => techniqueId)).toEqual(expected)
  },
)

it('a technique without sub-techniques has none that are bare', () => {
  expect(bareOf(reportOf([page('T1001', 'a', 'b', 'c')]))).toEqual([])
})

it('every gap says what sets it apart from others of its kind', () => {
  const report = reportOf([page('T1001', 'a', 'b', 'c'), page('T1001.001'), page('T1001.002', 'd')], {
    d: 'dead',
  })
  expect(report.gaps.map(({ techniqueId, kind, why }) => `${techniqueId} ${kind}: ${why}`)).toEqual([
    'T1001.002 lost: its one detection rule (Sigma rules public repository) is gone; nothing else stands; serves Command and Control alone; under T1001, which has 3 detection rules; its one other sub-technique has no detection rules',
    'T1001.001 detection: nothing else stands; serves Command and Control alone; under T1001, which has 3 detection rules; its one other sub-technique has no detection rules',
    'T1001.001 test: nothing else stands; serves Command and Control alone; under T1001, which has no test; its one other sub-technique has no tests',
    'T1001.002 test: nothing else stands; serves Command and Control alone; under T1001, which has no test; its one other sub-technique has no tests',
    'T1001 test: 3 detection rules stand; serves Command and Control alone; none of its 2 sub-techniques has tests',
    'T1001.001 policy: nothing else stands; serves Command and Control alone; under T1001, which has no policy control; its one other sub-technique has no policy controls',
    'T1001.002 policy: nothing else stands; serves Command and Control alone; under T1001, which has no policy control; its one other sub-technique has no policy controls',
    'T1001 policy: 3 detection rules stand; serves Command and Control alone; none of its 2 sub-techniques has policy controls',
    'T1001 sub-techniques: none of its 2 sub-techniques with a page has anything usable; 3 resources of its own; level covered; nothing else stands; serves Command and Control alone',
  ])
  expect(report.findings.map(({ code }) => code)).toContain('gap-sub-techniques')
})
