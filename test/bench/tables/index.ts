import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMeasured } from '../check/measured-process.js'
import { type InstalledPackages, installPackages } from '../packages.js'
import { inTurns } from '../rounds.js'
import { type BenchRow, notMeasured, rowOf } from '../row.js'
import { hasXlsxWriter, runXlsxWriter } from './xlsx-writer.js'

/** What one program took for the same rows. */
export interface TableRun {
  seconds: number
  /** Most that its process ever held, the rows included. */
  peakMb: number
}

const peers = { xlsx: '0.18.5', 'csv-stringify': '6.9.0' }
const bars = { xlsxTime: 1.5, xlsxMemory: 0.25 }

/** Measures workbooks of so many rows next to SheetJS and, where it is installed, XlsxWriter. */
export async function benchXlsx({ rows, rounds }: { rows: number; rounds: number }): Promise<BenchRow[]> {
  const group = 'xlsx'
  const packages = installed('xlsx')
  const works: Record<string, () => Promise<TableRun>> = {
    ours: () => runWork('our-xlsx', rows),
    ...(packages !== null && {
      'SheetJS 0.18.5': () => runWork('sheetjs', rows, packages.file('xlsx/xlsx.js')),
      'SheetJS 0.18.5, compressed as ours': () =>
        runWork('sheetjs-compressed', rows, packages.file('xlsx/xlsx.js')),
    }),
    ...(hasXlsxWriter() && { 'XlsxWriter (Python), constant_memory': () => runXlsxWriter(rows) }),
  }
  try {
    const { ours = [], ...others } = await inTurns(rounds, works)
    const found = Object.entries(others).flatMap(([name, runs]) =>
      rowsAgainst(group, rows, ours, { name, runs }),
    )
    const missing = [
      ...(packages === null ? ['SheetJS: the npm registry does not answer'] : []),
      ...(hasXlsxWriter() ? [] : ['XlsxWriter: not installed here (pip install xlsxwriter)']),
    ]
    return [...found, ...missing.map((why) => notMeasured(group, `${count(rows)} rows`, why))]
  } finally {
    packages?.remove()
  }
}

/** Measures CSV of so many rows next to csv-stringify, and next to writing as many bytes. */
export async function benchCsv({ rows, rounds }: { rows: number; rounds: number }): Promise<BenchRow[]> {
  const group = 'csv'
  const packages = installed('csv-stringify')
  const work = `CSV, ${count(rows)} rows of 17 columns`
  try {
    const { ours, bytes, peer } = await inTurns(rounds, {
      ours: () => runWork('our-csv', rows),
      bytes: () => runWork('bytes', rows),
      peer: () =>
        packages === null
          ? null
          : runWork('csv-stringify', rows, packages.file('csv-stringify/lib/index.js')),
    })
    const rate = (runs: readonly (TableRun | null)[]) =>
      runs.map((run) => rows / (run?.seconds ?? Number.NaN))
    const against = (name: string, kind: 'peer' | 'limit', runs: readonly (TableRun | null)[]) =>
      rowOf({ group, work, unit: 'rows/s', ours: rate(ours), other: { name, kind, values: rate(runs) } })
    return [
      packages === null
        ? notMeasured(group, work, 'csv-stringify: the npm registry does not answer')
        : against('csv-stringify 6.9.0', 'peer', peer),
      against('writing as many bytes', 'limit', bytes),
    ]
  } finally {
    packages?.remove()
  }
}

function rowsAgainst(
  group: string,
  rows: number,
  ours: readonly TableRun[],
  { name, runs }: { name: string; runs: readonly TableRun[] },
): BenchRow[] {
  const isBar = name === 'SheetJS 0.18.5' && rows >= 500_000
  const work = `XLSX, ${count(rows)} rows of 16 columns`
  const other = (values: readonly number[]) => ({ name, kind: 'peer' as const, values })
  const seconds = (all: readonly TableRun[]) => all.map((run) => run.seconds)
  const peaks = (all: readonly TableRun[]) => all.map((run) => run.peakMb)
  return [
    rowOf({
      group,
      work: `${work}: time`,
      unit: 's',
      ours: seconds(ours),
      other: other(seconds(runs)),
      ...(isBar && { bar: { of: 'ratio', atMost: bars.xlsxTime } }),
    }),
    rowOf({
      group,
      work: `${work}: peak memory of the process`,
      unit: 'MB',
      ours: peaks(ours),
      other: other(peaks(runs)),
      ...(isBar && { bar: { of: 'ratio', atMost: bars.xlsxMemory } }),
    }),
  ]
}

async function runWork(work: string, rows: number, module = ''): Promise<TableRun> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-table-'))
  try {
    const program = fileURLToPath(new URL('work-process.js', import.meta.url))
    const words = [program, work, String(rows), folder, module]
    const ran = await runMeasured({ words, folder: resolve('.'), environment: {}, atMostSeconds: 600 })
    if (ran.exitCode !== 0) throw new Error(`${work} ended with ${ran.exitCode}: ${ran.talk}`)
    return { seconds: Number(ran.output), peakMb: (ran.peakBytes ?? Number.NaN) / 1e6 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function installed(name: keyof typeof peers): InstalledPackages | null {
  try {
    return installPackages({ [name]: peers[name] })
  } catch {
    return null
  }
}

function count(rows: number): string {
  return rows.toLocaleString('en')
}
