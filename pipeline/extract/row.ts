import type { RowRecord, WrittenLink } from '../model/records.js'
import type { ListItem } from './list-items.js'
import type { TextLine } from './text-lines.js'
import type { InlineLink } from './written-links.js'

/**
 * The rows that one list item holds: as a rule one.
 *
 * Under one bullet there can also be the same link twice (`* * **[L](U)**` and again without a bullet: one
 * resource), another row whose own bullet is missing (a row of its own), or a label that runs on (one row).
 */
export function rowsOfItem(item: ListItem): RowRecord[] {
  const rows: RowRecord[] = []
  for (const line of item.lines) {
    const row = rowOfLine(line, rows.length === 0 ? item.marker : 'none')
    const previous = rows.at(-1)
    if (previous === undefined) rows.push(row)
    else if (isSameLink(previous, row))
      rows[rows.length - 1] = { ...previous, form: 'folded', text: joined(previous, row) }
    else if (row.url !== null && previous.url !== null) rows.push(row)
    else if (row.url !== null) rows[rows.length - 1] = { ...row, ...place(previous, row) }
    else rows[rows.length - 1] = runOn(previous, row)
  }
  return rows
}

/** One line as a row. */
export function rowOfLine({ text, line, links }: TextLine, marker: RowRecord['marker']): RowRecord {
  const trimmed = text.trim()
  if (links.length === 0) return rowWithoutLink(trimmed, line, marker)
  const own = ownLink(text, links)
  const before = links.filter((link) => link !== own && link.start < own.start)
  const after = links.filter((link) => link.start > own.start)
  const trail = [...before, ...after].map((link) => written(link, line))
  return {
    text: trimmed,
    line,
    form: trail.length > 0 ? 'trail' : 'link',
    marker,
    label: own.label,
    url: own.url,
    trail,
    tail: text
      .slice(own.end)
      .replace(/^(\*\*|__)/, '')
      .trim(),
  }
}

/** The row's own link: the only one in bold, else the last of a trail of folders, else the first. */
function ownLink(text: string, links: InlineLink[]): InlineLink {
  const bold = links.filter((link) => /(\*\*|__)$/.test(text.slice(0, link.start)))
  const [onlyBold] = bold
  if (onlyBold !== undefined && bold.length === 1) return onlyBold
  const [first] = links as [InlineLink, ...InlineLink[]]
  return isTrail(text, links) ? (links.at(-1) ?? first) : first
}

function isTrail(text: string, links: InlineLink[]): boolean {
  return links.every((link, index) => {
    const previousEnd = links[index - 1]?.end ?? 0
    return /^[\s/\\>»›*_+-]*$/.test(text.slice(previousEnd, link.start))
  })
}

function written({ label, url }: InlineLink, line: number): WrittenLink {
  return { label, url, line }
}

function rowWithoutLink(text: string, line: number, marker: RowRecord['marker']): RowRecord {
  const common = { text, line, marker, trail: [], tail: '' }
  const broken = brokenLink(text)
  if (broken !== null) return { ...common, form: 'broken', ...broken }
  const bare = bareAddress(text)
  if (bare !== null) return { ...common, form: 'bare', ...bare }
  if (text.endsWith(')**')) return { ...common, form: 'lost', label: text.slice(0, -')**'.length), url: null }
  const label = marker === 'table' ? (text.split(' | ')[0] ?? text) : text
  return { ...common, form: 'plain', label, url: null }
}

/**
 * A link that CommonMark does not take for one (a blank or a lone parenthesis in its address, a lone bracket in
 * its label) though the whole row can be nothing else.
 */
function brokenLink(text: string): { label: string; url: string } | null {
  const bare = text.startsWith('**') && text.endsWith('**') && text.length > 4 ? text.slice(2, -2) : text
  if (!bare.startsWith('[') || !bare.endsWith(')')) return null
  const middle = bare.indexOf('](http')
  if (middle === -1 || middle !== bare.lastIndexOf('](')) return null
  return { label: bare.slice(1, middle), url: bare.slice(middle + 2, -1) }
}

/**
 * An address without marks that a row begins or ends with, as GitHub shows it as a link (GFM, extended autolinks):
 * punctuation at its end is not part of it. Its label is what stands beside it, or the address itself.
 */
function bareAddress(text: string): { label: string; url: string } | null {
  const words = text.split(/\s+/).map((word) => word.replace(/^(\*\*|__)|(\*\*|__)$/g, ''))
  const at = [0, words.length - 1].find((index) => /^https?:\/\/[^\s<>"]{1,2000}$/i.test(words[index] ?? ''))
  if (at === undefined) return null
  const url = (words[at] ?? '').replace(/[?!.,:;*_~'"]{1,99}$/, '')
  const beside = words.filter((_, index) => index !== at && !/^[-:–—|]$/.test(words[index] ?? ''))
  return { url, label: beside.join(' ').replace(/[\s:–—-]{1,99}$/, '') || url }
}

function isSameLink(a: RowRecord, b: RowRecord): boolean {
  return a.url !== null && a.url === b.url && a.label === b.label
}

function joined(a: RowRecord, b: RowRecord): string {
  return `${a.text}\n${b.text}`
}

/** Where a row stands whose words began on the line before. */
function place(first: RowRecord, second: RowRecord) {
  return { text: joined(first, second), line: first.line, marker: first.marker }
}

function runOn(previous: RowRecord, next: RowRecord): RowRecord {
  if (previous.url !== null)
    return { ...previous, text: joined(previous, next), tail: `${previous.tail} ${next.text}`.trim() }
  return { ...previous, text: joined(previous, next), label: `${previous.label} ${next.label}` }
}

/**
 * Whether a line that is no item of a list can only be a row whose bullet, or the blank behind it, is missing: it is
 * made of links and what stands between and behind the links of a row, and of nothing else.
 */
export function isRowWithoutBullet({ text, links }: TextLine): boolean {
  const [first] = links
  const last = links.at(-1)
  if (first === undefined || last === undefined || !isTrail(text, links))
    return brokenLink(text.trim()) !== null
  const before = text.slice(0, first.start).trim()
  const behind = text.slice(last.end).trim()
  return (
    /^(\*|-|\+|\d{1,9}[.)])?[\s*_]{0,9}$/.test(before) && /^(\*\*|__)?(: ?\d{1,6} .{0,30})?$/.test(behind)
  )
}
