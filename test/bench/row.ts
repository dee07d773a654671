import { z } from 'zod'

const Spread = z.strictObject({
  min: z.number(),
  median: z.number().describe('the middle of the rounds'),
  max: z.number(),
})

/** One line of the benchmark's table: a piece of work, what it took us, what it took somebody else, and the bar. */
export const BenchRow = z.strictObject({
  group: z.string().describe('what measures it: the word behind `npm run bench --`'),
  work: z.string().describe('what was done'),
  unit: z.string().describe('of ours, the other and the limit: s, MB, MB/s, rows/s, requests …'),
  ours: Spread.nullable().describe('over the rounds; null where it was not measured'),
  other: z
    .strictObject({
      name: z.string(),
      kind: z.enum(['peer', 'limit']).describe('another tool, or the least that it could take'),
      value: Spread,
      atLeast: z.boolean().describe('it was ended before it was done, and would have come to more'),
    })
    .nullable(),
  ratio: Spread.nullable().describe(
    'times as much time, memory or requests as the other, round by round: less is better, for rates too',
  ),
  bar: z
    .strictObject({
      of: z.enum(['ratio', 'ours']),
      atMost: z.number().optional(),
      atLeast: z.number().optional(),
      isMet: z.boolean().nullable().describe('by the median; null where it was not measured'),
    })
    .nullable(),
  notMeasured: z.string().nullable().describe('why not, where it was not'),
})
export type BenchRow = z.infer<typeof BenchRow>

/** `out/bench.json`. */
export const BenchResults = z.strictObject({
  schemaVersion: z.literal('1'),
  command: z.string().describe('what to type for the same'),
  date: z.iso.date(),
  commit: z.string().nullable().describe('of this repository; null outside of one'),
  isCommitted: z.boolean().nullable().describe('whether the work tree was that commit'),
  machine: z.strictObject({
    node: z.string(),
    platform: z.string(),
    arch: z.string(),
    cpu: z.string(),
    cpus: z.int(),
    memoryMb: z.int(),
    load: z.number().describe('runnable processes, averaged over the minute before: what else went on'),
  }),
  seconds: z.number().describe('how long all of it took'),
  rows: z.array(BenchRow),
})
export type BenchResults = z.infer<typeof BenchResults>

interface Measured {
  group: string
  work: string
  unit: string
  ours: readonly number[]
  /** In the same rounds as ours. */
  other?: { name: string; kind: 'peer' | 'limit'; values: readonly number[]; atLeast?: boolean }
  bar?: { of: 'ratio' | 'ours'; atMost?: number; atLeast?: number }
}

/**
 * A row of what was measured. The ratio is taken round by round, so that a busy minute strikes both alike, and tells
 * how many times as much it costs us: that of a rate is turned over.
 */
export function rowOf({ group, work, unit, ours, other, bar }: Measured): BenchRow {
  const isRate = unit.endsWith('/s')
  const pairs = other?.values.map((value, round) => {
    const own = ours[round] ?? Number.NaN
    return isRate ? value / own : own / value
  })
  const ratio = pairs === undefined ? null : spreadOf(pairs)
  const judged = bar?.of === 'ratio' ? ratio?.median : spreadOf(ours).median
  return {
    group,
    work,
    unit,
    ours: spreadOf(ours),
    other:
      other === undefined
        ? null
        : {
            name: other.name,
            kind: other.kind,
            value: spreadOf(other.values),
            atLeast: other.atLeast ?? false,
          },
    ratio,
    bar: bar === undefined ? null : { ...bar, isMet: judged === undefined ? null : keeps(judged, bar) },
    notMeasured: null,
  }
}

/** A row for what could not be measured here, and why. */
export function notMeasured(group: string, work: string, why: string): BenchRow {
  return { group, work, unit: '', ours: null, other: null, ratio: null, bar: null, notMeasured: why }
}

function keeps(value: number, { atMost, atLeast }: { atMost?: number; atLeast?: number }): boolean {
  return value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? Number.NEGATIVE_INFINITY)
}

/** Least, middle and greatest, to four significant digits. */
export function spreadOf(values: readonly number[]): z.infer<typeof Spread> {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => Number((sorted[index] ?? Number.NaN).toPrecision(4))
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) }
}
