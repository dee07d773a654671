import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DraftFile } from '../model/run-files.js'

/** Opens one new file below a folder, and makes the folders to it; never through a link, never over anything. */
export async function openNewFile(root: string, path: string): Promise<DraftFile> {
  const target = join(root, path)
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx', 0o644)
  return {
    write: async (piece) => {
      for (let at = 0; at < piece.length; ) {
        at += (await file.write(piece, at)).bytesWritten
      }
    },
    close: async () => {
      await file.sync()
      await file.close()
    },
    remove: async () => {
      await file.close().catch(() => undefined)
      await rm(target, { force: true })
    },
  }
}

/** The same for bytes that are there already. */
export async function writeNewFile(root: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = await openNewFile(root, path)
  try {
    await file.write(bytes)
    await file.close()
  } catch (error) {
    await file.remove()
    throw error
  }
}
