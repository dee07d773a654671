import { addAll } from '../model/add-all.js'
import type { MappingRecord, PageRecord, Repair, SectionRecord, Written } from '../model/records.js'
import { addressColumns } from './address-columns.js'
import { type Block, readBlocks } from './blocks.js'
import { fieldOf } from './field.js'
import { addToMapping, openMapping, opensNamelessMapping } from './mapping.js'
import { partRows } from './part-rows.js'
import type { TextLine } from './text-lines.js'
import type { InlineLink } from './written-links.js'

export type PageContent = Omit<PageRecord, 'file' | 'sha256' | 'bytes'>

/**
 * What a page says, every line of it in one place: known fields, rows, or `rest`.
 *
 * The page's own outline decides: `#` names the technique, `##` opens a section, `###` within a section opens
 * the mapping of one source (the grammar of the Control Validation Compass pages).
 */
export function readPage(text: string): PageContent {
  const lines = text.split(/\r\n?|\n/)
  const page: PageContent = {
    lines: lines.length,
    frontMatter: [],
    title: null,
    tactics: null,
    technique: null,
    description: null,
    sections: [],
    rest: [],
    repairs: [],
    columns: [],
  }
  const deeper = new Set<SectionRecord>()
  for (const block of readBlocks(text).flatMap(partRows)) addToPage(page, block, deeper)
  page.columns = addressColumns(lines, page)
  return page
}

/** `deeper` holds the sections whose sources stand under headings deeper than `###`. */
function addToPage(page: PageContent, block: Block, deeper: Set<SectionRecord>): void {
  if (block.kind === 'front-matter') {
    addAll(page.frontMatter, block.lines)
    return
  }
  if (block.kind === 'heading' && block.content.text.trim() !== '') {
    if (block.repair !== null) page.repairs.push(headingRepair(block.content, block.level, block.repair))
    if (block.level === 1 && page.title === null) {
      page.title = written(block.content)
      return
    }
    if (block.level <= 2) {
      page.sections.push({ heading: written(block.content), mappings: [], rest: [] })
      return
    }
    if (block.level === 3 || opensDeeperMapping(page, block.content, deeper)) {
      currentSection(page, block.content.line).mappings.push(openMapping(block.content, page.repairs))
      return
    }
  }
  const section = page.sections.at(-1)
  const last = section?.mappings.at(-1)
  if (last !== undefined && opensNamelessMapping(last, block))
    section?.mappings.push(namelessMapping(block, page))
  const mapping = section?.mappings.at(-1)
  if (mapping !== undefined) addToMapping(mapping, block)
  else if (section !== undefined && !isStillMissing(page, block)) addAll(section.rest, rawText(block))
  else addToPreamble(page, block)
}

/**
 * Whether a heading deeper than usual names a source: it is one link and nothing else, and no source of its section stands
 * under `###`, which it could be a part of.
 */
function opensDeeperMapping(
  page: PageContent,
  { text, links }: TextLine,
  deeper: Set<SectionRecord>,
): boolean {
  const section = page.sections.at(-1)
  const [link, ...others] = links
  if (section === undefined || link === undefined || others.length > 0) return false
  if (text.slice(0, link.start).trim() + text.slice(link.end).trim() !== '') return false
  if (section.mappings.length > 0 && !deeper.has(section)) return false
  deeper.add(section)
  return true
}

/** Whether a block under a heading of its own (`## Description`) is what the head of the page still lacks. */
function isStillMissing(page: PageContent, block: Block): boolean {
  if (block.kind === 'description') return page.description === null
  if (block.kind !== 'paragraph') return false
  return block.lines.every((line) => tacticsField(page, line) !== null || techniqueLink(page, line) !== null)
}

/** A mapping whose heading is missing: its rows must not be told of the source above it. */
function namelessMapping(block: Block, page: PageContent): MappingRecord {
  const line = block.kind === 'paragraph' ? (block.lines[0]?.line ?? 1) : 1
  return openMapping({ text: '', line, links: [] }, page.repairs)
}

function headingRepair({ text, line }: TextLine, level: number, repair: string): Repair {
  const marks = '#'.repeat(level)
  return { field: 'heading', line, written: `${marks}${text}`, repaired: `${marks} ${text}`, repair }
}

/** The section in force; a mapping that stands before any gets one without words. */
function currentSection(page: PageContent, line: number): SectionRecord {
  const last = page.sections.at(-1)
  if (last !== undefined) return last
  const section: SectionRecord = { heading: { text: '', line }, mappings: [], rest: [] }
  page.sections.push(section)
  return section
}

function addToPreamble(page: PageContent, block: Block): void {
  if (block.kind === 'description' && page.description === null) {
    page.description = { text: block.text, line: block.line, links: block.links }
    return
  }
  if (block.kind !== 'paragraph') {
    addAll(page.rest, rawText(block))
    return
  }
  for (const line of block.lines) addPreambleLine(page, line)
}

function addPreambleLine(page: PageContent, line: TextLine): void {
  const tactics = tacticsField(page, line)
  const link = techniqueLink(page, line)
  if (tactics !== null) page.tactics = { text: tactics, line: line.line }
  else if (link !== null) page.technique = { label: link.label, url: link.url, line: line.line }
  else if (line.text.trim() !== '') page.rest.push(written(line))
}

/** The tactics that a line states, where the page has none yet. */
function tacticsField(page: PageContent, { text }: TextLine): string | null {
  const field = fieldOf(text)
  return field !== null && page.tactics === null && /\btactic/i.test(field.name) ? field.value : null
}

/** The link to the ATT&CK page that a line consists of, where the page has none yet. */
function techniqueLink(page: PageContent, { links }: TextLine): InlineLink | null {
  const [link, ...others] = links
  if (link === undefined || others.length > 0 || page.technique !== null) return null
  const isAttack = /att&(amp;)?ck/i.test(link.label) || /attack\.mitre\.org\/techniques\//i.test(link.url)
  return isAttack ? link : null
}

function rawText(block: Block): Written[] {
  switch (block.kind) {
    case 'heading':
      return block.content.text.trim() === '' ? [] : [written(block.content)]
    case 'description':
      return [{ text: block.text, line: block.line }]
    case 'paragraph':
      return block.lines.map(written).filter((each) => each.text !== '')
    case 'rows':
      return block.items.flatMap((item) => item.lines.map(written))
    default:
      return block.lines
  }
}

function written({ text, line }: { text: string; line: number }): Written {
  return { text: text.trim(), line }
}
