import MarkdownIt, { type Token } from 'markdown-it'
import type { Written, WrittenLink } from '../model/records.js'
import { readDescriptions, splitAtClosingTag } from './description-rule.js'
import { type InlineLink, keepWrittenLinks, writtenLinks } from './written-links.js'

/** One line of text, or several where a link runs over a line end. */
export interface TextLine {
  text: string
  line: number
  /** Offsets count within `text`. */
  links: InlineLink[]
}

/** One item of a list; `nested` where it hangs under an item without words of its own. */
export interface ListItem {
  lines: TextLine[]
  nested: boolean
}

export type Block =
  | { kind: 'heading'; level: number; content: TextLine }
  | { kind: 'description'; text: string; line: number; links: WrittenLink[]; closed: boolean }
  | { kind: 'paragraph'; lines: TextLine[] }
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'other'; lines: Written[] }

type Tokens = Token[]

const markdown = new MarkdownIt('commonmark').use(keepWrittenLinks).use(readDescriptions)
// Definitions of reference links are kept as tokens, so that their lines count as taken in.
markdown.core.ruler.disable('strip_references')
const plainMarkdown = new MarkdownIt('commonmark').use(keepWrittenLinks)

/**
 * A page as a flat sequence of blocks (CommonMark 0.31, by markdown-it), each text with its line.
 *
 * Every line that is not blank is in exactly one block: what the parser lets drop (nesting beyond its limit,
 * say) comes as `other`, so that nothing on a page can vanish. Definitions of reference links are no content.
 */
export function readBlocks(text: string): Block[] {
  const sourceLines = text.split(/\r\n?|\n/)
  const tokens = markdown.parse(text, {})
  const blocks: PlacedBlock[] = []
  for (let at = 0; at < tokens.length; ) {
    const end = closingIndex(tokens, at)
    blocks.push(...placedBlocks(tokens.slice(at, end + 1), sourceLines))
    at = end + 1
  }
  return [...blocks, ...droppedLines(tokens, sourceLines)]
    .sort((a, b) => a.line - b.line)
    .map((placed) => placed.block)
}

interface PlacedBlock {
  line: number
  block: Block
}

/** Index of the token that closes the one at `at`; itself where it needs no closing. */
function closingIndex(tokens: Tokens, at: number): number {
  if (tokens[at]?.nesting !== 1) return at
  let depth = 0
  for (let index = at; index < tokens.length; index += 1) {
    depth += tokens[index]?.nesting ?? 0
    if (depth === 0) return index
  }
  return tokens.length - 1
}

function placedBlocks(tokens: Tokens, sourceLines: string[]): PlacedBlock[] {
  const [first] = tokens
  if (first === undefined) return []
  const line = (first.map?.[0] ?? 0) + 1
  switch (first.type) {
    case 'heading_open':
      return tokens.filter(isInline).map((token) => ({
        line,
        block: { kind: 'heading', level: Number(first.tag.slice(1)), content: wholeText(token) },
      }))
    case 'paragraph_open':
      return tokens
        .filter(isInline)
        .map((token) => ({ line, block: { kind: 'paragraph', lines: textLines(token) } }))
    case 'bullet_list_open':
    case 'ordered_list_open':
      return [{ line, block: { kind: 'list', items: listItems(tokens, sourceLines) } }]
    case 'description':
      return description(first, line)
    case 'reference_definition':
      return []
    default:
      return [{ line, block: { kind: 'other', lines: rawLines(first, sourceLines) } }]
  }
}

function isInline(token: Token): boolean {
  return token.type === 'inline'
}

function wholeText(token: Token): TextLine {
  return {
    text: token.content,
    line: (token.map?.[0] ?? 0) + 1,
    links: writtenLinks(markdown, token.content, token.children ?? []),
  }
}

