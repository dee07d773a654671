import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDecisions } from '../../pipeline/assess/decisions.js'
import type { Decision, Report } from '../../pipeline/model/report.js'
import { hostileTexts } from '../render/hostile-text.js'
import { exampleReport } from '../support/report-fixture.js'
import { changedBook, decisionsBook, decisionsCsv, gapId, read, reportWith, typed } from './typed-files.js'

/** Hostile texts in which there is something to be seen. */
const words = hostileTexts
  .map((text) => `${text}w`)
  .chain((text) => fc.constantFrom(text, `w${text.slice(0, -1)}`))

/** What people may type into a row; the id is valid, so that the gap may have been there. */
const typedItem = fc.record(
  {
    gapId: fc.integer({ min: 0, max: 5 }).map(gapId),
    techniqueId: words,
    status: fc.oneof(fc.constantFrom('accept', 'Plan', 'not applicable'), words),
    owner: words,
    due: fc.oneof(fc.constantFrom('2022-04-27', '27 April 2022', '01/02/2023'), words),
    expiry: fc.constantFrom('2022-04-27', 'never'),
    reason: words,
    more: fc.array(fc.record({ heading: words, text: words }), { maxLength: 3 }),
  },
  { requiredKeys: ['gapId'] },
)
const typedRows = fc.array(typedItem, { maxLength: 4 }).map((items) => read(JSON.stringify(items)).rows)

describe('whatever people type', () => {
  it('comes back from CSV as it was', () => {
    fc.assert(
      fc.property(typedRows, fc.constantFrom(',', ';', '\t', '|'), fc.boolean(), (rows, delimiter, bom) => {
        const back = read(decisionsCsv(rows, delimiter, bom)).rows
        expect(back.map(typed)).toEqual(rows.map(typed))
      }),
      { numRuns: 300 },
    )
  })

  it('comes back from the workbook as it was', async () => {
    await fc.assert(
      fc.asyncProperty(typedRows, async (rows) => {
        const back = read(await decisionsBook(reportWith(rows))).rows
        expect(back.map(typed)).toEqual(rows.map(typed))
      }),
      { numRuns: 25 },
    )
  })

  it('is not lost where it could not be read, and is mended where it was kept', () => {
    const [row] = read(`gap_id,status,expiry\n${gapId(1)},accept,01/02/2023\n`).rows
    if (row === undefined) throw new Error('there is no row')
    const csv = new TextDecoder().decode(decisionsCsv([row]))
    expect(csv).toContain('Expiry: 01/02/2023')
    const [mended] = read(csv.replace('Expiry: 01/02/2023', 'Expiry: 2023-02-01')).rows
    expect(mended).toMatchObject({ expiry: '2023-02-01', standing: 'in-force', problem: null, more: [] })
  })
})

/** The report of a run that was given these decisions. */
function decided(rows: Decision[]): Report {
  return reportWith(rows, (report) => {
    const { gaps, decisions } = applyDecisions(
      { gaps: report.gaps, findings: [] },
      report.decisions,
      '2022-09-01',
    )
    report.gaps = gaps
    report.decisions = decisions
  })
}

const someGap = exampleReport().gaps[2]?.gapId ?? ''
const accepted = (more: object = {}) =>
  read(JSON.stringify([{ gapId: someGap, status: 'accept', owner: 'Ann', reason: 'old', more: [], ...more }]))
    .rows

describe('a decision that stands on both sheets', () => {
  it('is one, with all that was typed beside it', async () => {
    const rows = accepted({ more: [{ heading: 'Ticket', text: 'SEC-1' }] })
    const back = read(await decisionsBook(decided(rows))).rows
    expect(back.map((row) => typed({ ...row, techniqueId: null, category: null, kind: null }))).toEqual(
      rows.map(typed),
    )
  })

  it.each([
    [['Gaps'], ['new'], 'new'],
    [['Decisions'], ['new'], 'new'],
    [['Gaps', 'Decisions'], ['new', 'new'], 'new'],
    [['Gaps', 'Decisions'], ['new', 'newer'], null],
  ])('edited on %j to say %j says %s', async (sheets, reasons, reason) => {
    const more = [{ heading: 'Ticket', text: 'SEC-1' }]
    const book = await changedBook(await decisionsBook(decided(accepted({ more }))), (cell) => {
      for (const [at, sheet] of sheets.entries()) cell(sheet, 'Reason', someGap).value = reasons[at] ?? null
    })
    const { rows } = read(book)
    if (reason !== null) {
      expect(rows).toMatchObject([{ reason, more, standing: 'in-force' }])
      return
    }
    expect(rows.map((row) => [row.reason, row.standing, row.problem])).toEqual([
      ['new', 'incomplete', 'another row of the file says something else about this gap'],
      ['newer', 'incomplete', 'another row of the file says something else about this gap'],
    ])
    const report = decided(rows)
    expect(report.gaps.find((gap) => gap.gapId === someGap)?.decision).toMatchObject({
      status: null,
      standing: 'incomplete',
    })
    const again = read(await decisionsBook(report)).rows
    expect(again.map(typed)).toEqual(report.decisions.rows.map(typed))
  })

  it('and is typed first on the sheet of gaps is a decision', async () => {
    const book = await changedBook(await decisionsBook(decided([])), (cell) => {
      cell('Gaps', 'Status', someGap).value = 'not applicable'
      Object.assign(cell('Gaps', 'Expiry', someGap), { value: new Date('2022-12-31'), numFmt: 'dd.mm.yyyy' })
    })
    expect(read(book).rows).toMatchObject([
      { gapId: someGap, status: 'not-applicable', expiry: '2022-12-31', sheet: 'Gaps', standing: 'in-force' },
    ])
  })
})
