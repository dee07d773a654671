import { type Memory, measureMemory } from './memory.js'
import { writeResults } from './results.js'
import { measureSpeed } from './speed.js'
import { megabytes, printTable, spreadCells } from './table.js'

/** Extract and normalize may take so many times as long as the faster bare parse, and so many times the corpus. */
const bars = { timesSlower: 3, timesCorpus: 3, copies: 100 }

/** Copies of the sample (0.44 MB) that make 340 MB. */
const fullCopies = 770

/** Measures extraction next to bare parses of the same pages; `full` takes memory up to 340 MB. Gives the exit code. */
export function benchExtract({ full }: { full: boolean }): number {
  const speed = measureSpeed(10, 9)
  const { megabytesPerSecond: rates, timesSlower } = speed
  const cells = (each: Parameters<typeof spreadCells>[0]) => spreadCells(each, (value) => value.toFixed(2))
  printTable(
    `Speed (${megabytes(speed.bytes)} MB of pages, ${speed.rounds} rounds)`,
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
  const { memory, failed } = measureAll([1, 10, bars.copies, ...(full ? [fullCopies] : [])])
  printMemory(memory)
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
  writeResults('bench', { bars, met, speed, memory, failed })
  return met.speed && met.memory && failed.length === 0 ? 0 : 1
}

function measureAll(allCopies: readonly number[]) {
  const memory: Memory[] = []
  const failed: { copies: number; reason: string }[] = []
  for (const copies of allCopies) {
    try {
      memory.push(measureMemory(copies))
    } catch (error) {
      const said = (error as { stderr?: string }).stderr ?? String(error)
      const reason = /^\w*Error: .*|^FATAL ERROR: .*/m.exec(said)
      failed.push({ copies, reason: reason?.[0] ?? String(error) })
    }
  }
  return { memory, failed }
}

function printMemory(memory: readonly Memory[]): void {
  printTable(
    'Memory (MB)',
    ['corpus', 'peak', 'peak/corpus', 'held: model'],
    memory.map((each) => [
      `${each.copies} x the sample`,
      megabytes(each.corpus),
      megabytes(each.peak),
      (each.peak / each.corpus).toFixed(2),
      megabytes(each.heldModel),
    ]),
  )
}
