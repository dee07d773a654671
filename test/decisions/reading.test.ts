import { describe, expect, it } from 'vitest'
import { knownHeadings } from '../../pipeline/decisions/index.js'
import { Failure } from '../../pipeline/model/failure.js'
import { tables } from '../render/xlsx-book.js'
import { gapId, madeBook, read } from './typed-files.js'

const id = gapId(1)

describe('a row', () => {
  it.each([
    ['accept', 'accept'],
    [' ACCEPT ', 'accept'],
    ['Not Applicable', 'not-applicable'],
    ['not_applicable', 'not-applicable'],
    ['not – applicable', 'not-applicable'],
    ['N/A', 'not-applicable'],
    ['Fix', 'fix'],
    ['constructor', null],
    ['acept', null],
  ])('says by the status %j: %s', (written, status) => {
    const [row] = read(`gap_id,status\n${id},"${written}"\n`).rows
    expect(row?.status).toBe(status)
    if (status === null) {
      expect(row?.standing).toBe('incomplete')
      expect(row?.problem).toBe(`Status "${written}" is none of accept, plan, fix, not applicable`)
      expect(row?.more).toEqual([{ heading: 'Status', text: written }])
    } else expect(row).toMatchObject({ standing: 'in-force', problem: null, more: [] })
  })

  it.each([
    ['2022-04-27', '2022-04-27'],
    ['2022-04-27T00:00:00Z', '2022-04-27'],
    ['27 April 2022', '2022-04-27'],
    ['27.04.2022', '2022-04-27'],
    ['4/27/2022', '2022-04-27'],
    ['04/05/2022', null],
    ['2022-02-30', null],
    ['next spring', null],
    ['44678', null],
  ])('ends on the day %j: %s', (written, expiry) => {
    const [row] = read(`gap_id,status,expiry\n${id},accept,${written}\n`).rows
    expect(row?.expiry).toBe(expiry)
    expect(row?.standing).toBe(expiry === null ? 'incomplete' : 'in-force')
    if (expiry === null) expect(row?.more).toEqual([{ heading: 'Expiry', text: written }])
  })

  it('without a typed word is no decision, and one with a word of any kind is never lost', () => {
    const text = [
      'Rank,Gap ID,Technique ID,Status,Reason,Ticket,',
      `1,${gapId(1)},T1059,,,,`,
      `2,${gapId(2)},T1059, ,\u200B,,`,
      `3,${gapId(3)},T1059,,because,,`,
      `4,${gapId(4)},T1059,,,SEC-1,`,
      `5,${gapId(5)},T1059,,,,in no column`,
      '6,,T1059,accept,,,',
      '7,gap 7,T1059,accept,,,',
      'Signed: somebody,,,,,,',
    ].join('\r\n')
    const rows = read(text).rows.map(({ row, standing, problem, reason, moreText }) => [
      row,
      standing,
      problem,
      reason ?? moreText,
    ])
    expect(rows).toEqual([
      [4, 'incomplete', 'there is no status', 'because'],
      [5, 'incomplete', null, 'Ticket: SEC-1'],
      [6, 'incomplete', null, 'Column 7: in no column'],
      [7, 'unreadable', 'there is no gap id', 'Rank: 6'],
      [8, 'unreadable', '"gap 7" is no gap id', 'Rank: 7'],
      [9, 'unreadable', 'there is no gap id', 'Rank: Signed: somebody'],
    ])
  })
})

describe('a file', () => {
  const row = {
    gapId: id,
    status: 'accept',
    owner: 'Ann',
    due: null,
    expiry: '2023-01-31',
    reason: "it's =fine",
  }
  const csv = (delimiter: string, end: string) =>
    ['gap_id;status;owner;expiry;reason', `${id};Accept;Ann;2023-01-31;"it's =fine"`, '']
      .join(end)
      .replaceAll(';', delimiter)
  const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')
  const json = {
    gap_id: id,
    STATUS: 'Accept',
    owner: 'Ann',
    due: null,
    'Expiry ': '2023-01-31',
    reason: row.reason,
  }

  it.each<[string, string | Uint8Array]>([
    ['CSV', csv(',', '\r\n')],
    ['CSV with semicolons and a byte order mark', `\uFEFF${csv(';', '\n')}`],
    ['tabs in UTF-16, as Excel writes "Unicode text"', utf16(csv('\t', '\r\n'))],
    ['CSV below a title', `Gaps of us\r\nRows: 1\r\n${csv(',', '\r\n')}`],
    ['a JSON list', `\uFEFF  ${JSON.stringify([json])}`],
    ['the decisions of a JSON report', JSON.stringify({ runId: 'r', decisions: { rows: [row] } })],
    ['JSON rows', JSON.stringify({ rows: [row] })],
  ])('may be %s', (_, content) => {
    expect(read(content).rows).toMatchObject([row])
  })

  it('is named without its folder, with its digest', () => {
    const { file } = read('gap_id,status\n', 'a.csv')
    expect(file).toEqual({ name: 'a.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it.each<[string, string | Uint8Array | Promise<Uint8Array>, string]>([
    ['empty', '', 'has no column "gap_id"'],
    ['another table', 'id,name\n1,x\n', 'has no column "gap_id"'],
    ['a quote that swallows the rest', 'gap_id,reason\n1,"x\n2,y\n', 'does not close, in row 2'],
    ['broken JSON', '[{', 'begins as JSON does, but is none'],
    ['JSON of something else', '{"a":1}', 'names no gap id'],
    ['JSON without gap ids', '[{"a":1}]', 'names no gap id'],
    [
      'a text in another code',
      Buffer.from('gap_id,reason\ngap,gr\xFCn', 'latin1'),
      'neither a workbook nor text',
    ],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'in the old form (.xls)'],
    ['a ZIP file alone', Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]), 'but no workbook'],
    ['half a ZIP file', Buffer.from('PK\u0003\u0004 and so on'), 'it has no directory'],
    [
      'a workbook of something else',
      madeBook((book) => void book.addWorksheet('Gaps').addRow(['Rank', 'Status'])),
      'has no sheet with a column "Gap ID"',
    ],
  ])('that is %s is refused as wrong usage', async (_, content, why) => {
    const bytes = await content
    try {
      read(bytes, 'typed.xlsx')
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      expect(error.message).toContain(`The decisions file typed.xlsx`)
      expect(error.message).toContain(why)
      expect(error.exitCode).toBe(3)
    }
  })

  it('may have the headings of a report of one’s own', () => {
    const known = knownHeadings([{ field: 'decision.status', headings: ['Statut'] }])
    const bytes = new TextEncoder().encode(`Gap ID,Statut\n${id},fix\n`)
    expect(read(bytes).rows[0]?.more).toEqual([{ heading: 'Statut', text: 'fix' }])
    expect(known.get('statut')).toBe('status')
  })
})

it('knows every column that this program writes to the tables of gaps and decisions', () => {
  const known = knownHeadings()
  const squeezed = (heading: string) => heading.toLowerCase().replace(/[^a-z]/g, '')
  const columns = ['gaps', 'decisions'].flatMap((name) => tables.tables[name]?.columns ?? [])
  expect(columns.length).toBeGreaterThan(20)
  expect(columns.map(({ heading }) => heading).filter((heading) => !known.has(squeezed(heading)))).toEqual([])
})
