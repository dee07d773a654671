import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { exampleReport } from '../support/report-fixture.js'
import { bookBytes } from './xlsx-book.js'

const office = ['libreoffice', 'soffice'].find((name) => spawnSync(name, ['--version']).status === 0)

/** A second reader, where the machine has one: what exceljs writes, another program must read. */
it.skipIf(office === undefined)('LibreOffice reads the gaps as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-'))
  try {
    const report = exampleReport()
    const [first] = report.gaps
    if (first !== undefined) first.why = '=1+1 _x0041_ "a", b\u0001\uFFFF'
    writeFileSync(join(folder, 'coverage.xlsx'), await bookBytes(report))
    const gapsAsCsv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,5'
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const args = [
      profile,
      '--headless',
      '--convert-to',
      gapsAsCsv,
      '--outdir',
      folder,
      join(folder, 'coverage.xlsx'),
    ]
    const { status } = spawnSync(office ?? '', args, { timeout: 100_000 })
    expect(status).toBe(0)
    const { data } = Papa.parse<string[]>(readFileSync(join(folder, 'coverage-Gaps.csv'), 'utf8').trimEnd())
    const whys = data.slice(3).map((row) => readable(row[5] ?? ''))
    expect(whys).toEqual(report.gaps.map(({ why }) => readable(why)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Without the characters that a reader may leave out of what it shows. */
function readable(text: string): string {
  return text.replaceAll('\u0001', '').replaceAll('\uFFFF', '')
}
