import type { MarkdownIt } from 'markdown-it'

const open = /^ {0,3}<blockquote>/i
const close = /<\/blockquote>/i
/** A second-level heading that can only be one of the page's own sections. */
const sectionHeading = /^ {0,3}##\s*(policy|technical|offensive)\b/i

/**
 * Teaches markdown-it that `<blockquote>` … `</blockquote>` at the left margin is one block, a `description`.
 *
 * To CommonMark it is an HTML block that ends at the first blank line, so that a description's lists and
 * headings would read as the page's own, and a section heading right behind `</blockquote>` as HTML (the
 * seed site's pages have both). A description that is never closed ends before the first section heading.
 */
export function readDescriptions(markdown: MarkdownIt): void {
  markdown.block.ruler.before(
    'table',
    'description',
    (state, startLine, endLine, silent) => {
      if (state.level > 0) return false
      const lineText = (line: number) => state.src.slice(state.bMarks[line], state.eMarks[line])
      if (!open.test(lineText(startLine))) return false
      if (silent) return true
      let next = startLine
      let closed = false
      while (next < endLine && !(next > startLine && sectionHeading.test(lineText(next)))) {
        closed = close.test(lineText(next))
        next += 1
        if (closed) break
      }
      const token = state.push('description', '', 0)
      token.content = state.src.slice(state.bMarks[startLine], state.eMarks[next - 1]).replace(open, '')
      token.map = [startLine, next]
      token.meta = { closed }
      state.line = next
      return true
    },
    { alt: ['paragraph', 'reference', 'blockquote'] },
  )
}

/** The description proper, and what stands behind its closing tag on the same line. */
export function splitAtClosingTag(content: string): { text: string; after: string } {
  const match = close.exec(content)
  if (match === null) return { text: content, after: '' }
  return { text: content.slice(0, match.index), after: content.slice(match.index + match[0].length) }
}
