import type { MarkdownIt, Token } from 'markdown-it'
import { addAll } from '../model/add-all.js'
import type { Written } from '../model/records.js'
import { joinedWithBars, type TextLine, textLines, wholeText } from './text-lines.js'

/** One item of a list or one row of a table. */
export interface ListItem {
  lines: TextLine[]
  marker: 'list' | 'table'
}

const rawTokens = new Set(['fence', 'code_block', 'html_block', 'hr'])

/**
 * The items of a list and of the lists within it, in the order of the page. An item without words of its own
 * (`* * **[L](U)**`) is no item.
 */
export function listItems(
  markdown: MarkdownIt,
  tokens: readonly Token[],
  sourceLines: readonly string[],
): ListItem[] {
  const items: ListItem[] = []
  const open: ListItem[] = []
  for (const token of tokens) {
    const current = open.at(-1)
    if (token.type === 'list_item_open') {
      const item: ListItem = { lines: [], marker: 'list' }
      items.push(item)
      open.push(item)
    } else if (token.type === 'list_item_close') {
      open.pop()
    } else if (token.type === 'inline') {
      if (current !== undefined) addAll(current.lines, textLines(markdown, token))
    } else if (rawTokens.has(token.type)) {
      if (current !== undefined)
        addAll(
          current.lines,
          rawLines(token, sourceLines).map((raw) => ({ ...raw, links: [] })),
        )
    }
  }
  return items.filter((item) => item.lines.length > 0)
}

/** The rows of a table's body (GitHub's tables), each its cells with bars between them. */
export function tableRows(markdown: MarkdownIt, tokens: readonly Token[]): ListItem[] {
  const items: ListItem[] = []
  let cells: TextLine[] = []
  let line = 0
  let inBody = false
  for (const token of tokens) {
    if (token.type === 'tbody_open') inBody = true
    if (token.type === 'tr_open') {
      cells = []
      line = (token.map?.[0] ?? 0) + 1
    }
    if (token.type === 'inline' && token.content !== '') cells.push(wholeText(markdown, token))
    if (token.type === 'tr_close' && inBody && cells.length > 0) {
      items.push({ lines: [joinedWithBars(cells, line)], marker: 'table' })
    }
  }
  return items
}

/** The source lines that a token takes in, blank ones left out. */
export function rawLines(token: Token, sourceLines: readonly string[]): Written[] {
  const [from, to] = token.map ?? [0, 0]
  return sourceLines
    .slice(from, to)
    .map((text, index) => ({ text: text.trim(), line: from + index + 1 }))
    .filter((written) => written.text !== '')
}
