import { excelLimits } from './limits.js'

/**
 * The address that a cell may link to, or null where the value must stay plain text.
 *
 * Only http and https, and only what parses: a page decides what stands here, and a spreadsheet would follow
 * `file:` or `javascript:` as well. Credentials are refused, and so is an address longer than Excel takes.
 */
export function webLink(value: unknown, longest: number = excelLimits.urlLength): string | null {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return null
  const url = new URL(value)
  if (url.username !== '' || url.password !== '') return null
  // As written where a relationship target can hold it, else as parsed: percent-encoded.
  const target = /^[\w\-.~:/?#@!$&'()*+,;=%[\]]+$/.test(value) ? value : url.href
  return target.length > longest ? null : target
}
