import { charactersOf } from './woff2-characters.js'

const largestPoint = 0x10ffff

/**
 * Whether a document brings a glyph for a character: one of its `@font-face` rules claims it (CSS Fonts 4,
 * `unicode-range`), and the font behind that rule has it.
 *
 * @returns null where the document brings no font at all, so that its text is set in the machine's by its own choice
 */
export function printableIn(html: string): ((point: number) => boolean) | null {
  const faces = [...html.matchAll(/@font-face\s*\{([^}]*)\}/g)].map(([, rule = '']) => faceOf(rule))
  if (faces.length === 0) return null
  const known = new Map<number, boolean>()
  return (point) => {
    const before = known.get(point)
    if (before !== undefined) return before
    const isPrintable = faces.some((face) => face(point))
    known.set(point, isPrintable)
    return isPrintable
  }
}

/** A font in another form than WOFF2 is taken to have what its rule claims. */
function faceOf(rule: string): (point: number) => boolean {
  const data = /url\("data:[^;,"]*;base64,([^"]*)"\)/.exec(rule)?.[1]
  const has = data === undefined ? null : charactersOf(Buffer.from(data, 'base64'))
  const ranges = rangesOf(/unicode-range:([^;}]*)/i.exec(rule)?.[1] ?? 'U+0-10FFFF')
  return (point) =>
    ranges.some(([from, to]) => point >= from && point <= to) && (has === null || has.has(point))
}

/** `U+26`, `U+0-7F` and `U+4??`. */
function rangesOf(written: string): [number, number][] {
  return [...written.matchAll(/U\+([0-9A-F?]{1,6})(?:-([0-9A-F]{1,6}))?/gi)].map(([, from = '', to]) => {
    const first = Number.parseInt(from.replaceAll('?', '0'), 16)
    const last = Number.parseInt(to ?? from.replaceAll('?', 'F'), 16)
    return [first, Math.min(last, largestPoint)]
  })
}
