import type { Spread } from './speed.js'

/** Prints a table: the title stands over the first column, whose cells are set flush left, all others flush right. */
export function printTable(title: string, heads: readonly string[], rows: readonly string[][]): void {
  const table = [[title, ...heads], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

/** The cells of least, middle and greatest. */
export function spreadCells({ min, median, max }: Spread, show: (value: number) => string): string[] {
  return [min, median, max].map(show)
}

/** Bytes in megabytes (10^6 bytes). */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
