/** Code points of windows-1252's bytes 0x80 to 0x9F; undefined bytes stand for themselves (Encoding Standard). */
const windows1252High = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
  0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0x9d, 0x017e, 0x0178,
]
const byteOfCodePoint = new Map([
  ...windows1252High.map((codePoint, index) => [codePoint, 0x80 + index] as const),
  ...Array.from({ length: 0x60 }, (_, index) => [0xa0 + index, 0xa0 + index] as const),
])
// A byte order mark in the midst of a text is text like any other.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text with UTF-8 that was read as windows-1252 put right, wherever that loses nothing.
 *
 * Each run of characters that windows-1252 writes with high bytes is turned back into those bytes; only where
 * they are valid UTF-8 is the run replaced. A correct "é" or "–" is no valid UTF-8 by itself and stays.
 */
export function repairMojibake(text: string): string {
  return text.replace(/\P{ASCII}+/gu, (run) => {
    const bytes: number[] = []
    for (const character of run) {
      const byte = byteOfCodePoint.get(character.codePointAt(0) ?? 0)
      if (byte === undefined) return run
      bytes.push(byte)
    }
    try {
      return strictUtf8.decode(Uint8Array.from(bytes))
    } catch {
      return run
    }
  })
}
