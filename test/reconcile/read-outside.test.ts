import { describe, expect, it } from 'vitest'
import { readOutside } from '../../pipeline/reconcile/index.js'

const read = (text: string, columns: string[] = [], name = 'theirs.json') =>
  readOutside({ name, bytes: new TextEncoder().encode(text) }, columns)

const json = JSON.stringify([
  { techID: 'T1001', techName: 'A', splunk: 0, sentinel_defender: null, nist: 3, test_volume: 2 },
  { techID: 'T1001.002', techName: 'B', splunk: 12, nist: null, test_volume: 0 },
])
const csv =
  '\uFEFFtechID,techName,splunk,sentinel-defender,nist,test_volume\r\n' +
  'T1001,A,0,,3,2\r\nT1001.002,"B, really",12,,,0\r\n'

const splunk = { column: 'splunk', meaning: { category: 'detection', source: 'splunk' } }
const nist = { column: 'nist', meaning: null }

describe('an outside table', () => {
  it.each([
    ['JSON', json, 'sentinel_defender'],
    ['CSV', csv, 'sentinel-defender'],
    ['CSV with semicolons', csv.replaceAll(',', ';').replace('B; really', 'B, really'), 'sentinel-defender'],
  ])(
    'is read from %s alike; empty, absent and zero are told apart, scores are no counts',
    (_, text, column) => {
      const { columns, rows } = read(text)
      const sentinel = { column, meaning: { category: 'detection', source: 'sentinel' } }
      expect(columns).toHaveLength(3)
      expect(columns).toEqual(expect.arrayContaining([splunk, sentinel, nist]))
      const at = (name: string) => columns.findIndex((each) => each.column === name)
      expect(
        rows.map(({ techniqueId, counts }) => [
          techniqueId,
          counts[at('splunk')],
          counts[at(column)],
          counts[at('nist')],
        ]),
      ).toEqual([
        ['T1001', 0, null, 3],
        ['T1001.002', 12, null, null],
      ])
    },
  )

  it('has the columns that the user names, whatever they are called', () => {
    const { columns } = read('Technique ID,Our rules,Note\nT1001: Data,3,x\nT1002,n/a,y', [
      'our_rules=detection/sigma',
    ])
    expect(columns).toEqual([{ column: 'Our rules', meaning: { category: 'detection', source: 'sigma' } }])
  })

  it.each([
    ['broken JSON', '[{"techID":', /is none/],
    ['an object', '{"techID":"T1001"}', /no list of objects/],
    ['a list of numbers', '[1]', /entry 1 of its list is no object/],
    ['no table at all', 'Once upon a time', /technique ids/],
    ['no technique column', 'name,sigma\nT1001,1', /technique ids/],
    [
      'a row without an id',
      'techID,sigma\nT1001,1\nTotal,1',
      /row 2 has no ATT&CK id in "techID" but "Total"/,
    ],
    ['a technique twice', 'techID,sigma\nT1001,1\nt1001,1', /rows 1 and 2 are both of T1001/],
    ['a fraction', 'techID,sigma\nT1001,1.5', /"1.5" in column "sigma", row 1/],
    ['a negative count', '[{"techID":"T1001","sigma":-1}]', /"-1" in column "sigma"/],
    ['two columns of a name', 'techID,sigma,sigma\nT1001,1,2', /two columns "sigma"/],
    ['a row that is too long', 'techID,sigma\nT1001,1,2,3', /more fields/],
    ['columns of no known meaning', 'techID,prelude\nT1001,1', /--reconcile-column/],
    ['another encoding', '\u0000', /technique ids/],
  ])('of %s is refused before any work', (_, text, words) => {
    expect(() => read(text)).toThrow(words)
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'Failure', exitCode: 3 }))
  })

  it('that lacks a named column is refused with the columns it has', () => {
    expect(() => read('techID,sigma\nT1001,1', ['sygma=detection/sigma'])).toThrow(/no column "sygma"/)
  })

  it('may be named after anything: no key is special', () => {
    const { columns } = read('[{"techID":"T1001","__proto__":2,"constructor":1,"sigma":1}]')
    expect(columns.map(({ column }) => column)).toEqual(['__proto__', 'constructor', 'sigma'])
  })
})
