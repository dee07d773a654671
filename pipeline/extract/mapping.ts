import type { MappingRecord, Written } from '../model/records.js'
import type { Block, TextLine } from './blocks.js'
import { fieldOf, mappingField } from './field.js'
import { rowsOfItem } from './row.js'

/** An empty record for the block that this heading opens. */
export function openMapping(heading: TextLine): MappingRecord {
  const [link] = heading.links
  return {
    heading: { text: heading.text, line: heading.line },
    source: link === undefined ? null : { label: link.label, url: link.url, line: heading.line },
    lastAccessed: null,
    total: null,
    count: null,
    locator: null,
    rows: [],
    rest: [],
  }
}

/** Adds what one block says to the mapping it stands in. */
export function addToMapping(mapping: MappingRecord, block: Block): void {
  switch (block.kind) {
    case 'list':
      for (const item of block.items) mapping.rows.push(...rowsOfItem(item))
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
    case 'other':
      mapping.rest.push(...block.lines)
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
  if (mapping.locator === null && mapping.rows.length === 0 && looksLikeLocator(text, line)) {
    const links = line.links.map(({ label, url }) => ({ label, url, line: line.line }))
    mapping.locator = { text, line: line.line, links }
    return
  }
  mapping.rest.push(unknown(text, line.line))
}

function looksLikeLocator(text: string, line: TextLine): boolean {
  return text.endsWith(':') || line.links.length > 0
}

function unknown(text: string, line: number): Written {
  return { text, line }
}
