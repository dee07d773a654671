import type { MarkdownIt, Token } from 'markdown-it'

/** A link with its words untouched, and where it stands in the inline text. */
export interface InlineLink {
  label: string
  url: string
  /** Offset of its first character. */
  start: number
  /** Offset behind its last character. */
  end: number
}

/** Where the label of each `link_open` token stands in its inline text. */
const labelRanges = new WeakMap<Token, { start: number; end: number }>()

/**
 * Makes markdown-it note where each link stands.
 *
 * The parser decodes entities, drops escapes and re-encodes addresses, all right for a browser and wrong for
 * evidence: an auditor wants the words of the page. So the offsets of each label are kept as it is
 * parsed, and the addresses are taken from the text itself. Which links exist stays the parser's decision.
 */
export function keepWrittenLinks(markdown: MarkdownIt): void {
  markdown.normalizeLink = (url) => url
  markdown.validateLink = () => true
  markdown.inline.State = class extends markdown.inline.State {
    override push(type: string, tag: string, nesting: -1 | 0 | 1) {
      const token = super.push(type, tag, nesting)
      // When the rule `link` opens a link it has set the state to the label's range; `autolink` stands on "<".
      if (type === 'link_open') labelRanges.set(token, { start: this.pos, end: this.posMax })
      return token
    }
  }
}

/** Links found without the parser, by their token. */
const plainLinks = new WeakMap<Token, InlineLink[]>()

/**
 * Lets markdown-it pass over inline texts in which nothing can be but words and links of the simplest form.
 *
 * Nine rows in ten are such, and parsing them is most of the work on a page. Where a text holds anything that could
 * make a link mean something else (code, tags, escapes, images, nested brackets, titles), the parser decides.
 */
export function readPlainLinksFast(markdown: MarkdownIt): void {
  markdown.core.ruler.at('inline', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'inline') continue
      const links = linksOfPlainText(token.content)
      if (links === null) markdown.inline.parse(token.content, markdown, state.env, token.children ?? [])
      else plainLinks.set(token, links)
    }
  })
}

/** The links of a text that only has words and `[label](address)`, or null where it may have more. */
export function linksOfPlainText(text: string): InlineLink[] | null {
  if (/[`<\\\n]|!\[/.test(text)) return null
  const links: InlineLink[] = []
  let end = 0
  for (let start = text.indexOf('['); start !== -1; start = text.indexOf('[', end)) {
    const middle = text.indexOf('](', start)
    const close = middle === -1 ? -1 : text.indexOf(')', middle)
    if (close === -1) return null
    const label = text.slice(start + 1, middle)
    const url = text.slice(middle + 2, close)
    const isBetween = text.slice(end, start).includes(']')
    if (isBetween || /[[\]]/.test(label) || url === '' || /[\s([\]\p{Cc}]/u.test(url)) return null
    links.push({ label, url, start, end: close + 1 })
    end = close + 1
  }
  return text.includes(']', end) ? null : links
}

/** The links of an inline token, as written, in their order. */
export function writtenLinks(markdown: MarkdownIt, token: Token): InlineLink[] {
  const { content: text } = token
  const plain = plainLinks.get(token)
  if (plain !== undefined) return plain
  const children = token.children ?? []
  return children.flatMap((token) => {
    const range = labelRanges.get(token)
    if (range === undefined) return []
    const { start: labelStart, end: labelEnd } = range
    if (token.markup === 'autolink') return autolink(text, labelStart)
    const label = text.slice(labelStart, labelEnd)
    if (text[labelEnd + 1] === '(') {
      const inline = destination(markdown, text, labelEnd + 2)
      if (inline !== null) return { label, start: labelStart - 1, ...inline }
    }
    return {
      label,
      url: String(token.attrGet('href') ?? ''),
      start: labelStart - 1,
      end: referenceEnd(text, labelEnd + 1),
    }
  })
}

function autolink(text: string, start: number): InlineLink {
  const end = text.indexOf('>', start)
  const url = text.slice(start + 1, end)
  return { label: url, url, start, end: end + 1 }
}

/** Address and end of `(address "title")`, CommonMark 6.3, by the parser's own functions. */
function destination(markdown: MarkdownIt, text: string, from: number): { url: string; end: number } | null {
  const { parseLinkDestination, parseLinkTitle } = markdown.helpers
  const start = skipBlanks(text, from)
  const parsed = parseLinkDestination(text, start, text.length)
  if (!parsed.ok) return null
  const written = text.slice(start, parsed.pos)
  const url = written.startsWith('<') && written.endsWith('>') ? written.slice(1, -1) : written
  let end = skipBlanks(text, parsed.pos)
  const title = parseLinkTitle(text, end, text.length)
  if (title.ok) end = skipBlanks(text, title.pos)
  return text[end] === ')' ? { url, end: end + 1 } : null
}

function referenceEnd(text: string, from: number): number {
  if (text[from] !== '[') return from
  const close = text.indexOf(']', from)
  return close === -1 ? from : close + 1
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n') at += 1
  return at
}
