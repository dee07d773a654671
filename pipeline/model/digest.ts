import { createHash } from 'node:crypto'

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal (FIPS 180-4). */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A SHA-256 that is taken piece by piece: of what is too large to be held. */
export interface RunningDigest {
  update(bytes: Uint8Array): void
  /** In lower-case hexadecimal; once, after the last piece. */
  hex(): string
}

/** Begins a SHA-256 of bytes that come piece by piece (FIPS 180-4). */
export function runningSha256(): RunningDigest {
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
}

/** An id of 12 hexadecimal digits made of its parts alone: the same parts, the same id, in every run. */
export function stableId(...parts: (string | number | null)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 12)
}
