import { runningSha256, sha256 } from '../model/digest.js'
import type { CorpusFile } from '../model/ports.js'

/** The SHA-256 of a corpus under way: over the names of its files and the digests of their contents, in file order. */
export interface CorpusDigest {
  /** Adds the next file and gives the digest of its own content; null where it cannot be read. */
  add(file: CorpusFile): string | null
  /** In lower-case hexadecimal; once, after the last file. */
  hex(): string
}

/** Begins the digest of a corpus, whose files go in by name. */
export function beginCorpusDigest(): CorpusDigest {
  const digest = runningSha256()
  const encoder = new TextEncoder()
  return {
    add({ file, content }) {
      const own = 'bytes' in content ? sha256(content.bytes) : null
      digest.update(encoder.encode(`${file}\0${own ?? 'unreadable'}\n`))
      return own
    },
    hex: digest.hex,
  }
}
