/** Height of one line of the body font, in points. */
const lineHeight = 15

/** Characters of running text that fit into a width of one digit; measured with the body font. */
const charactersPerWidth = 1.2

/** Lines that a row of a table shows at most: a text that goes on stands in its cell, but does not fill the screen. */
const mostLines = 12

/**
 * The height of a table's row whose texts are wrapped, in points; undefined for the usual one line.
 *
 * Excel fits such rows when it opens a file, but not every spreadsheet does, and then lines run into each other.
 */
export function rowHeight(texts: readonly { text: string; width: number }[]): number | undefined {
  const lines = Math.max(1, ...texts.map(({ text, width }) => wrappedLines(text, width * charactersPerWidth)))
  return lines === 1 ? undefined : Math.min(lines, mostLines) * lineHeight
}

/**
 * The height that a wrapped text needs in a column of a width, in points.
 *
 * An estimate by characters, on the generous side: a cut-off sentence is worse than some air.
 */
export function wrappedHeight(text: string, widthCharacters: number, scale = 1): number {
  return wrappedLines(text, widthCharacters / scale) * lineHeight * scale + 2
}

/** The lines that a text takes when it is broken at blanks. */
export function wrappedLines(text: string, widthCharacters: number): number {
  if (text.length < widthCharacters && !text.includes('\n')) return 1
  return text.split('\n').reduce((lines, line) => lines + linesOf(line, Math.max(1, widthCharacters - 1)), 0)
}

function linesOf(line: string, width: number): number {
  let lines = 1
  let used = 0
  for (const word of line.split(' ')) {
    if (used > 0 && used + 1 + word.length > width) {
      lines += 1
      used = 0
    }
    used += (used > 0 ? 1 : 0) + word.length
    while (used > width) {
      lines += 1
      used -= width
    }
  }
  return lines
}
