import { describe, expect, it } from 'vitest'
import { completenessOf } from '../../pipeline/assess/completeness/index.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { readOutside } from '../../pipeline/reconcile/index.js'
import { fileOf, type MappingText, mappingText, pageText, read } from '../support/page.js'
import { attackTechnique, referenceOf } from '../support/reference.js'

const rule = (name: string, tail = '') =>
  `* **[${name}](https://github.com/SigmaHQ/sigma/blob/master/rules/${name}.yml)**${tail}`
const rows = (...names: string[]) => names.map((name) => rule(name)).join('\n')

/** What differs on pages of these files, against a table as CSV where one is given. */
function differences(files: CorpusFile[], csv?: string, reference = referenceOf([])) {
  const outside =
    csv === undefined ? null : readOutside({ name: 't.csv', bytes: new TextEncoder().encode(csv) }, [])
  const completeness = completenessOf({ ...read(...files), attack: reference.attack, outside })
  const told = completeness.differences.map(({ against, techniqueId, theirs, ours, reason, places }) => [
    against,
    techniqueId,
    theirs,
    ours,
    reason,
    places.map(({ line }) => line),
  ])
  return { completeness, told }
}

const page = (mapping: MappingText, id = 'T1071.001') =>
  fileOf(`${id}.md`, pageText({ id, detection: mappingText({ total: '1', ...mapping }) }))

describe('a block against its own count', () => {
  const noRows = '* [no detections yet](https://github.com/SigmaHQ/sigma#no-detections-yet)'
  it.each<[string, MappingText, (string | null)[]]>([
    ['equal', { rows: rows('a') }, []],
    ['a placeholder', { count: '1', total: '1', rows: noRows }, ['placeholder-row', 'placeholder-row']],
    ['tests', { count: '3', rows: rule('a', ': 3 unit tests') }, ['tests-counted']],
    ['repeats left out', { count: '1', rows: rows('a', 'a') }, ['resource-duplicate', 'resource-duplicate']],
    ['too many', { count: '7', rows: rows('a') }, [null]],
    ['too few', { count: '0', rows: rows('a') }, [null]],
    ['a line not read', { count: '2', rows: `${rows('a')}\n\nb, wherever it is` }, ['text-unknown']],
    ['no number', { count: 'many', rows: rows('a') }, ['number-unreadable']],
    ['no number for the total', { total: 'many', rows: rows('a') }, ['number-unreadable']],
  ])('of %s: %j gives %j', (_, mapping, reasons) => {
    const { completeness } = differences([page(mapping)])
    expect(completeness.differences.map(({ reason }) => reason)).toEqual(reasons)
    expect(completeness.unexplained).toBe(reasons.filter((reason) => reason === null).length)
  })

  it('says no figure of its own where the page states none: null is not zero', () => {
    const without = pageText({
      detection: mappingText({ total: '1' }).replace(/.*this \(sub\)technique.*\n/, ''),
    })
    expect(differences([fileOf('T1071.001.md', without)]).told).toEqual([
      ['declared-count', 'T1071.001', null, 1, 'field-missing', [10]],
    ])
  })
})

describe('a source against its total', () => {
  const fresh = page({ total: '2', count: '2', rows: rows('a', 'b') }, 'T1001')
  const old = page({ total: '9', date: 'May 23, 2022' }, 'T1002')

  it('is the sum of its newest blocks; one left behind is named, and explained', () => {
    expect(differences([fresh, old]).told).toEqual([
      ['declared-total', 'T1002', 9, 2, 'mapping-behind', [10]],
    ])
  })

  it('that nothing accounts for is said to be unexplained', () => {
    const { completeness, told } = differences([page({ total: '4' }, 'T1001'), page({ total: '4' }, 'T1002')])
    expect(told).toEqual([['declared-total', null, 4, 2, null, [10, 10]]])
    expect(completeness.differences[0]?.explanation).toBe(
      'The 2 blocks of 2022-08-09 declare a total of 4 and list 2 rows; nothing that was found accounts for it.',
    )
  })

  it('may count pages that the corpus does not have', () => {
    const reference = referenceOf([attackTechnique('T1001'), attackTechnique('T1002')])
    expect(differences([page({ total: '4' }, 'T1001')], undefined, reference).told).toMatchObject([
      ['declared-total', null, 4, 1, 'pages-missing', [10]],
    ])
    // Fewer than are listed is nothing that missing pages could explain.
    expect(differences([page({ total: '0' }, 'T1001')], undefined, reference).told[0]?.[4]).toBeNull()
  })

  it('that a single page contradicts is unexplained there', () => {
    const ones = ['T1001', 'T1002', 'T1003'].map((id) => page({ total: id === 'T1003' ? '5' : '3' }, id))
    expect(differences(ones).told).toEqual([['declared-total', 'T1003', 5, 3, null, [10]]])
  })
})

