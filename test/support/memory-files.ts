import { sha256 } from '../../pipeline/model/digest.js'
import type { PutFile } from '../../pipeline/model/run-files.js'

/** What puts files into memory, and the files by path. */
export function memoryFiles(): { put: PutFile; files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>()
  const put: PutFile = async (path, fill) => {
    const pieces: Uint8Array[] = []
    await fill({ write: async (piece) => void pieces.push(piece.slice()) })
    const bytes = new Uint8Array(Buffer.concat(pieces))
    files.set(path, bytes)
    return { path, bytes: bytes.length, sha256: sha256(bytes) }
  }
  return { put, files }
}
