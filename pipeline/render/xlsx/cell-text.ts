import { excelLimits, type SheetLimits } from './limits.js'

/**
 * A text as it may stand in a cell: within the length and the line breaks that Excel allows, and written so that
 * every character survives.
 *
 * Characters that XML 1.0 cannot hold are written `_xHHHH_` (ECMA-376 part 1, 22.9.2.19), which spreadsheets turn
 * back; a text that holds such a sequence itself has its underscore written that way. A lone half of a surrogate
 * pair is no character and becomes U+FFFD.
 *
 * @param cutMark what stands at the end of a text that was too long, given its full length
 */
export function cellText(
  text: string,
  cutMark: (length: number) => string,
  limits: SheetLimits = excelLimits,
): string {
  // Nearly every text: one look at it instead of five.
  if (text.length <= limits.cellLength && !remarkable.test(text)) return text
  return escaped(shortened(wellFormed(withFewBreaks(text, limits.cellBreaks)), cutMark, limits.cellLength))
}

/** The text that an escaped cell text stands for. */
export function readCellText(written: string): string {
  return written.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Without the characters that XML cannot hold: for names and properties, where nothing turns them back. */
export function plainText(text: string): string {
  return wellFormed(text).replace(unwritable, ' ')
}

/** With U+FFFD in place of every lone half of a surrogate pair. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
const unwritable = /[\u0000-\u0008\u000B-\u001F\u007F\uFFFE\uFFFF]/g

/** What makes a text need any of this. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
const remarkable = /[\u0000-\u0008\u000A-\u001F\u007F\uD800-\uDFFF\uFFFE\uFFFF]|_x/

function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      unwritable,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
}

/** The text with a visible sign in place of every line break past the last that is allowed. */
function withFewBreaks(text: string, allowed: number): string {
  let breaks = 0
  return text.replace(/\r\n|\r|\n/g, (lineBreak) => {
    breaks += 1
    return breaks > allowed ? ' ⏎ ' : lineBreak
  })
}

function shortened(text: string, cutMark: (length: number) => string, allowed: number): string {
  if (text.length <= allowed) return text
  const mark = cutMark(text.length).slice(0, allowed)
  return text.slice(0, allowed - mark.length).replace(/[\uD800-\uDBFF]$/, '') + mark
}