describe('the pages against an outside table', () => {
  const files = [page({}, 'T1001'), fileOf('T1002.md', pageText({ id: 'T1002' }))]

  it('are compared cell by cell; no figure, zero and nothing are three things', () => {
    const { completeness, told } = differences(files, 'techID,sigma,nist\nT1001,1,4\nT1002,,')
    expect(told).toEqual([])
    expect(completeness.outside).toMatchObject({
      name: 't.csv',
      techniques: 2,
      compared: 2,
      equal: 2,
      columns: [
        { column: 'sigma', category: 'detection', source: 'sigma', theirs: 1, ours: 1 },
        { column: 'nist', category: null, source: null, theirs: 4, ours: null },
      ],
    })
    const zero = differences(files, 'techID,sigma\nT1001,1\nT1002,0')
    expect(zero.told).toEqual([['outside-count', 'T1002', 0, null, 'nothing-listed', [1]]])
    expect(zero.completeness.outside).toMatchObject({ compared: 2, equal: 1 })
  })

  it.each([
    [
      'another count',
      'techID,sigma\nT1001,3\nT1002,',
      [
        ['outside-total', null],
        ['outside-count', null],
      ],
    ],
    [
      'a count of no block',
      'techID,sigma\nT1001,1\nT1002,2',
      [
        ['outside-total', null],
        ['outside-count', null],
      ],
    ],
    [
      'no figure',
      'techID,sigma\nT1001,\nT1002,',
      [
        ['outside-total', null],
        ['outside-count', null],
      ],
    ],
    ['a source no page has', 'techID,sigma,art\nT1001,1,\nT1002,,5', [['outside-total', null]]],
    ['a technique without a page', 'techID,sigma\nT1001,1\nT1002,\nT1003,', [['outside-technique', null]]],
    ['a page without a row', 'techID,sigma\nT1001,1', [['outside-technique', null]]],
  ])('with %s are not explained', (_, csv, expected) => {
    const { told, completeness } = differences(files, csv)
    expect(told.map(([against, , , , reason]) => [against, reason])).toEqual(expected)
    expect(completeness.unexplained).toBe(expected.length)
  })

  it('explain a sum by its cells alone', () => {
    const behind = [page({ total: '1' }, 'T1001'), page({ total: '9', date: 'May 23, 2022' }, 'T1002')]
    const { told } = differences(behind, 'techID,sigma\nT1001,1\nT1002,')
    expect(told).toEqual([
      ['outside-total', null, 1, 2, 'mapping-behind', [10]],
      ['declared-total', 'T1002', 9, 1, 'mapping-behind', [10]],
      ['outside-count', 'T1002', null, 1, 'mapping-behind', [10]],
    ])
  })
})

it('counts what was found and what became of it', () => {
  const unreadable = { file: 'T1003.md', content: { unreadable: 'permission denied' } }
  const noRow = '* [no detections yet](https://github.com/SigmaHQ/sigma#no-detections-yet)'
  const files = [page({ rows: `${rows('a', 'b')}\n${noRow}` }), unreadable, fileOf('README.md', '# About')]
  expect(differences(files).completeness).toMatchObject({
    pagesFound: 2,
    pagesParsed: 1,
    pagesRejected: 1,
    filesSkipped: 1,
    rowsWritten: 3,
    rowsKept: 2,
    placeholders: 1,
  })
})
