import type { HttpAnswer } from '../../model/http.js'
import { isSuccess } from './answer-kinds.js'
import { type HtmlHead, readHtmlHead } from './html-head.js'
import { isSameResource } from './same-resource.js'
import { noticeAtMostCharacters } from './soft-404.js'

/** A page longer than this is content; what only sends readers on or turns them away is shorter. */
const smallAtMostBytes = 8192

/** A refresh that waits longer is meant for readers who stay, such as a page that renews itself. */
const refreshAtMostSeconds = 5

/** Whether an answer with success is a page of HTML that can be read. */
export function isReadable(answer: HttpAnswer): boolean {
  const { headers } = answer
  if (!isSuccess(answer)) return false
  if (!/^\s*text\/html\s*(;|$)/i.test(headers['content-type'] ?? '')) return false
  return /^(identity)?$/i.test(headers['content-encoding']?.trim() ?? '')
}

/** Whether an answer is a page that must be read: one that is small, or whose length it does not say. */
export function isSmallPage(answer: HttpAnswer): boolean {
  if (!isReadable(answer)) return false
  return answer.body.length <= smallAtMostBytes && (wholeLength(answer) ?? 0) <= smallAtMostBytes
}

/** Where a page sends its readers at once by `<meta http-equiv=refresh>`, or null where they stay. */
export function refreshTarget(head: HtmlHead, address: string): string | null {
  const written = /^\s*(\d{1,9})[\d.]*(?:\s*[;,]\s*|\s+)(.*)$/s.exec(head.refresh ?? '')
  if (written === null || Number(written[1]) > refreshAtMostSeconds) return null
  const reference = unquoted((written[2] ?? '').replace(/^url\s*=\s*/i, '')).trim()
  return targetOf(reference, head, address)
}

/**
 * Where a page says that it moved to, or null. A canonical address alone is no such word: most pages have one, and many
 * name the wrong one; so the page must say that it moved as well.
 */
export function canonicalTarget(head: HtmlHead, address: string): string | null {
  if (head.canonical === null || !saysMoved(head)) return null
  const target = targetOf(head.canonical.trim(), head, address)
  return target === null || isSameResource(withoutQuery(target), withoutQuery(address)) ? null : target
}

/** Canonical addresses leave out what only sorts or counts, and choose one letter case. */
function withoutQuery(address: string): URL {
  const url = new URL(address.toLowerCase())
  url.search = ''
  return url
}

const movedWords =
  /\b(has|have|was|were) (now |since )?(been )?(permanently )?(moved|relocated|renamed)\b|^(page |permanently )?moved( permanently)?\b/i

function saysMoved({ title, words }: HtmlHead): boolean {
  if (title !== null && movedWords.test(title)) return true
  return words.length <= noticeAtMostCharacters && movedWords.test(words)
}

function targetOf(reference: string, head: HtmlHead, address: string): string | null {
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
