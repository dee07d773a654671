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

/** SHA-256 of bytes that come piece by piece, in lower-case hexadecimal. */
export async function sha256OfPieces(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = runningSha256()
  for await (const piece of pieces) digest.update(piece)
  return digest.hex()
}

/** An id of 12 hexadecimal digits made of its parts alone: the same parts, the same id, in every run. */
export function stableId(...parts: (string | number | null)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 12)
}

/** Namespace of this program's name-based UUIDs: version 5 of github.com/control-coverage/control-coverage as a URL. */
const uuidNamespace = 'b75dc124-4172-566d-bd7a-1b42de1507de'

/** A UUID (version 5, RFC 9562) made of its parts alone: the same parts, the same UUID, in every run. */
export function nameUuid(...parts: (string | number | null)[]): string {
  const hash = createHash('sha1')
    .update(Buffer.from(uuidNamespace.replaceAll('-', ''), 'hex'))
    .update(JSON.stringify(parts))
    .digest('hex')
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const digits = `${hash.slice(0, 12)}5${hash.slice(13, 16)}${variant}${hash.slice(17, 32)}`
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
