import { type BenchRow, rowOf, spreadOf } from './row.js'

/** What it took for some amount of work. */
export interface AtSize {
  size: number
  seconds: readonly number[]
}

/**
 * A row that tells how time grows with the work: the exponent from the least to the largest, 1 where twice the work takes
 * twice as long, 2 where it takes four times as long. Its spread is that of the steps between.
 */
export function growthOf(group: string, work: string, sizes: readonly AtSize[], atMost: number): BenchRow {
  const exponents = sizes.slice(1).map((to, at) => exponent(sizes[at] as AtSize, to))
  const [first, last] = [sizes[0], sizes.at(-1)]
  const overall = first === undefined || last === undefined ? Number.NaN : exponent(first, last)
  return rowOf({
    group,
    work: `${work}, growth exponent from ${first?.size} to ${last?.size} pages`,
    unit: '',
    ours: [Math.min(...exponents), overall, Math.max(...exponents)],
    bar: { of: 'ours', atMost },
  })
}

function exponent(from: AtSize, to: AtSize): number {
  const [less, more] = [spreadOf(from.seconds).median, spreadOf(to.seconds).median]
  return Math.log(more / less) / Math.log(to.size / from.size)
}
