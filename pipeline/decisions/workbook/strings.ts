import { type XmlPiece, xmlPieces } from './xml.js'

/** The shared strings of a workbook by their number (ECMA-376 part 1, 18.4). */
export function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  const reader = textReader()
  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'open' && piece.name === 'si' && piece.isEmpty) strings.push('')
    else if (piece.kind === 'close' && piece.name === 'si') strings.push(reader.take())
    else reader.read(piece)
  }
  return strings
}

/**
 * Gathers the text of one string: of all its runs, whatever their look, without the phonetic hints of Asian scripts.
 * `_xHHHH_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19).
 */
export function textReader(): { read(piece: XmlPiece): void; take(): string } {
  let text = ''
  let inText = false
  let inHint = false
  return {
    read(piece) {
      if (piece.kind === 'text') {
        if (inText && !inHint) text += piece.text
        return
      }
      const opens = piece.kind === 'open' && !piece.isEmpty
      if (piece.name === 't') inText = opens
      if (piece.name === 'rPh') inHint = opens
    },
    take() {
      const whole = unescapedText(text)
      text = ''
      inText = false
      inHint = false
      return whole
    },
  }
}

export function unescapedText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
