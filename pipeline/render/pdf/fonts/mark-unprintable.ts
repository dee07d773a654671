import { printableIn } from './font-faces.js'
import { markedText, type UnprintableCount } from './marked-text.js'

/** Characters that stand as their code points: how many different ones, at how many places, and how one is shown. */
export interface Unprintable {
  characters: number
  places: number
  example: string
}

/** Pieces of a document that are not its text: style sheets, the title, drawings, tags. */
const pieces =
  /<style\b[^>]*>[\s\S]*?<\/style>|<title\b[^>]*>[\s\S]*?<\/title>|<svg\b[\s\S]*?<\/svg>|<(?:"[^"]*"|'[^']*'|[^'">])*>/gi

/**
 * The document with every character that none of its own fonts has as its code point in brackets: `[U+4E2D U+6587]`.
 *
 * Left alone, such a character would be set in whatever font the machine has, or as an empty box that is lost to whoever
 * copies or hears the text. Characters that show nothing by nature stay as they are; title and alternative texts, which
 * need no font, do too. The margin boxes of style sheets are treated like text.
 */
export function markUnprintable(html: string): { html: string; unprintable: Unprintable | null } {
  const isPrintable = printableIn(html)
  if (isPrintable === null) return { html, unprintable: null }
  const count: UnprintableCount = new Map()
  const marked = (text: string, frame?: (mark: string) => string) =>
    markedText(text, isPrintable, count, frame)
  const parts: string[] = []
  let end = 0
  for (const found of html.matchAll(pieces)) {
    parts.push(marked(html.slice(end, found.index), inFrame), markedPiece(found[0], marked))
    end = found.index + found[0].length
  }
  parts.push(marked(html.slice(end), inFrame))
  return { html: parts.join(''), unprintable: summary(count) }
}

const inFrame = (mark: string) => `<span class="unprintable">${mark}</span>`

/** In a style sheet and in a drawing no element can stand: there the brackets alone are the mark. */
function markedPiece(piece: string, marked: (text: string) => string): string {
  if (/^<style\b/i.test(piece)) {
    const plain = piece.replace(/(?:\\[0-9a-f]{6} )+/g, (escapes) => {
      const text = escapes.replace(/\\([0-9a-f]{6}) /g, (_, hex: string) => characterOf(hex))
      const shown = marked(text)
      return shown === text ? escapes : [...shown].map(cssEscaped).join('')
    })
    return marked(plain)
  }
  if (/^<svg\b/i.test(piece)) return piece.replace(/>[^<]+/g, (text) => marked(text))
  return piece
}

const characterOf = (hex: string) => String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff))

const cssEscaped = (character: string) =>
  /[A-Za-z0-9[\]+ ]/.test(character)
    ? character
    : `\\${(character.codePointAt(0) ?? 0xfffd).toString(16).padStart(6, '0')} `

function summary(count: UnprintableCount): Unprintable | null {
  const [first] = count
  if (first === undefined) return null
  const places = [...count.values()].reduce((sum, each) => sum + each, 0)
  return { characters: count.size, places, example: `[${first[0]}]` }
}
