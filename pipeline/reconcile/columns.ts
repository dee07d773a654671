import { exitCodes, Failure } from '../model/failure.js'
import type { ColumnMeaning } from '../model/outside-table.js'

/**
 * The columns of the Control Validation Compass' own table (`cvc.json` and its CSV) that pages have a source for, and
 * what they count. It is the one place that knows; `--reconcile-column` says it of other people's tables.
 */
const knownColumns: Record<string, ColumnMeaning> = {
  d3fend: { category: 'policy', source: 'd3fend' },
  sigma: { category: 'detection', source: 'sigma' },
  splunk: { category: 'detection', source: 'splunk' },
  elastic: { category: 'detection', source: 'elastic' },
  sentinel_defender: { category: 'detection', source: 'sentinel' },
  car: { category: 'detection', source: 'car' },
  art: { category: 'test', source: 'atomic' },
  car_red: { category: 'test', source: 'car' },
  stratus: { category: 'test', source: 'stratus' },
}

/** Columns of the same table that hold numbers and count nothing: scores from 0 to 3. */
const scoreColumns = ['policy_process_volume', 'detect_volume', 'test_volume', 'validate_potential']

/** Names that the column of technique ids goes by, the most telling first. */
const techniqueColumns = ['techid', 'techniqueid', 'attackid', 'attacktechniqueid', 'technique', 'id']

/** A column's name without what differs between spellings: `sentinel-defender` is `sentinel_defender`. */
export function plainName(column: string): string {
  return column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

const known = new Map(Object.entries(knownColumns).map(([name, meaning]) => [plainName(name), meaning]))
const scores = new Set(scoreColumns.map(plainName))

/** What a column holds: counts of a source, scores that are no counts, or null where its name says nothing. */
export function knownColumn(column: string): ColumnMeaning | 'scores' | null {
  const name = plainName(column)
  return scores.has(name) ? 'scores' : (known.get(name) ?? null)
}

/** The column that holds the technique ids, or null where none is named so. */
export function techniqueColumn(columns: readonly string[]): string | null {
  for (const name of techniqueColumns) {
    const found = columns.find((column) => plainName(column) === name)
    if (found !== undefined) return found
  }
  return null
}

/**
 * What the user says of columns, `COLUMN=CATEGORY/SOURCE` each, by column of the table.
 *
 * @throws {Failure} (exit 3) where the table has no such column
 */
export function namedColumns(
  written: readonly string[],
  columns: readonly string[],
  file: string,
): Map<string, ColumnMeaning> {
  return new Map(
    written.map((text) => {
      const { column, meaning } = readMeaning(text)
      const found = columns.find((each) => plainName(each) === plainName(column))
      if (found !== undefined) return [found, meaning]
      throw new Failure(
        `${file} has no column "${column}", which --reconcile-column names.`,
        `Name one of its columns: ${columns.slice(0, 60).join(', ')}.`,
        { exitCode: exitCodes.usage },
      )
    }),
  )
}

/** The configuration has seen to the form. */
function readMeaning(text: string): { column: string; meaning: ColumnMeaning } {
  const [, column = '', category = '', source = ''] = /^(.*)=([a-z]+)\/(.+)$/.exec(text) ?? []
  return { column: column.trim(), meaning: { category: category as ColumnMeaning['category'], source } }
}
