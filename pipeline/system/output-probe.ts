import { randomBytes } from 'node:crypto'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { draftPrefix } from './run-folders.js'

/** Writes, syncs and removes a small file below the output folder; gives the system's error code, or null. */
export async function probeOutputFolder(out: string): Promise<string | null> {
  const probe = join(out, `${draftPrefix}probe-${randomBytes(4).toString('hex')}`)
  try {
    await mkdir(out, { recursive: true })
    const file = await open(probe, 'wx')
    try {
      await file.writeFile('probe')
      await file.sync()
    } finally {
      await file.close()
      await rm(probe, { force: true })
    }
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  }
}

/** Bytes that the disk of the output folder has left for us; null where the system does not say. */
export async function freeBytes(out: string): Promise<number | null> {
  try {
    const { blocks, bavail, bsize } = await statfs(out)
    return blocks === 0 ? null : bavail * bsize
  } catch {
    return null
  }
}
