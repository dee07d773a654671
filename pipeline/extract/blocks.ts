import MarkdownIt, { type Token } from 'markdown-it'
import type { Written, WrittenLink } from '../model/records.js'
import { readDescriptions, splitAtClosingTag } from './description-rule.js'
import { type ListItem, listItems, rawLines, tableRows } from './list-items.js'
import { readFrontMatter, readLooseHeadings } from './page-rules.js'
import { type TextLine, textLines, wholeText } from './text-lines.js'
import { keepWrittenLinks } from './written-links.js'

export type Block =
  | { kind: 'heading'; level: number; content: TextLine; repair: string | null }
  | { kind: 'description'; text: string; line: number; links: WrittenLink[] }
  | { kind: 'paragraph'; lines: TextLine[] }
  | { kind: 'rows'; items: ListItem[] }
  | { kind: 'front-matter'; lines: Written[] }
  | { kind: 'other'; lines: Written[] }

interface PlacedBlock {
  line: number
  block: Block
}

const markdown = new MarkdownIt('commonmark')
  .enable('table')
  .use(keepWrittenLinks)
  .use(readDescriptions)
  .use(readFrontMatter)
  .use(readLooseHeadings)
// Definitions of reference links are kept as tokens, so that their lines count as taken in.
markdown.core.ruler.disable('strip_references')
const plainMarkdown = new MarkdownIt('commonmark').use(keepWrittenLinks)

/** How often a block may be read again: what lies deeper is left as it is, so that time stays linear. */
const deepestRereading = 8

/**
 * A page as a flat sequence of blocks (CommonMark 0.31 with GitHub's tables, by markdown-it), each text with its line.
 *
 * Every line that is not blank is in exactly one block: what the parser lets drop (nesting beyond its limit,
 * say) comes as `other`, so that nothing on a page can vanish. Definitions of reference links are no content.
 */
export function readBlocks(text: string): Block[] {
  return placedBlocks(text, 0, 0).map(({ block }) => block)
}

/** The blocks of a text that begins behind `offset` lines of its page. */
function placedBlocks(text: string, offset: number, depth: number): PlacedBlock[] {
  const sourceLines = text.split(/\r\n?|\n/)
  const tokens = markdown.parse(text, {})
  const found: PlacedBlock[] = []
  for (let at = 0; at < tokens.length; ) {
    const end = closingIndex(tokens, at)
    found.push(...blocksOf(tokens.slice(at, end + 1), sourceLines, depth))
    at = end + 1
  }
  found.push(...droppedLines(tokens, sourceLines))
  found.sort((a, b) => a.line - b.line)
  return offset === 0 ? found : found.map((each) => moved(each, offset))
}

/** Index of the token that closes the one at `at`; itself where it needs no closing. */
function closingIndex(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.nesting !== 1) return at
  let depth = 0
  for (let index = at; index < tokens.length; index += 1) {
    depth += tokens[index]?.nesting ?? 0
    if (depth === 0) return index
  }
  return tokens.length - 1
}

function blocksOf(tokens: readonly Token[], sourceLines: readonly string[], depth: number): PlacedBlock[] {
  const [first] = tokens
  if (first === undefined) return []
  const line = (first.map?.[0] ?? 0) + 1
  const inline = tokens.find((token) => token.type === 'inline')
  const placed = (block: Block) => [{ line, block }]
  switch (first.type) {
    case 'heading_open':
      return inline === undefined ? [] : placed(heading(first, inline))
    case 'paragraph_open':
      return inline === undefined ? [] : placed({ kind: 'paragraph', lines: textLines(markdown, inline) })
    case 'bullet_list_open':
    case 'ordered_list_open':
      return placed({ kind: 'rows', items: listItems(markdown, tokens, sourceLines) })
    case 'table_open':
      return placed({ kind: 'rows', items: tableRows(markdown, tokens) })
    case 'description':
      return description(first, line, depth)
    case 'front_matter':
      return placed({ kind: 'front-matter', lines: rawLines(first, sourceLines) })
    case 'html_block':
      return htmlBlock(first, sourceLines, depth)
    case 'reference_definition':
      return []
    default:
      return placed({ kind: 'other', lines: rawLines(first, sourceLines) })
  }
}

