import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { runningSha256 } from '../../../pipeline/model/digest.js'
import type { PutFile } from '../../../pipeline/model/run-files.js'

/** Puts files into a folder as a run does, counted and hashed on the way; their names are made flat. */
export function putInto(folder: string): PutFile {
  return async (path, fill) => {
    const file = await open(join(folder, path.replaceAll('/', '-')), 'w')
    const digest = runningSha256()
    let bytes = 0
    await fill({
      write: async (piece) => {
        await file.write(piece)
        digest.update(piece)
        bytes += piece.length
      },
    })
    await file.close()
    return { path, bytes, sha256: digest.hex() }
  }
}
