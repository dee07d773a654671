import { addAll } from '../model/add-all.js'
import type { MappingRecord, Repair } from '../model/records.js'
import type { Block } from './blocks.js'
import { fieldOf, mappingField } from './field.js'
import { isRowWithoutBullet, rowOfLine, rowsOfItem } from './row.js'
import type { TextLine } from './text-lines.js'

/** An empty record for the block that this heading opens. */
export function openMapping(heading: TextLine, repairs: Repair[]): MappingRecord {
  return {
    heading: { text: heading.text, line: heading.line },
    source: sourceLink(heading, repairs),
    lastAccessed: null,
    total: null,
    count: null,
    locator: null,
    rows: [],
    rest: [],
  }
}

function sourceLink({ text, line, links }: TextLine, repairs: Repair[]): MappingRecord['source'] {
  const [link] = links
  if (link !== undefined) return { label: link.label, url: link.url, line }
  const parted = /^\[([^\]]+)\]\s+\((https?:[^\s)]+)\)\s*$/.exec(text)
  if (parted?.[1] === undefined || parted[2] === undefined) return null
  const [, label, url] = parted
  repairs.push({
    field: 'heading',
    line,
    written: text,
    repaired: `[${label}](${url})`,
    repair: 'blank within a link',
  })
  return { label, url, line }
}

/**
 * Adds what one block says to the mapping it stands in: a field, its locator, rows, or what is of no known form.
 */
export function addToMapping(mapping: MappingRecord, block: Block): void {
  switch (block.kind) {
    case 'rows':
      for (const item of block.items) addAll(mapping.rows, rowsOfItem(item))
      return
    case 'paragraph':
      for (const line of block.lines) addLine(mapping, line)
      return
    case 'heading':
      mapping.rest.push({ text: block.content.text, line: block.content.line })
      return
    case 'description':
      mapping.rest.push({ text: block.text, line: block.line })
      return
    default:
      addAll(mapping.rest, block.lines)
  }
}

function addLine(mapping: MappingRecord, line: TextLine): void {
  const field = fieldOf(line.text)
  const name = field === null ? null : mappingField(field.name)
  if (field !== null && name !== null && mapping[name] === null) {
    mapping[name] = { text: field.value, line: line.line }
    return
  }
  const text = line.text.trim()
  if (text === '') return
  if ((mapping.locator !== null || mapping.rows.length > 0) && isRowWithoutBullet(line)) {
    mapping.rows.push(rowOfLine(line, 'none'))
    return
  }
  if (mapping.locator === null && mapping.rows.length === 0 && looksLikeLocator(text, line)) {
    const links = line.links.map(({ label, url }) => ({ label, url, line: line.line }))
    mapping.locator = { text, line: line.line, links }
    return
  }
  mapping.rest.push({ text, line: line.line })
}

function looksLikeLocator(text: string, line: TextLine): boolean {
  return text.endsWith(':') || line.links.length > 0
}

/** Whether a paragraph dates a block though the mapping before it has its date and its rows: a heading is missing. */
export function opensNamelessMapping(mapping: MappingRecord, block: Block): boolean {
  if (block.kind !== 'paragraph' || mapping.lastAccessed === null || mapping.rows.length === 0) return false
  return block.lines.some(({ text }) => mappingField(fieldOf(text)?.name ?? '') === 'lastAccessed')
}
