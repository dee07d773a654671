/** A page's text, and what had to be done to get it. */
export interface DecodedText {
  text: string
  encoding: 'UTF-8' | 'UTF-16'
  /** Set where bytes were none of that encoding: offset of the first one; each bad sequence reads as U+FFFD. */
  firstBadByte: number | null
}

/**
 * The text of a page: UTF-8, or UTF-16 where a byte order mark says so (Encoding Standard, "BOM sniff").
 * The mark itself is dropped. Line ends are kept as they are.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Label(bytes)
  const [label, encoding] = utf16 === null ? (['utf-8', 'UTF-8'] as const) : ([utf16, 'UTF-16'] as const)
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding, firstBadByte: null }
  } catch {
    const firstBadByte = utf16 === null ? firstInvalidByte(bytes) : firstInvalidUnit(bytes, utf16)
    return { text: new TextDecoder(label).decode(bytes), encoding, firstBadByte }
  }
}

function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** Offset of the first half of a surrogate pair that stands alone, or of the byte that is left over at the end. */
function firstInvalidUnit(bytes: Uint8Array, label: 'utf-16le' | 'utf-16be'): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const half = (at: number) => (at + 1 < bytes.length ? view.getUint16(at, label === 'utf-16le') & 0xfc00 : 0)
  let at = 0
  for (; at + 1 < bytes.length; at += 2) {
    if (half(at) === 0xd800 && half(at + 2) === 0xdc00) at += 2
    else if (half(at) === 0xd800 || half(at) === 0xdc00) return at
  }
  return at
}

/** Offset of the first byte that no valid UTF-8 sequence takes in, found by halving: O(n log n) on bad pages only. */
function firstInvalidByte(bytes: Uint8Array): number {
  let valid = 0
  let end = bytes.length
  while (valid < end) {
    const middle = Math.ceil((valid + end) / 2)
    if (decodes(bytes.subarray(0, middle))) valid = middle
    else end = middle - 1
  }
  return valid
}

function decodes(bytes: Uint8Array): boolean {
  try {
    // `stream` leaves an unfinished last sequence unjudged: cutting through a character is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
