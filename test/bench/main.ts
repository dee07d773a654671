import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Memory, measureMemory } from './memory.js'
import { measureSpeed, type Spread } from './speed.js'

/** Extract and normalize may take so many times as long as the faster bare parse, and so many times the corpus. */
const bars = { timesSlower: 3, timesCorpus: 3, copies: 100 }

/** Copies of the sample (0.44 MB) that make 340 MB. */
const fullCopies = 770

const [subject, ...flags] = process.argv.slice(2)
if (subject !== 'extract' || flags.some((flag) => flag !== '--full')) {
  process.stderr.write('usage: npm run bench -- extract [--full]\n')
  process.exit(3)
}

const speed = measureSpeed(10, 9)
const { megabytesPerSecond: rates, timesSlower } = speed
print(
  'Speed',
  `${megabytes(speed.bytes)} MB of pages, ${speed.rounds} rounds`,
  ['min', 'median', 'max'],
  [
    ['extract + normalize, MB/s', ...cells(rates.extractAndNormalize)],
    ['markdown-it, bare parse, MB/s', ...cells(rates.markdownIt)],
    ['commonmark.js, bare parse, MB/s', ...cells(rates.commonmark)],
    ['times slower than markdown-it', ...cells(timesSlower.thanMarkdownIt)],
    ['times slower than commonmark.js', ...cells(timesSlower.thanCommonmark)],
    ['times slower than the faster', ...cells(timesSlower.thanTheFaster)],
  ],
)

const memory: Memory[] = []
const failed: { copies: number; reason: string }[] = []
for (const copies of [1, 10, bars.copies, ...(flags.includes('--full') ? [fullCopies] : [])]) {
  try {
    memory.push(measureMemory(copies))
  } catch (error) {
    const reason = /^\w*Error: .*|^FATAL ERROR: .*/m.exec(
      (error as { stderr?: string }).stderr ?? String(error),
    )
    failed.push({ copies, reason: reason?.[0] ?? String(error) })
  }
}
print(
  'Memory',
  'MB',
  ['corpus', 'peak', 'peak/corpus', 'held: pages', '+ records', '+ model'],
  [
    ...memory.map((each) => [
      `${each.copies} x the sample`,
      megabytes(each.corpus),
      megabytes(each.peak),
      (each.peak / each.corpus).toFixed(2),
      megabytes(each.heldPages),
      megabytes(each.heldRecords),
      megabytes(each.heldModel),
    ]),
  ],
)

const atBar = memory.find(({ copies }) => copies === bars.copies)
const met = {
  speed: timesSlower.thanTheFaster.median <= bars.timesSlower,
  memory: atBar !== undefined && atBar.peak / atBar.corpus <= bars.timesCorpus,
}
for (const { copies, reason } of failed) process.stdout.write(`${copies} x the sample failed: ${reason}\n`)
process.stdout.write(
  `\nspeed within ${bars.timesSlower} x the faster bare parse: ${met.speed ? 'met' : 'missed'}\n` +
    `memory within ${bars.timesCorpus} x the corpus at ${bars.copies} x the sample: ${met.memory ? 'met' : 'missed'}\n`,
)
mkdirSync('out', { recursive: true })
const machine = {
  node: process.version,
  platform: process.platform,
  arch: process.arch,
  cpu: cpus()[0]?.model,
}
writeFileSync('out/bench.json', `${JSON.stringify({ machine, bars, met, speed, memory, failed }, null, 2)}\n`)
process.exitCode = met.speed && met.memory && failed.length === 0 ? 0 : 1

function print(title: string, unit: string, heads: string[], rows: string[][]): void {
  const table = [[`${title} (${unit})`, ...heads], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = table.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  )
  process.stdout.write(`\n${lines.map((line) => line.join('  ')).join('\n')}\n`)
}

function cells({ min, median, max }: Spread): string[] {
  return [min, median, max].map((value) => value.toFixed(2))
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
