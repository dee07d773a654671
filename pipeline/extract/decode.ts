/** A page's text, and what had to be done to get it. */
export interface DecodedText {
  text: string
  /** Set where bytes were no valid UTF-8: offset of the first one; each bad sequence reads as U+FFFD. */
  firstBadByte: number | null
}

/**
 * The text of a page: UTF-8, or UTF-16 where a byte order mark says so (Encoding Standard, "BOM sniff").
 * The mark itself is dropped. Line ends are kept as they are.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Label(bytes)
  if (utf16 !== null) return { text: new TextDecoder(utf16).decode(bytes), firstBadByte: null }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), firstBadByte: null }
  } catch {
    return { text: new TextDecoder('utf-8').decode(bytes), firstBadByte: firstInvalidByte(bytes) }
  }
}

function utf16Label(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
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
