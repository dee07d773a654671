import { excelLimits } from './limits.js'

/** Most addresses: a host of plain names, and nothing that would have to be encoded. Tells ten times as fast as parsing. */
const plainAddress =
  /^https?:\/\/(?!xn--)(?:[a-z0-9](?:[a-z0-9]|-(?!-))*\.)+[a-z]{2,}(?:[/?#][\w\-.~:/?#@!$&'()*+,;=%]*)?$/

/**
 * The address that a cell may link to, or null where the value must stay plain text.
 *
 * Only http, https and mailto, and only what parses: a page decides what stands here, and a spreadsheet would follow
 * `file:` or `javascript:` as well. Credentials are refused, and so is an address longer than Excel takes.
 */
export function webLink(value: unknown, longest: number = excelLimits.urlLength): string | null {
  if (typeof value !== 'string' || value.length > longest) return null
  if (plainAddress.test(value)) return value
  if (!/^(https?:\/\/|mailto:[^/])/i.test(value) || !URL.canParse(value)) return null
  const url = new URL(value)
  if (url.username !== '' || url.password !== '') return null
  // As written where a relationship target can hold it, else as parsed: percent-encoded.
  const target = /^[\w\-.~:/?#@!$&'()*+,;=%[\]]+$/.test(value) ? value : url.href
  return target.length > longest ? null : target
}
