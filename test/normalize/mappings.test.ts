import { describe, expect, it } from 'vitest'
import { readDate } from '../../pipeline/model/written-date.js'
import { repairMojibake } from '../../pipeline/normalize/mojibake.js'
import { sourceId } from '../../pipeline/normalize/sources.js'
import { fileOf, type MappingText, mappingText, pageText, read, readOne } from '../support/page.js'

const row = (name: string) => `* [${name}](https://github.com/o/r/blob/main/${name}.yml)`

function mappingOf(given: MappingText) {
  const { technique, model } = readOne(pageText({ detection: mappingText(given) }))
  const [mapping] = technique.mappings
  return { mapping, findings: model.findings.map(({ code, facts }) => ({ code, facts })) }
}

describe('dates', () => {
  it.each([
    ['April 27, 2022', ['2022-04-27']],
    ['Apr 7 2022', ['2022-04-07']],
    ['Sept. 3, 2022', ['2022-09-03']],
    ['27 April 2022', ['2022-04-27']],
    ['2022-04-27', ['2022-04-27']],
    ['27.04.2022', ['2022-04-27']],
    ['February 30, 2022', []],
    ['2022-13-01', []],
    ['0022-08-09', []],
    ['August 9, 0099', []],
    ['last week', []],
    ['', []],
  ])('%s reads %j', (written, readings) => {
    expect(readDate(written)).toEqual({ readings, ambiguousForm: false })
  })

  it.each([
    ['03/04/2022', ['2022-03-04', '2022-04-03']],
    ['04/27/2022', ['2022-04-27']],
    ['04/04/2022', ['2022-04-04']],
  ])('%s is of an ambiguous form and reads %j', (written, readings) => {
    expect(readDate(written)).toEqual({ readings, ambiguousForm: true })
  })

  it('with two readings is not taken; with one it is; both are reported', () => {
    expect(mappingOf({ date: '03/04/2022' })).toMatchObject({
      mapping: { lastAccessed: null },
      findings: [{ code: 'date-ambiguous', facts: { readings: ['2022-03-04', '2022-04-03'] } }],
    })
    expect(mappingOf({ date: '04/27/2022' })).toMatchObject({
      mapping: { lastAccessed: '2022-04-27' },
      findings: [{ code: 'date-ambiguous' }],
    })
    expect(mappingOf({ date: 'soon' }).findings).toMatchObject([{ code: 'date-unreadable' }])
  })
})

describe('counts', () => {
  it('that equal the rows are no finding', () => {
    expect(mappingOf({ count: '2', rows: `${row('a')}\n${row('b')}` }).findings).toEqual([])
  })

  it('that equal the stated unit tests are no finding either', () => {
    expect(
      mappingOf({ count: '5', rows: `${row('a')}: 2 unit tests\n${row('b')}: 3 unit tests` }).findings,
    ).toEqual([])
  })

  it('that equal neither are, with both', () => {
    expect(
      mappingOf({ count: '4', rows: `${row('a')}: 2 unit tests\n${row('b')}: 3 unit tests` }).findings,
    ).toMatchObject([{ code: 'count-mismatch', facts: { declared: 4, rows: 2, tests: 5 } }])
  })

  it('may be written with separators, and what is no number is reported', () => {
    expect(mappingOf({ total: '2,578' }).mapping).toMatchObject({ declaredTotal: 2578 })
    expect(mappingOf({ total: 'many' })).toMatchObject({
      mapping: { declaredTotal: null },
      findings: [{ code: 'number-unreadable' }],
    })
  })
})

describe('between pages', () => {
  const page = (id: string, given: MappingText) =>
    fileOf(`${id}.md`, pageText({ id, detection: mappingText(given) }))

  it('a block older than its source’s newest is behind', () => {
    const { model } = read(
      page('T1001', { date: 'May 23, 2022', total: '2360' }),
      page('T1002', {}),
      page('T1003', {}),
    )
    expect(model.findings).toMatchObject([
      {
        code: 'mapping-behind',
        techniqueId: 'T1001',
        facts: { lastAccessed: '2022-05-23', newest: '2022-08-09' },
      },
    ])
  })

  it('a total that differs from the usual one of its day conflicts', () => {
    const { model } = read(page('T1001', {}), page('T1002', { total: '2587' }), page('T1003', {}))
    expect(model.findings).toMatchObject([
      { code: 'total-conflict', techniqueId: 'T1002', facts: { declared: 2587, usual: 2578 } },
    ])
  })
})

describe('resources', () => {
  it('that stand twice are both kept, the second is reported', () => {
    const { mapping, findings } = mappingOf({ count: '2', rows: `${row('a')}\n${row('a')}` })
    expect(mapping?.resources).toHaveLength(2)
    expect(findings).toMatchObject([{ code: 'resource-duplicate', facts: { firstLine: 19 } }])
  })

  it('without a link are evidenced by a locator that names one file, and by no other', () => {
    const file = 'Tests are in [the file here](https://github.com/o/r/tree/main/T1071/T1071.yaml):'
    expect(mappingOf({ rows: '* A test', locator: file }).findings).toEqual([])
    const folder = 'Tests are in [this folder](https://github.com/o/r/tree/main/T1071):'
    expect(mappingOf({ rows: '* A test', locator: folder }).findings).toMatchObject([
      { code: 'resource-unlinked' },
    ])
  })
})

describe('placeholder rows', () => {
  it.each([
    ['[No antivirus signature found](https://github.com/a/b/blob/m/no_av.yml)', 1],
    ['No network connection found', 1],
    ['[no relations yet](https://example.com/norelationsyet)', 0],
    ['no tests yet', 0],
    ['n/a', 0],
  ])('%s is %i resources', (text, count) => {
    expect(mappingOf({ rows: `* ${text}` }).mapping?.resources).toHaveLength(count)
  })
})

describe('sources', () => {
  it.each([
    ['MITRE D3FEND', 'https://d3fend.mitre.org/', 'd3fend'],
    ['Microsoft Sentinel and Microsoft 365 Defender repository', null, 'sentinel'],
    ['Our name for it', 'https://github.com/SigmaHQ/sigma/', 'sigma'],
    ['Elastic Endpoint Rules', 'https://example.com/x', 'elastic-endpoint-rules'],
    ['Müller & Söhne', null, 'muller-sohne'],
    ['  ', null, 'unnamed'],
  ])('%s at %s is %s', (name, url, id) => {
    expect(sourceId(name, url)).toBe(id)
  })
})

describe('text', () => {
  it.each([
    ['Process DoppelgÃ¤nging', 'Process Doppelgänging'],
    ['userâ€™s', 'user’s'],
    ['framebufferâ€\u009d', 'framebuffer”'],
    ['already é and – right', 'already é and – right'],
    ['Ã alone', 'Ã alone'],
    ['日本', '日本'],
    ['two ï»¿words', 'two \uFEFFwords'],
  ])('%s reads %s', (written, repaired) => {
    expect(repairMojibake(written)).toBe(repaired)
  })

  it('that was repaired is a finding with the words as they were', () => {
    const { technique, model } = readOne(pageText({ name: 'Process DoppelgÃ¤nging' }))
    expect(technique.name).toBe('Process Doppelgänging')
    expect(model.findings).toMatchObject([
      { code: 'text-repaired', facts: { field: 'name', written: 'DoppelgÃ¤nging' } },
    ])
  })
})
