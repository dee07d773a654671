import type { Readable } from 'node:stream'

/**
 * The first `maxBytes` of a body, as sent: compressed stays compressed, so that no small answer grows large here. The
 * rest is cut off with its connection. A body that breaks off is as long as it came; status and headers stand.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  body.on('error', () => undefined)
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) break
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes) break
    }
  } catch {
    // The caller learns from the length what is missing.
  }
  return new Uint8Array(Buffer.concat(chunks).subarray(0, maxBytes))
}
