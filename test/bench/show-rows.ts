import type { BenchResults, BenchRow } from './row.js'
import { printTable } from './table.js'

const heads = ['ours', 'other', '', 'ratio', 'spread', 'bar', '']

/** Prints the rows as one table. */
export function printRows(rows: readonly BenchRow[]): void {
  printTable(
    'work',
    heads,
    rows.map((row) => [`${row.group}: ${row.work}`, ...cellsOf(row)]),
  )
  for (const { group, work, notMeasured } of rows)
    if (notMeasured !== null) process.stdout.write(`\nNOT MEASURED: ${group}: ${work}: ${notMeasured}`)
  process.stdout.write('\n')
}

/** The rows as they stand in the README, with the machine, the date and the command. */
export function markdownOf({
  rows,
  machine,
  date,
  command,
  commit,
  isCommitted,
  seconds,
}: BenchResults): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const { cpu, cpus, memoryMb, node, platform, arch, load } = machine
  const at =
    commit === null ? '' : `, commit ${commit.slice(0, 7)}${isCommitted === false ? ' with changes' : ''}`
  return [
    `Measured on ${date} by \`${command}\` in ${Math.round(seconds / 60)} minutes on ${cpus} × ${cpu}, ${Math.round(memoryMb / 1024)} GB, ${platform} ${arch}, Node ${node}${at}; load ${load.toFixed(1)} before.`,
    '',
    line(['work', 'ours', 'other', 'which', 'ratio', 'spread', 'bar', '']),
    line(['---', '---:', '---:', '---', '---:', '---:', '---:', '---']),
    ...rows.map((row) => line([row.work, ...cellsOf(row)])),
    '',
  ].join('\n')
}

function cellsOf({ ours, other, ratio, bar, unit, notMeasured }: BenchRow): string[] {
  if (notMeasured !== null) return ['NOT MEASURED', '', '', '', '', '', '']
  const more = other?.atLeast ? '> ' : ''
  return [
    ours === null ? '-' : `${digits(ours.median)} ${unit}`,
    other === null ? '' : `${more}${digits(other.value.median)} ${unit}`,
    other?.name ?? '',
    ratio === null ? '' : `${other?.atLeast ? '< ' : ''}${digits(ratio.median)}`,
    spreadText(ratio ?? ours),
    bar === null ? '' : barText(bar, unit),
    bar === null ? '' : bar.isMet === null ? 'not judged' : bar.isMet ? 'met' : 'MISSED',
  ]
}

function spreadText(spread: BenchRow['ratio']): string {
  if (spread === null || spread.min === spread.max) return ''
  return `${digits(spread.min)}–${digits(spread.max)}`
}

function barText({ of, atMost, atLeast }: NonNullable<BenchRow['bar']>, unit: string): string {
  const limit = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`
  return of === 'ratio' ? limit : `${limit} ${unit}`
}

/** As many digits as say something. */
function digits(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.095) return value.toPrecision(1)
  return value >= 100
    ? Math.round(value).toLocaleString('en')
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(2)
}
