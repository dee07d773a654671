import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runMeasured } from './check/measured-process.js'
import { withGenerated } from './generated.js'
import { growthOf } from './growth.js'
import { type BenchRow, rowOf } from './row.js'

/** Seconds of a cold run of 578 pages; a warm one over a cold one; how time may grow; gigabytes at 5,780 and 57,800 pages. */
const bars = { seconds: 20, warm: 1.25, growth: 1.1, peakMb: { 5780: 2_147, 57800: 4_295 } }
const group = 'whole'

/** Formats by the number of pages: the PDF of thousands takes minutes, and at 57,800 pages only these are asked for. */
interface Size {
  pages: number
  rounds: number
  formats: string | null
}

/** What a run of the command took: the whole of it, and each stage as its manifest tells. */
interface WholeRun {
  seconds: number
  /** Of the processor: the same on a busy machine. */
  processorSeconds: number
  peakMb: number
  stages: Record<string, number>
}

/**
 * Measures whole runs without a network, cold (new output folder) and warm (again into the same), at growing sizes; `full`
 * takes that to 57,800 pages, and to the PDF of 5,780.
 */
export async function benchWhole({ full }: { full: boolean }): Promise<BenchRow[]> {
  const other = 'csv,xlsx,html,navigator,sarif,junit,markdown,oscal'
  const sizes: Size[] = [
    { pages: 58, rounds: 3, formats: other },
    { pages: 578, rounds: 3, formats: other },
    { pages: 5_780, rounds: 1, formats: other },
  ]
  const measured: { pages: number; cold: WholeRun[] }[] = []
  const rows: BenchRow[] = []
  const add = async (size: Size) => {
    const { cold, warm } = await coldAndWarm(size)
    rows.push(...rowsOf(size, cold, warm))
    return { pages: size.pages, cold }
  }
  for (const size of sizes) measured.push(await add(size))
  rows.push(...growthRows(measured))
  await add({ pages: 578, rounds: 1, formats: null })
  if (full) {
    await add({ pages: 5_780, rounds: 1, formats: null })
    const tables = [
      await coldAndWarm({ pages: 578, rounds: 1, formats: 'csv,xlsx' }),
      await coldAndWarm({ pages: 5_780, rounds: 1, formats: 'csv,xlsx' }),
    ]
    const largest = await add({ pages: 57_800, rounds: 1, formats: 'csv,xlsx' })
    const all = [...tables.map(({ cold }, at) => ({ pages: [578, 5_780][at] ?? 0, cold })), largest]
    rows.push(...growthRows(all))
  }
  return rows
}

function growthRows(measured: readonly { pages: number; cold: readonly WholeRun[] }[]): BenchRow[] {
  const at = (secondsIn: (run: WholeRun) => number) =>
    measured.map(({ pages, cold }) => ({ size: pages, seconds: cold.map(secondsIn) }))
  // A stage of some milliseconds at the least size tells of nothing but itself. A busy machine shows in these.
  const stages = ['extract', 'check', 'assess', 'render'].map((stage) =>
    growthOf(
      group,
      `run offline: ${stage}`,
      at(({ stages: all }) => all[stage] ?? Number.NaN).slice(-2),
      bars.growth,
    ),
  )
  return [
    growthOf(
      group,
      'run offline: processor time',
      at(({ processorSeconds }) => processorSeconds),
      bars.growth,
    ),
    ...stages,
  ]
}

function rowsOf({ pages, formats }: Size, cold: readonly WholeRun[], warm: readonly WholeRun[]): BenchRow[] {
  const work = `run offline, ${pages} pages, ${formats === null ? 'all formats' : formats.length > 9 ? 'all but PDF' : formats}`
  const seconds = (runs: readonly WholeRun[]) => runs.map((run) => run.seconds)
  const peakBar = pages in bars.peakMb ? bars.peakMb[pages as keyof typeof bars.peakMb] : undefined
  return [
    rowOf({
      group,
      work: `${work}: cold`,
      unit: 's',
      ours: seconds(cold),
      ...(pages === 578 && formats === null && { bar: { of: 'ours', atMost: bars.seconds } }),
    }),
    rowOf({
      group,
      work: `${work}: warm, nothing changed`,
      unit: 's',
      ours: seconds(warm),
      other: { name: 'cold', kind: 'limit', values: seconds(cold) },
    }),
    rowOf({
      group,
      work: `${work}: warm, nothing changed, processor time`,
      unit: 's',
      ours: warm.map(({ processorSeconds }) => processorSeconds),
      other: { name: 'cold', kind: 'limit', values: cold.map(({ processorSeconds }) => processorSeconds) },
      bar: { of: 'ratio', atMost: bars.warm },
    }),
    rowOf({
      group,
      work: `${work}: peak memory of the process`,
      unit: 'MB',
      ours: cold.map(({ peakMb }) => peakMb),
      ...(peakBar !== undefined && { bar: { of: 'ours', atMost: peakBar } }),
    }),
  ]
}

async function coldAndWarm({
  pages,
  rounds,
  formats,
}: Size): Promise<{ cold: WholeRun[]; warm: WholeRun[] }> {
  return withGenerated({ pages, seed: 1 }, async ({ folder, reference }) => {
    const [cold, warm]: [WholeRun[], WholeRun[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const out = mkdtempSync(join(tmpdir(), 'bench-whole-'))
      try {
        const call = [folder, '--reference', reference, ...(formats === null ? [] : ['--format', formats])]
        cold.push(await runOnce(call, out, 'cold'))
        warm.push(await runOnce(call, out, 'warm'))
      } finally {
        rmSync(out, { recursive: true, force: true })
      }
    }
    return { cold, warm }
  })
}

async function runOnce(call: readonly string[], out: string, runId: string): Promise<WholeRun> {
  const program = resolve('dist/cli/main.js')
  const file = join(out, 'processor-seconds')
  const hook = import.meta.resolve('./processor-time.js')
  const words = [
    '--import',
    hook,
    program,
    'run',
    ...call,
    '--offline',
    '--out',
    out,
    '--run-id',
    runId,
    '--quiet',
  ]
  const environment = { SOURCE_DATE_EPOCH: '1662033600', BENCH_PROCESSOR_FILE: file }
  const ran = await runMeasured({ words, folder: resolve('.'), environment, atMostSeconds: 3_600 })
  if (ran.exitCode !== 0) throw new Error(`the run ended with ${ran.exitCode}: ${ran.talk}`)
  const manifest = JSON.parse(readFileSync(join(out, 'runs', runId, 'run.json'), 'utf8')) as {
    timings: { stage: string; ms: number }[]
  }
  return {
    seconds: ran.seconds,
    processorSeconds: Number(readFileSync(file, 'utf8')),
    peakMb: (ran.peakBytes ?? Number.NaN) / 1e6,
    stages: Object.fromEntries(manifest.timings.map(({ stage, ms }) => [stage, ms / 1000])),
  }
}
