import { Unreadable } from '../unreadable.js'
import { attribute, xmlPieces } from './xml.js'
import type { Zip } from './zip.js'

/** Where the parts of a workbook are, and what it says of itself. */
export interface WorkbookParts {
  /** All sheets, hidden ones too, in the order of their tabs. */
  sheets: { name: string; part: string }[]
  sharedStrings: string | null
  styles: string | null
  /** Whether days are counted from 1904, as old workbooks of the Macintosh do. */
  from1904: boolean
}

/** Finds the parts by the relationships of the package (ECMA-376 part 2, 9.3), whatever their names. */
export function workbookParts(zip: Zip): WorkbookParts {
  const main = relationships(zip, '_rels/.rels', '').find(({ type }) => type === 'officeDocument')?.part
  if (main === undefined || !zip.has(main)) throw new Unreadable('is a ZIP file, but no workbook')
  const slash = main.lastIndexOf('/') + 1
  const folder = main.slice(0, slash)
  const links = relationships(zip, `${folder}_rels/${main.slice(slash)}.rels`, folder)
  const partOf = (type: string) => links.find((each) => each.type === type)?.part ?? null
  const parts: WorkbookParts = {
    sheets: [],
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    from1904: false,
  }
  for (const piece of xmlPieces(textOf(zip, main))) {
    if (piece.kind !== 'open') continue
    if (piece.name === 'workbookPr') {
      parts.from1904 = ['1', 'true'].includes(attribute(piece.attributes, 'date1904') ?? '')
    }
    if (piece.name !== 'sheet') continue
    const part = links.find(({ id }) => id === relationOf(piece.attributes))?.part
    if (part !== undefined && zip.has(part)) {
      parts.sheets.push({ name: attribute(piece.attributes, 'name') ?? '', part })
    }
  }
  return parts
}

/** A part as text; parts of workbooks are UTF-8. */
export function textOf(zip: Zip, part: string): string {
  return new TextDecoder().decode(zip.unpack(part))
}

interface Relationship {
  id: string
  /** The last word of the type's address. */
  type: string
  part: string
}

/** The relationships to parts of the package; what lies outside is never followed. */
function relationships(zip: Zip, part: string, folder: string): Relationship[] {
  if (!zip.has(part)) return []
  return [...xmlPieces(textOf(zip, part))].flatMap((piece) => {
    if (piece.kind !== 'open' || piece.name !== 'Relationship') return []
    const [id = '', type = '', target = ''] = ['Id', 'Type', 'Target'].map((name) =>
      attribute(piece.attributes, name),
    )
    if (attribute(piece.attributes, 'TargetMode') === 'External') return []
    return [{ id, type: type.slice(type.lastIndexOf('/') + 1), part: resolved(target, folder) }]
  })
}

function resolved(target: string, folder: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : `${folder}${target}`).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** `r:id`, which stands beside a `sheetId`: only one of them has `id` as its whole local name. */
function relationOf(attributes: string): string | undefined {
  return attribute(attributes, 'id')
}
