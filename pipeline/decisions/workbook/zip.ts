import { inflateRawSync, constants as zlib } from 'node:zlib'
import { Unreadable } from '../unreadable.js'

/** What is unpacked of a workbook at most, in bytes: of one part, and of all parts that are read. */
export interface UnpackLimits {
  part: number
  all: number
}

/** A ZIP file whose parts are unpacked one by one, as far as they are wanted. */
export interface Zip {
  has(name: string): boolean
  /** A part, whole. */
  unpack(name: string): Uint8Array
  /** The beginning of a part: as much as its first 64 KiB unpack to. */
  unpackHead(name: string): Uint8Array
}

interface Entry {
  flags: number
  method: number
  packedBytes: number
  unpackedBytes: number
  localAt: number
}

const directoryEnd = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50
const headBytes = 64 * 1024
/** Deflate makes at most 1,032 bytes of one. */
const deflateRatio = 1032

/**
 * Opens a ZIP file by its directory (PKWARE APPNOTE 4.3.12, 4.3.16). No size that it states is trusted: nothing is
 * unpacked beyond the limits, nor beyond what the directory says.
 *
 * @throws {Unreadable} where the bytes are no such file, are encrypted or exceed the limits
 */
export function openZip(bytes: Uint8Array, limits: UnpackLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = within(() => entriesOf(view, bytes))
  let leftBytes = limits.all
  const packed = (entry: Entry) =>
    within(() => {
      if (view.getUint32(entry.localAt, true) !== localEntry) throw new Unreadable('is a damaged ZIP file')
      const from =
        entry.localAt +
        30 +
        view.getUint16(entry.localAt + 26, true) +
        view.getUint16(entry.localAt + 28, true)
      return bytes.subarray(from, from + entry.packedBytes)
    })
  const find = (name: string): Entry => {
    const entry = entries.get(name)
    if (entry === undefined) throw new Unreadable(`has no part ${name}`)
    if ((entry.flags & 1) !== 0) throw new Unreadable('is encrypted')
    if (entry.method !== 0 && entry.method !== 8) throw new Unreadable('is packed by an unknown method')
    return entry
  }
  return {
    has: (name) => entries.has(name),
    unpack: (name) => {
      const entry = find(name)
      if (entry.unpackedBytes > Math.min(limits.part, leftBytes))
        throw new Unreadable('is too large unpacked')
      leftBytes -= entry.unpackedBytes
      const unpacked =
        entry.method === 0
          ? packed(entry)
          : inflated(packed(entry), { maxOutputLength: entry.unpackedBytes || 1 })
      if (unpacked.length !== entry.unpackedBytes) throw new Unreadable('is a damaged ZIP file')
      return unpacked
    },
    unpackHead: (name) => {
      const entry = find(name)
      const head = packed(entry).subarray(0, headBytes)
      if (entry.method === 0) return head
      return inflated(head, { maxOutputLength: headBytes * deflateRatio, finishFlush: zlib.Z_SYNC_FLUSH })
    },
  }
}

function inflated(
  packed: Uint8Array,
  options: { maxOutputLength: number; finishFlush?: number },
): Uint8Array {
  try {
    return inflateRawSync(packed, options)
  } catch {
    throw new Unreadable('is a damaged ZIP file, or larger than it says')
  }
}

function entriesOf(view: DataView, bytes: Uint8Array): Map<string, Entry> {
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries = new Map<string, Entry>()
  for (let left = count; left > 0; left -= 1) {
    if (view.getUint32(at, true) !== directoryEntry)
      throw new Unreadable('is a damaged or very large ZIP file')
    const nameBytes = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes))
    entries.set(name.replaceAll('\\', '/').replace(/^\//, ''), {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      localAt: view.getUint32(at + 42, true),
    })
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** A comment of up to 65,535 bytes may follow the end of the directory. */
function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= first; at -= 1) {
    if (view.getUint32(at, true) === directoryEnd) return at
  }
  throw new Unreadable('is a damaged ZIP file: it has no directory')
}

/** An offset beyond the file is a fault of the file. */
function within<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw new Unreadable('is a damaged ZIP file')
    throw error
  }
}
