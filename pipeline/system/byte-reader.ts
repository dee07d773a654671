import type { Readable } from 'node:stream'

/** Lines and counts of bytes out of a stream, whatever pieces it comes in. */
export class ByteReader {
  private readonly pieces: AsyncIterator<Buffer>
  private held: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** The text up to the next line feed, which is dropped; null at the end. */
  async line(): Promise<string | null> {
    let end = this.held.indexOf(10)
    while (end === -1) {
      const piece = await this.pieces.next()
      if (piece.done === true) return null
      this.held = Buffer.concat([this.held, piece.value])
      end = this.held.indexOf(10)
    }
    const line = this.held.toString('utf8', 0, end)
    this.held = this.held.subarray(end + 1)
    return line
  }

  /** The next bytes, as many as are there of those asked for; in memory of their own. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      if (this.held.length === 0) {
        const piece = await this.pieces.next()
        if (piece.done === true) return bytes.subarray(0, filled)
        this.held = piece.value
      }
      const part = this.held.subarray(0, count - filled)
      bytes.set(part, filled)
      filled += part.length
      this.held = this.held.subarray(part.length)
    }
    return bytes
  }

  /** Leaves out the next bytes, holding none of them. */
  async skip(count: number): Promise<void> {
    let left = count
    while (left > 0) {
      if (this.held.length === 0) {
        const piece = await this.pieces.next()
        if (piece.done === true) return
        this.held = piece.value
      }
      const part = Math.min(left, this.held.length)
      this.held = this.held.subarray(part)
      left -= part
    }
  }
}
