import type { HttpAnswer } from '../../model/ports.js'
import { isSuccess } from './answer-kinds.js'
import { type HtmlHead, readHtmlHead } from './html-head.js'

/** A page longer than this is content; what only sends readers on or turns them away is shorter. */
const smallAtMostBytes = 8192

/** A refresh that waits longer is meant for readers who stay, such as a page that renews itself. */
const refreshAtMostSeconds = 5

/** Whether an answer with success is to be read: a page of HTML that is small, or whose length it does not say. */
export function isSmallPage(answer: HttpAnswer): boolean {
  const { headers } = answer
  if (!isSuccess(answer)) return false
  if (!/^\s*text\/html\s*(;|$)/i.test(headers['content-type'] ?? '')) return false
  if (!/^(identity)?$/i.test(headers['content-encoding']?.trim() ?? '')) return false
  return answer.body.length <= smallAtMostBytes && (wholeLength(answer) ?? 0) <= smallAtMostBytes
}

/** Where a page sends its readers at once by `<meta http-equiv=refresh>`, or null where they stay. */
export function refreshTarget(head: HtmlHead, address: string): string | null {
  const written = /^\s*(\d{1,9})[\d.]*(?:\s*[;,]\s*|\s+)(.*)$/s.exec(head.refresh ?? '')
  if (written === null || Number(written[1]) > refreshAtMostSeconds) return null
  const reference = unquoted((written[2] ?? '').replace(/^url\s*=\s*/i, '')).trim()
  if (reference === '') return null
  const base =
    head.base !== null && URL.canParse(head.base, address) ? new URL(head.base, address).href : address
  if (!URL.canParse(reference, base)) return null
  const target = new URL(reference, base)
  if (!/^https?:$/.test(target.protocol)) return null
  return withoutFragment(target.href) === withoutFragment(address) ? null : target.href
}

/** The head of the page that was answered. */
export function headOf(answer: HttpAnswer): HtmlHead {
  return readHtmlHead(new TextDecoder().decode(answer.body))
}

/** The length of the whole page in bytes: of a part, what `Content-Range` says (RFC 9110, 14.4). */
function wholeLength({ status, headers }: HttpAnswer): number | null {
  const length = status === 206 ? headers['content-range']?.split('/', 2)[1] : headers['content-length']
  return length !== undefined && /^\s*\d+\s*$/.test(length) ? Number(length) : null
}

/** As the HTML standard reads it (4.2.4.5): an opening quote ends at the next of its kind, or nowhere. */
function unquoted(text: string): string {
  const quote = text[0]
  return quote === '"' || quote === "'" ? (text.slice(1).split(quote, 1)[0] ?? '') : text
}

function withoutFragment(address: string): string {
  return address.split('#', 1)[0] ?? address
}
