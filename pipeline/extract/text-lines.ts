import type { MarkdownIt, Token } from 'markdown-it'
import { addAll } from '../model/add-all.js'
import { type InlineLink, writtenLinks } from './written-links.js'

/** One line of text, or several where a link runs over a line end. */
export interface TextLine {
  text: string
  /** Line of the page, counted from 1. */
  line: number
  /** Offsets count within `text`. */
  links: InlineLink[]
}

/** An inline token whole, with the links in it. */
export function wholeText(markdown: MarkdownIt, token: Token): TextLine {
  return {
    text: token.content,
    line: (token.map?.[0] ?? 0) + 1,
    links: writtenLinks(markdown, token),
  }
}

/** The lines of an inline token; lines that a link runs over stay together. */
export function textLines(markdown: MarkdownIt, token: Token): TextLine[] {
  const whole = wholeText(markdown, token)
  const lines: TextLine[] = []
  let { line } = whole
  let nextLink = 0
  for (let start = 0; start <= whole.text.length; ) {
    let end = lineEnd(whole.text, start)
    const links: InlineLink[] = []
    for (
      let link = whole.links[nextLink];
      link !== undefined && link.start < end;
      link = whole.links[nextLink]
    ) {
      if (link.end > end) end = lineEnd(whole.text, link.end)
      links.push({ ...link, start: link.start - start, end: link.end - start })
      nextLink += 1
    }
    const text = whole.text.slice(start, end)
    lines.push({ text, line, links })
    line += text.split('\n').length
    start = end + 1
  }
  return lines
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** Texts in one line, put together with a bar between them (the cells of a table's row). */
export function joinedWithBars(parts: readonly TextLine[], line: number): TextLine {
  let text = ''
  const links: InlineLink[] = []
  for (const part of parts) {
    const start = text === '' ? 0 : text.length + ' | '.length
    text = text === '' ? part.text : `${text} | ${part.text}`
    addAll(
      links,
      part.links.map((link) => ({ ...link, start: link.start + start, end: link.end + start })),
    )
  }
  return { text, line, links }
}
