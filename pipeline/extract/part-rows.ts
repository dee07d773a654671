import type { Block } from './blocks.js'
import { fieldOf, mappingField } from './field.js'
import type { ListItem } from './list-items.js'
import type { TextLine } from './text-lines.js'

/**
 * A list parted where one of a mapping's fields (`**Last accessed:** …`) has slipped into its last item: without a blank
 * line between, CommonMark takes any line behind an item for more of it.
 */
export function partRows(block: Block): Block[] {
  if (block.kind !== 'rows') return [block]
  const parts: Block[] = []
  let items: ListItem[] = []
  for (const item of block.items) {
    const at = item.lines.findIndex(isField)
    const rowLines = at === -1 ? item.lines : item.lines.slice(0, at)
    if (rowLines.length > 0) items.push({ ...item, lines: rowLines })
    if (at === -1) continue
    parts.push({ kind: 'rows', items }, { kind: 'paragraph', lines: item.lines.slice(at) })
    items = []
  }
  return [...parts, { kind: 'rows' as const, items }].filter(
    (part) => part.kind !== 'rows' || part.items.length > 0,
  )
}

function isField({ text }: TextLine): boolean {
  return mappingField(fieldOf(text)?.name ?? '') !== null
}