/** The lines of an inline text; lines that a link runs over stay together. */
function textLines(token: Token): TextLine[] {
  const whole = wholeText(token)
  const lines: TextLine[] = []
  let start = 0
  let line = whole.line
  let nextLink = 0
  while (start <= whole.text.length) {
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

/** The items of a list and of the lists within it, in the order of the page. */
function listItems(tokens: Tokens, sourceLines: string[]): ListItem[] {
  const items: ListItem[] = []
  const open: { item: ListItem; token: Token }[] = []
  const finished = new Set<ListItem>()
  for (const token of tokens) {
    const current = open.at(-1)
    if (token.type === 'list_item_open') {
      const item: ListItem = { lines: [], nested: current !== undefined && current.item.lines.length === 0 }
      if (item.nested && current !== undefined) finished.add(current.item)
      items.push(item)
      open.push({ item, token })
    } else if (token.type === 'list_item_close') {
      open.pop()
    } else if (current !== undefined && isInline(token)) {
      current.item.lines.push(...textLines(token))
    } else if (current !== undefined && isRaw(token)) {
      current.item.lines.push(...rawLines(token, sourceLines).map((raw) => ({ ...raw, links: [] })))
    }
  }
  return items.filter((item) => item.lines.length > 0 && !finished.has(item))
}

function isRaw(token: Token): boolean {
  return ['fence', 'code_block', 'html_block', 'hr'].includes(token.type)
}

function rawLines(token: Token, sourceLines: string[]): Written[] {
  const [from, to] = token.map ?? [0, 0]
  return sourceLines
    .slice(from, to)
    .map((text, index) => ({ text: text.trim(), line: from + index + 1 }))
    .filter((written) => written.text !== '')
}

function description(token: Token, line: number): PlacedBlock[] {
  const { text, after } = splitAtClosingTag(token.content)
  const meta = token.meta as { closed: boolean }
  const block: Block = {
    kind: 'description',
    text: text.trim(),
    line,
    links: descriptionLinks(text, line),
    closed: meta.closed,
  }
  if (after.trim() === '') return [{ line, block }]
  const lastLine = token.map?.[1] ?? line
  const behind = readBlocks(after.trim()).map((each) => ({ line: lastLine, block: onLine(each, lastLine) }))
  return [{ line, block }, ...behind]
}

/** A block that was read from a single line, put on the line where that text stands. */
function onLine(block: Block, line: number): Block {
  if (block.kind === 'heading') return { ...block, content: { ...block.content, line } }
  if (block.kind === 'paragraph') return { ...block, lines: block.lines.map((each) => ({ ...each, line })) }
  if (block.kind === 'list') {
    return {
      ...block,
      items: block.items.map((item) => ({ ...item, lines: item.lines.map((each) => ({ ...each, line })) })),
    }
  }
  if (block.kind === 'other') return { ...block, lines: block.lines.map((each) => ({ ...each, line })) }
  return { ...block, line, links: block.links.map((each) => ({ ...each, line })) }
}

/** The links of a description; bare addresses in it are examples, and no links to CommonMark either. */
function descriptionLinks(text: string, firstLine: number): WrittenLink[] {
  return plainMarkdown
    .parse(text, {})
    .filter(isInline)
    .flatMap((token) => textLines(token))
    .flatMap(({ links, line, text: written }) =>
      links.map(({ label, url, start }) => ({
        label,
        url,
        line: firstLine - 1 + line + written.slice(0, start).split('\n').length - 1,
      })),
    )
}

/** Lines that no token took in. */
function droppedLines(tokens: Tokens, sourceLines: string[]): PlacedBlock[] {
  const taken = new Uint8Array(sourceLines.length)
  for (const token of tokens) {
    if (token.map !== null && (token.nesting === 0 || token.type === 'heading_open'))
      taken.fill(1, ...token.map)
  }
  return sourceLines.flatMap((text, index) => {
    const dropped = taken[index] === 0 && text.trim() !== '' && !isStructure(text)
    return dropped
      ? [
          {
            line: index + 1,
            block: { kind: 'other' as const, lines: [{ text: text.trim(), line: index + 1 }] },
          },
        ]
      : []
  })
}

/** Bullets, numbers and quote marks with nothing behind them. */
function isStructure(text: string): boolean {
  return /^[\s>*+-]*(\d{1,9}[.)])?\s*$/.test(text)
}
