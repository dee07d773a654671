import { brotliDecompressSync } from 'node:zlib'

/** No font of a report is larger than this when it is unpacked, in bytes. */
const largestFontBytes = 64 * 1024 * 1024
const headerBytes = 48
const tagCmap = 0
const tagWritten = 63
/** Tables whose transformed form is the usual one: `glyf` and `loca`. */
const transformedTags = [10, 11]

/**
 * The code points that a WOFF2 font has a glyph for (WOFF2, sections 4 and 5; OpenType, `cmap` of formats 4 and 12).
 *
 * @returns null where the bytes are no such font
 */
export function charactersOf(font: Uint8Array): Set<number> | null {
  try {
    const cmap = cmapOf(Buffer.from(font.buffer, font.byteOffset, font.byteLength))
    return cmap === null ? null : charactersIn(cmap)
  } catch {
    return null
  }
}

function cmapOf(font: Buffer): Buffer | null {
  if (font.toString('latin1', 0, 4) !== 'wOF2') return null
  const tables = font.readUInt16BE(12)
  const packedBytes = font.readUInt32BE(20)
  let at = headerBytes
  const number = () => {
    let value = 0
    for (let digit = 0; digit < 5; digit++) {
      const byte = font.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
    throw new RangeError('a number of more than five bytes')
  }
  let before = 0
  let place: { start: number; bytes: number } | null = null
  for (let table = 0; table < tables; table++) {
    const flags = font.readUInt8(at++)
    const tag = flags & 0x3f
    if (tag === tagWritten) at += 4
    const bytes = number()
    const isTransformed = transformedTags.includes(tag) ? flags >> 6 !== 3 : flags >> 6 !== 0
    const packed = isTransformed ? number() : bytes
    if (tag === tagCmap) place = { start: before, bytes: packed }
    before += packed
  }
  if (place === null) return null
  const all = brotliDecompressSync(font.subarray(at, at + packedBytes), { maxOutputLength: largestFontBytes })
  return all.subarray(place.start, place.start + place.bytes)
}

function charactersIn(cmap: Buffer): Set<number> {
  const found = new Set<number>()
  const subtables = cmap.readUInt16BE(2)
  for (let index = 0; index < subtables; index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4))
    const format = subtable.readUInt16BE(0)
    if (format === 4) addSegments(subtable, found)
    if (format === 12) addGroups(subtable, found)
  }
  return found
}

function addSegments(subtable: Buffer, found: Set<number>): void {
  const bytes = subtable.readUInt16BE(6)
  for (let at = 0; at < bytes; at += 2) {
    const end = subtable.readUInt16BE(14 + at)
    const start = subtable.readUInt16BE(16 + bytes + at)
    const delta = subtable.readUInt16BE(16 + 2 * bytes + at)
    const offsetAt = 16 + 3 * bytes + at
    const offset = subtable.readUInt16BE(offsetAt)
    for (let point = start; point <= end && point < 0xffff; point++) {
      const listed = offset === 0 ? point : subtable.readUInt16BE(offsetAt + offset + 2 * (point - start))
      const isGlyph = offset !== 0 && listed === 0 ? false : (listed + delta) % 0x10000 !== 0
      if (isGlyph) found.add(point)
    }
  }
}

function addGroups(subtable: Buffer, found: Set<number>): void {
  const groups = subtable.readUInt32BE(12)
  for (let group = 0; group < groups; group++) {
    const at = 16 + group * 12
    const end = Math.min(subtable.readUInt32BE(at + 4), 0x10ffff)
    for (let point = subtable.readUInt32BE(at); point <= end; point++) found.add(point)
  }
}
