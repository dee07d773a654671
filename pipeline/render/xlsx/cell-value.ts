import type { ColumnType } from '../table/definitions.js'
import { listText } from '../table/field.js'
import type { CellValue } from './plan.js'

/**
 * A value of the report as a cell may hold it: a text, a number, a boolean or a date, and null for nothing.
 *
 * Everything passes through here, since the library makes formulas and links of objects: an object is written as
 * its JSON text. A number that is none (NaN, an infinity, a bigint) and a date that is none become text.
 *
 * @param text makes a text fit for a cell
 */
export function cellValue(value: unknown, type: ColumnType, text: (raw: string) => string): CellValue | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string') {
    const date = type === 'date' || type === 'datetime' ? dateOf(value) : null
    return date ?? text(value)
  }
  if (Array.isArray(value)) return text(listText(value))
  return text(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** The day from which Excel counts as calendars do; it takes 1900 for a leap year. */
const firstSafeDay = Date.UTC(1900, 2, 1)

/**
 * The moment that `YYYY-MM-DD` or an ISO 8601 time in UTC names, or null where a text names none, such as
 * 30 February.
 */
export function dateOf(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.exec(text)
  if (match === null) return null
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime()) || moment.getTime() < firstSafeDay) return null
  return moment.toISOString().slice(0, 10) === match[1] ? moment : null
}
