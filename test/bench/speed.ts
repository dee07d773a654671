/** Least, middle and greatest of some numbers. */
export interface Spread {
  min: number
  median: number
  max: number
}

/** Least, middle and greatest of these values, to two digits. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => Math.round((sorted[index] ?? Number.NaN) * 100) / 100
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) }
}
