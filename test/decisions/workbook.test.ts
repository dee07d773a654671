import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { knownHeadings } from '../../pipeline/decisions/index.js'
import { workbookGrids } from '../../pipeline/decisions/workbook/index.js'
import { gapId, madeBook, read } from './typed-files.js'

const ids = [1, 2, 3, 4, 5, 6, 7, 8].map(gapId)

/** A sheet as people leave them: columns moved and added, rows and columns hidden, cells of every kind. */
const lived = () =>
  madeBook((book) => {
    const other = book.addWorksheet('Resources')
    for (let row = 0; row < 60; row += 1) other.addRow(['Rank', 'a row like any other'])
    other.addRow(['Gap ID', 'too far down to be a header'])
    const gaps = book.addWorksheet('Renamed by somebody', { state: 'hidden' })
    gaps.addRow(['Gaps'])
    gaps.addRow([])
    gaps.addRow(['Our ticket', 'Status', 'gap id', 'EXPIRY', 'Owner', 'Reason', 'Rank', 'Due'])
    gaps.addRow(['SEC-1', 'accept', ids[0], new Date('2022-12-31T00:00:00Z'), 'Ann', 'plain', 1])
    gaps.addRow([
      null,
      'Plan',
      ids[1],
      '31 December 2022',
      'Ben',
      { richText: [{ text: 'two ' }, { text: 'runs' }] },
    ])
    gaps.addRow([
      7,
      'fix',
      ids[2],
      { formula: 'TODAY()', result: new Date('2023-01-02T00:00:00Z') },
      'Cy',
      42.5,
    ])
    gaps.addRow([null, 'fix', ids[3], null, { formula: 'A1&"x"', result: '=SUM(1)' }, true])
    gaps.addRow([null, 'accept', ids[4], null, 'Dot', { text: 'a link', hyperlink: 'https://evil.example/' }])
    gaps.addRow([null, 'accept', ids[5], null, null, 'for all three'])
    gaps.addRow([null, 'accept', ids[6], null, null, null])
    gaps.addRow([null, 'accept', ids[7], null, null, { error: '#N/A' }])
    gaps.getRow(5).hidden = true
    gaps.getColumn(2).hidden = true
    gaps.getColumn(4).numFmt = 'dd/mm/yyyy'
    gaps.mergeCells('F9:F10')
    gaps.autoFilter = 'A3:H3'
  })

describe('a workbook', () => {
  it('is read as it looks, with what is hidden in it', async () => {
    const { rows } = read(await lived())
    const shown = rows.map((row) => [
      row.sheet,
      row.row,
      row.status,
      row.expiry,
      row.owner,
      row.reason,
      row.moreText,
    ])
    const sheet = 'Renamed by somebody'
    expect(shown).toEqual([
      [sheet, 4, 'accept', '2022-12-31', 'Ann', 'plain', 'Our ticket: SEC-1'],
      [sheet, 5, 'plan', '2022-12-31', 'Ben', 'two runs', null],
      [sheet, 6, 'fix', '2023-01-02', 'Cy', '42.5', 'Our ticket: 7'],
      [sheet, 7, 'fix', null, '=SUM(1)', 'TRUE', null],
      [sheet, 8, 'accept', null, 'Dot', 'a link', null],
      [sheet, 9, 'accept', null, null, 'for all three', null],
      [sheet, 10, 'accept', null, null, 'for all three', null],
      [sheet, 11, 'accept', null, null, '#N/A', null],
    ])
  })

  it('saved by LibreOffice reads the same', async () => {
    const saved = readFileSync(new URL('saved-by-libreoffice.xlsx', import.meta.url))
    const plain = ({ rows }: ReturnType<typeof read>) => rows.filter(({ row }) => row !== 6)
    expect(plain(read(saved))).toEqual(plain(read(await lived())))
  })

  const known = knownHeadings()
  const mebibyte = 1024 * 1024

  it.each([
    ['a part', { part: 500, all: mebibyte }],
    ['all parts', { part: mebibyte, all: 6000 }],
  ])('that unpacks to more than %s may is refused', async (_, limits) => {
    const bytes = await lived()
    expect(() => workbookGrids(bytes, known, limits)).toThrow('is too large unpacked')
    expect(workbookGrids(bytes, known, { part: mebibyte, all: mebibyte })).toHaveLength(1)
  })

  it('that is larger than its directory says is not unpacked further', async () => {
    const zip = Buffer.from(await lived())
    const at = zip.lastIndexOf('xl/sharedStrings.xml') - 46
    zip.writeUInt32LE(100, at + 24)
    expect(() => workbookGrids(zip, known)).toThrow('larger than it says')
  })

  it('cut or changed anywhere is read or refused, and nothing else', async () => {
    const whole = await lived()
    for (let at = 0; at < whole.length; at += 97) {
      const cut = whole.subarray(0, at)
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      for (const bytes of [cut, changed]) {
        try {
          read(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'Failure', exitCode: 3 })
        }
      }
    }
  })
})
