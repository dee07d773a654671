import type { MarkdownIt } from 'markdown-it'

/** A heading that only lacks the blank behind its marks and can be nothing else on these pages. */
const looseHeading =
  /^ {0,3}(#{1,3})(?=(T\d{4}\b|\[[^\]]+\]\(|(?:policy|technical controls|offensive security)\b))/i

/**
 * Teaches markdown-it that `##Policy / Process Controls` is meant as a heading.
 *
 * CommonMark reads it as a paragraph, and everything below it would then be told of the wrong section. Only a
 * technique's id, a link and the pages' own sections are taken for headings; `#anything` else stays text.
 */
export function readLooseHeadings(markdown: MarkdownIt): void {
  markdown.block.ruler.before(
    'heading',
    'loose_heading',
    (state, startLine, _endLine, silent) => {
      if (state.level > 0) return false
      const line = state.src.slice(state.bMarks[startLine], state.eMarks[startLine])
      const marks = looseHeading.exec(line)
      if (marks?.[1] === undefined) return false
      if (silent) return true
      const tag = `h${marks[1].length}`
      const open = state.push('heading_open', tag, 1)
      open.map = [startLine, startLine + 1]
      open.meta = { repair: 'no blank behind the marks of a heading' }
      const inline = state.push('inline', '', 0)
      inline.content = line.slice(marks[0].length).trim()
      inline.map = [startLine, startLine + 1]
      inline.children = []
      state.push('heading_close', tag, -1)
      state.line = startLine + 1
      return true
    },
    { alt: ['paragraph', 'reference', 'blockquote'] },
  )
}

/**
 * Teaches markdown-it that `---` on the first line opens front matter, up to the next `---` or `...`.
 *
 * It is kept as text and never run or parsed: pages are somebody else's data.
 */
export function readFrontMatter(markdown: MarkdownIt): void {
  markdown.block.ruler.before('table', 'front_matter', (state, startLine, endLine, silent) => {
    const lineText = (line: number) => state.src.slice(state.bMarks[line], state.eMarks[line]).trimEnd()
    if (startLine !== 0 || state.level > 0 || !/^---(\w*)$/.test(lineText(0))) return false
    let close = 1
    while (close < endLine && !/^(---|\.\.\.)$/.test(lineText(close))) close += 1
    if (close >= endLine) return false
    if (silent) return true
    const token = state.push('front_matter', '', 0)
    token.map = [0, close + 1]
    state.line = close + 1
    return true
  })
}
