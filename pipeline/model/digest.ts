import { createHash } from 'node:crypto'

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal (FIPS 180-4). */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** An id of 12 hexadecimal digits made of its parts alone: the same parts, the same id, in every run. */
export function stableId(...parts: (string | number | null)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 12)
}