function heading(open: Token, inline: Token): Block {
  const meta = open.meta as { repair: string } | null
  const level = Number(open.tag.slice(1))
  return { kind: 'heading', level, content: wholeText(markdown, inline), repair: meta?.repair ?? null }
}

function description(token: Token, line: number, depth: number): PlacedBlock[] {
  const { text, after } = splitAtClosingTag(token.content)
  const links = descriptionLinks(text, line)
  const own: PlacedBlock = { line, block: { kind: 'description', text: text.trim(), line, links } }
  if (after.trim() === '' || depth >= deepestRereading) return [own]
  return [own, ...placedBlocks(after.trim(), (token.map?.[1] ?? line) - 1, depth + 1)]
}

/** The links of a description; bare addresses in it are examples, and no links to CommonMark either. */
function descriptionLinks(text: string, firstLine: number): WrittenLink[] {
  return plainMarkdown
    .parse(text, {})
    .filter((token) => token.type === 'inline')
    .flatMap((token) => textLines(plainMarkdown, token))
    .flatMap(({ links, line, text: written }) =>
      links.map(({ label, url, start }) => ({
        label,
        url,
        line: firstLine - 1 + line + written.slice(0, start).split('\n').length - 1,
      })),
    )
}

/** What an HTML block swallowed though it can only be the page's own: its headings and all that follows them. */
const swallowed = /^ {0,3}(#{2,3}\s*(\[[^\]]+\]\(|policy|technical controls|offensive security))/i

/**
 * An HTML block, which to CommonMark goes on to the next blank line (a comment even to the page's end). Where one
 * of the page's own headings lies in it, the text is read again from there. A comment that is closed stays one.
 */
function htmlBlock(token: Token, sourceLines: readonly string[], depth: number): PlacedBlock[] {
  const [from, to] = token.map ?? [0, 0]
  const lines = sourceLines.slice(from, to)
  const isComment = lines[0]?.trimStart().startsWith('<!--') === true
  const isClosed = isComment && lines.some((text) => text.includes('-->'))
  const at =
    isClosed || depth >= deepestRereading
      ? -1
      : lines.findIndex((text, index) => index > 0 && swallowed.test(text))
  const own = { kind: 'other' as const, lines: rawLines(token, sourceLines) }
  if (at === -1) return [{ line: from + 1, block: own }]
  const before = own.lines.filter(({ line }) => line <= from + at)
  const again = placedBlocks(lines.slice(at).join('\n'), from + at, depth + 1)
  return [{ line: from + 1, block: { ...own, lines: before } }, ...again]
}

/** Lines that no token took in. */
function droppedLines(tokens: readonly Token[], sourceLines: readonly string[]): PlacedBlock[] {
  const taken = new Uint8Array(sourceLines.length)
  for (const token of tokens) {
    const takesLines = token.nesting === 0 || token.type === 'heading_open' || token.type === 'table_open'
    if (token.map !== null && takesLines) taken.fill(1, ...token.map)
  }
  return sourceLines.flatMap((text, index) => {
    const isDropped = taken[index] === 0 && text.trim() !== '' && !isStructure(text)
    const line = index + 1
    return isDropped
      ? [{ line, block: { kind: 'other' as const, lines: [{ text: text.trim(), line }] } }]
      : []
  })
}

/** Bullets, numbers and quote marks with nothing behind them. */
function isStructure(text: string): boolean {
  return /^[\s>*+-]*(\d{1,9}[.)])?\s*$/.test(text)
}

/** A block with all its lines `by` further down. */
function moved({ line, block }: PlacedBlock, by: number): PlacedBlock {
  const down = <Text extends { line: number }>(text: Text): Text => ({ ...text, line: text.line + by })
  const place = (): Block => {
    switch (block.kind) {
      case 'heading':
        return { ...block, content: down(block.content) }
      case 'description':
        return { ...down(block), links: block.links.map(down) }
      case 'rows':
        return { ...block, items: block.items.map((item) => ({ ...item, lines: item.lines.map(down) })) }
      case 'paragraph':
        return { ...block, lines: block.lines.map(down) }
      default:
        return { ...block, lines: block.lines.map(down) }
    }
  }
  return { line: line + by, block: place() }
}
