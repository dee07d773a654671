import MarkdownIt, { type Token } from 'markdown-it'
import { addAll } from '../model/add-all.js'
import type { Written, WrittenLink } from '../model/records.js'
import { readDescriptions, splitAtClosingTag } from './description-rule.js'
import { type ListItem, listItems, rawLines, tableRows } from './list-items.js'
import { readFrontMatter, readLooseHeadings } from './page-rules.js'
import { type TextLine, textLines, wholeText } from './text-lines.js'
import { keepWrittenLinks, readPlainLinksFast } from './written-links.js'

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
  .use(readPlainLinksFast)
  .use(readDescriptions)
  .use(readFrontMatter)
  .use(readLooseHeadings)
// Definitions of reference links are kept as tokens, so that their lines count as taken in.
markdown.core.ruler.disable('strip_references')
const plainMarkdown = new MarkdownIt('commonmark').use(keepWrittenLinks).use(readPlainLinksFast)

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
    addAll(found, blocksOf(tokens.slice(at, end + 1), sourceLines, depth))
    at = end + 1
  }
  addAll(found, droppedLines(tokens, sourceLines, depth))
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
    case 'fence':
      return swallowingBlock(first, sourceLines, depth)
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
  const lastLine = token.map?.[1] ?? line
  if (after.trim() === '') return [own]
  if (depth >= deepestRereading)
    return [own, { line: lastLine, block: other([{ text: after.trim(), line: lastLine }]) }]
  return [own, ...placedBlocks(after.trim(), lastLine - 1, depth + 1)]
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

/** One of the page's own headings: where something swallowed it, it and all that follows can only be the page's. */
const ownHeading = /^ {0,3}(#{2,3}\s*(\[[^\]]+\]\(|policy|technical controls|offensive security))/i

/**
 * An HTML block, which to CommonMark goes on to the next blank line (a comment even to the page's end), or code.
 * Where one of the page's own headings lies in it, the text is read again from there. A comment or a fence that is
 * closed stays one.
 */
function swallowingBlock(token: Token, sourceLines: readonly string[], depth: number): PlacedBlock[] {
  const [from, to] = token.map ?? [0, 0]
  const lines = sourceLines.slice(from, to)
  const line = from + 1
  if (isClosed(token, lines)) return [{ line, block: other(rawLines(token, sourceLines)) }]
  return againFromHeading(lines, from, depth)
}

function isClosed(token: Token, lines: readonly string[]): boolean {
  if (token.type === 'fence')
    return lines.length > 1 && lines.at(-1)?.trim().startsWith(token.markup) === true
  const isComment = lines[0]?.trimStart().startsWith('<!--') === true
  return isComment && lines.some((text) => text.includes('-->'))
}

/** Lines of no form, from line `from` on (counted from 0), read again from the first of the page's own headings. */
function againFromHeading(lines: readonly string[], from: number, depth: number): PlacedBlock[] {
  const found =
    depth >= deepestRereading
      ? -1
      : lines.findIndex((text, index) => (index > 0 || from > 0) && ownHeading.test(text))
  const end = found === -1 ? lines.length : found
  const before = lines
    .slice(0, end)
    .map((text, index) => ({ text: text.trim(), line: from + index + 1 }))
    .filter(({ text }) => text !== '' && !isStructure(text))
  const own = before.length === 0 ? [] : [{ line: from + 1, block: other(before) }]
  return found === -1
    ? own
    : [...own, ...placedBlocks(lines.slice(found).join('\n'), from + found, depth + 1)]
}

function other(lines: Written[]): Block {
  return { kind: 'other', lines }
}

/** Lines that no token took in, such as those below nesting that is too deep for the parser. */
function droppedLines(
  tokens: readonly Token[],
  sourceLines: readonly string[],
  depth: number,
): PlacedBlock[] {
  const taken = new Uint8Array(sourceLines.length)
  for (const token of tokens) {
    const takesLines = token.nesting === 0 || token.type === 'heading_open' || token.type === 'table_open'
    if (token.map !== null && takesLines) taken.fill(1, ...token.map)
  }
  const found: PlacedBlock[] = []
  for (let from = 0; from < sourceLines.length; from += 1) {
    if (taken[from] === 1) continue
    let to = from
    while (to < sourceLines.length && taken[to] === 0) to += 1
    addAll(found, againFromHeading(sourceLines.slice(from, to), from, depth))
    from = to
  }
  return found
}

/** Bullets, numbers and quote marks with nothing behind them. */
function isStructure(text: string): boolean {
  return !/[^\s>*+\-\d.)]/.test(text) && /^[\s>*+-]*(\d{1,9}[.)])?$/.test(text.trim())
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
