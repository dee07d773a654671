import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import type { OutsideCells, OutsideCounts } from '../../pipeline/model/outside-table.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { referenceOf } from '../support/reference.js'

const d3fend = '[MITRE D3FEND](https://d3fend.mitre.org/)'
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => `* [r${index}](https://d3fend.mitre.org/technique/r${index}/)`)

function policyOf(more: Partial<typeof settings> | object, given: OutsideCells | null = null) {
  const outside = given && tableOf(given)
  const policy = mappingText({ heading: d3fend, rows: rows(6).join('\n'), count: '6' })
  const { records, model } = read(fileOf('T1071.001.md', pageText({ policy })))
  const facts = { records, model, links: linksOf({}), reference: referenceOf(), outside }
  return Report.parse(assess(facts, { ...settings, ...more }).report).policy
}

const tableOf = (own: OutsideCells): OutsideCounts => ({
  name: 'table.json',
  sha256: '',
  columns: [],
  rows: [],
  cells: own,
})
const cells = (more: Record<string, number | null>): OutsideCells => new Map([['T1071.001', more]])
const counts = { mitigations: null, nist: 4, cis: null, engage: null }
const cvc = { policy: 'cvc-2022' }

describe('the policy', () => {
  it('evidence is the levels alone', () => {
    expect(policyOf({})).toMatchObject({ id: 'evidence', columns: [], rows: [] })
    expect(policyOf({ thresholds: { covered: 4, deep: 20, deepSources: 3 } }).describes).toContain(
      'From 4 on it is covered, from 20 of at least 3 sources on deep',
    )
  })

  it('has another digest with any other limit or id, and the same with the same', () => {
    const digests = [
      {},
      { thresholds: { covered: 4, deep: 10, deepSources: 2 } },
      { thresholds: { covered: 3, deep: 11, deepSources: 2 } },
      { thresholds: { covered: 3, deep: 10, deepSources: 1 } },
      { staleAfterDays: 366 },
      cvc,
    ].map((more) => policyOf(more).digest)
    expect(new Set(digests).size).toBe(digests.length)
    expect(policyOf({ runId: 'other', asOf: '2026-01-01' }).digest).toBe(digests[0])
  })

  it('cvc-2022 gives no value that the pages do not tell, and says why', () => {
    const { columns, rows: scores } = policyOf(cvc)
    expect(scores.map(({ column, value, word }) => [column, value, word])).toEqual([
      ['policy_process_volume', null, null],
      ['detect_volume', null, null],
      ['test_volume', null, null],
      ['validate_potential', null, null],
    ])
    expect(columns.every(({ notKnown }) => /no value is given/i.test(notKnown ?? ''))).toBe(true)
  })

  it.each([
    // D3FEND's 6 rows are 3 points, NIST's 4 are 2.
    [{ ...counts, detect_volume: 2, test_volume: 3 }, [2, 2, 3, 3]],
    [{ ...counts, nist: 7, mitigations: 1, detect_volume: 0, test_volume: 0 }, [3, 0, 0, 0]],
    [{ detect_volume: 1, test_volume: 3 }, [null, 1, 3, 1]],
    [{ ...counts, detect_volume: 9, test_volume: 1 }, [2, null, 1, null]],
    [{ ...counts }, [2, null, null, null]],
  ])('cvc-2022 with the outside cells %j scores %j', (outside, values) => {
    expect(policyOf(cvc, cells(outside)).rows.map(({ value }) => value)).toEqual(values)
  })

  it('cvc-2022 gives a technique that the outside table lacks no value', () => {
    const { rows: scores } = policyOf(cvc, new Map())
    expect(scores.every(({ value }) => value === null)).toBe(true)
  })
})
