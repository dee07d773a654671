import { Unreadable } from '../unreadable.js'

/** A piece of an XML document in its order; names come without their prefix. */
export type XmlPiece =
  | { kind: 'open'; name: string; attributes: string; isEmpty: boolean }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

const tag = /<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*)>/y

/**
 * The tags and texts of an XML document (XML 1.0), one after the other.
 *
 * As much of XML as the parts of a workbook hold: entities of XML itself, comments, CDATA. A document type is refused,
 * so that no entity can grow. Whether tags match is not checked: whoever reads looks for few of them.
 */
export function* xmlPieces(xml: string): Generator<XmlPiece> {
  let at = 0
  while (at < xml.length) {
    const next = xml.indexOf('<', at)
    const textEnd = next === -1 ? xml.length : next
    if (textEnd > at) yield { kind: 'text', text: decoded(xml.slice(at, textEnd)) }
    if (next === -1) return
    if (xml.startsWith('<!--', next)) at = after(xml, '-->', next)
    else if (xml.startsWith('<?', next)) at = after(xml, '?>', next)
    else if (xml.startsWith('<![CDATA[', next)) {
      at = after(xml, ']]>', next)
      yield { kind: 'text', text: oneKindOfLineEnd(xml.slice(next + 9, at - 3)) }
    } else if (xml.startsWith('<!', next))
      throw new Unreadable('has a document type, which no workbook needs')
    else {
      tag.lastIndex = next
      const match = tag.exec(xml)
      if (match === null) return
      at = tag.lastIndex
      const [, slash, name = '', attributes = ''] = match
      const local = name.slice(name.indexOf(':') + 1)
      if (slash === '/') yield { kind: 'close', name: local }
      else yield { kind: 'open', name: local, attributes, isEmpty: attributes.endsWith('/') }
    }
  }
}

/** The value of an attribute by its name without prefix, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  const pair = /\s*([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y
  for (let match = pair.exec(attributes); match !== null; match = pair.exec(attributes)) {
    const [, written = '', quoted, single = ''] = match
    if (written.slice(written.indexOf(':') + 1) === name) return decoded(quoted ?? single)
  }
  return undefined
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return oneKindOfLineEnd(text).replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** XML 1.0, 2.11: every line break reads as a line feed. */
function oneKindOfLineEnd(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from)
  return at === -1 ? xml.length : at + end.length
}
