import { describe, expect, it } from 'vitest'
import { assess } from '../../pipeline/assess/index.js'
import { readDecisions } from '../../pipeline/decisions/index.js'
import { failOnCodes } from '../../pipeline/model/fail-on.js'
import { Report } from '../../pipeline/model/report.js'
import { assessSettings as settings } from '../support/assess-settings.js'
import { layer, scopeOfLayers, scored } from '../support/layers.js'
import { linksOf } from '../support/links.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'
import { referenceOf } from '../support/reference.js'

const url = 'https://github.com/o/r/blob/main/a.yml'

/** The assessment of a page without policy and test, all of whose detections are lost. */
function assessed(decided: object[] = [], asOf = '2022-09-01') {
  const page = fileOf('T1071.001.md', pageText({ detection: mappingText({ rows: `* [a](${url})` }) }))
  const bytes = new TextEncoder().encode(JSON.stringify(decided))
  const result = assess(
    {
      ...read(page),
      links: linksOf({ [url]: 'dead' }),
      reference: referenceOf(),
      decisions: readDecisions({ name: 'decided.json', bytes }),
    },
    { ...settings, asOf },
  )
  const codes = result.findings.findings.map(({ code }) => code)
  return { ...result, codes, report: Report.parse(result.report) }
}

const open = assessed().report.gaps
const idOf = (kind: string) => open.find((gap) => gap.kind === kind)?.gapId ?? ''
const gapCodes = failOnCodes(['gap'])

describe('an accepted gap', () => {
  const accepted = {
    gapId: idOf('lost'),
    status: 'accept',
    owner: 'Ann',
    expiry: '2022-09-01',
    reason: 'old',
  }

  it('is none of the open ones up to and with the last day, and one again on the next', () => {
    expect(open.map(({ kind }) => kind)).toEqual(['lost', 'test', 'policy'])
    const before = assessed([accepted])
    expect(before.report.gaps.map(({ kind, rank }) => [kind, rank])).toEqual([
      ['test', 1],
      ['policy', 2],
      ['lost', 3],
    ])
    expect(before.report.gaps[2]?.decision).toMatchObject({ owner: 'Ann', standing: 'in-force' })
    expect(before.report.totals).toMatchObject({ gaps: 3, gapsAccepted: 1 })
    expect(before.codes.filter((code) => gapCodes.has(code))).toEqual(['gap-policy', 'gap-test'])
    expect(before.report.findings.find(({ code }) => code === 'gap-accepted')?.message).toBe(
      'the gap "lost" in detection is accepted by Ann, until 2022-09-01',
    )

    const after = assessed([accepted], '2022-09-02')
    expect(after.report.gaps.map(({ kind }) => kind)).toEqual(['lost', 'test', 'policy'])
    expect(after.report.gaps[0]?.decision).toMatchObject({ owner: 'Ann', standing: 'expired' })
    expect(after.report.totals).toMatchObject({ gaps: 3, gapsAccepted: 0 })
    expect(after.codes.filter((code) => gapCodes.has(code))).toHaveLength(3)
    expect(after.report.findings.find(({ code }) => code === 'decision-expired')).toMatchObject({
      severity: 'warning',
      techniqueId: 'T1071.001',
      message: 'the decision "accept" by Ann on the gap "lost" in detection held until 2022-09-01',
    })
  })

  it('stays open where it is only planned, or where a word of the decision cannot be read', () => {
    const { report, codes } = assessed([
      { gapId: idOf('lost'), status: 'plan', due: '2022-10-01' },
      { gapId: idOf('test'), status: 'accept', expiry: '01/02/2023' },
      { gapId: idOf('policy'), status: 'accept', reason: 'one' },
      { gapId: idOf('policy'), status: 'accept', reason: 'other' },
    ])
    expect(report.totals.gapsAccepted).toBe(0)
    expect(report.gaps.map(({ decision }) => [decision?.status, decision?.standing])).toEqual([
      ['plan', 'in-force'],
      ['accept', 'incomplete'],
      [null, 'incomplete'],
    ])
    expect(codes.filter((code) => code === 'decision-unreadable')).toHaveLength(3)
    expect(report.decisions.rows).toHaveLength(4)
  })
})

it('lists decisions on gaps that are no more, and rows that name none, with their place', () => {
  const { report } = assessed([
    {
      gapId: 'gap-0123456789ab',
      techniqueId: 'T1059',
      status: 'accept',
      expiry: '2020-01-01',
      reason: 'kept',
    },
    { techniqueId: 'T1059', status: 'accept' },
    { gapId: idOf('lost'), comment: 'only a remark' },
  ])
  expect(report.decisions.rows.map(({ standing, reason }) => [standing, reason])).toEqual([
    ['gap-gone', 'kept'],
    ['unreadable', null],
    ['incomplete', null],
  ])
  expect(report.gaps.map(({ decision }) => decision)).toEqual([null, null, null])
  const said = report.findings.filter(({ code }) => code.startsWith('decision-'))
  expect(said.map(({ code, techniqueId, message }) => [code, techniqueId, message])).toEqual([
    [
      'decision-gap-gone',
      'T1059',
      'the gap gap-0123456789ab that row 1 of the decisions file decides about is no gap of this run',
    ],
    ['decision-unreadable', 'T1059', 'row 2 of the decisions file: there is no gap id'],
  ])
})

it('tells decisions on techniques outside the scope from those on gaps that are no more', () => {
  const reference = referenceOf()
  const { records, model } = read(
    fileOf('T1071.001.md', pageText({})),
    fileOf('T1059.md', pageText({ id: 'T1059' })),
  )
  const scope = scopeOfLayers([layer(scored({ 'T1071.001': 1 }))], model, reference)
  const written = ['T1059', 'T1071.001'].map((techniqueId, index) => ({
    gapId: `gap-${index}123456789ab`,
    techniqueId,
    status: 'plan',
  }))
  const bytes = new TextEncoder().encode(JSON.stringify(written))
  const decisions = readDecisions({ name: 'decided.json', bytes })
  const { report } = assess({ records, model, links: linksOf({}), reference, scope, decisions }, settings)
  expect(report.decisions.rows.map(({ standing }) => standing)).toEqual(['out-of-scope', 'gap-gone'])
  expect(report.findings.filter(({ code }) => code === 'decision-gap-gone')).toHaveLength(1)
})
