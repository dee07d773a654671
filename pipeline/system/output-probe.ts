import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../model/error-text.js'
import { draftNameOf } from './run-folders/draft-names.js'

/** Writes, syncs and removes a small file below the output folder; gives the system's error code, or null. */
export async function probeOutputFolder(out: string): Promise<string | null> {
  const probe = join(out, draftNameOf('probe'))
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
    return errorCode(error) ?? 'unknown error'
  }
}

/** Kinds of file systems that stand on another machine, as statfs(2) of Linux tells them. */
const networkDisks: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9P',
  1397113167: 'AFS',
  12805120: 'Ceph',
  198183888: 'Lustre',
  1196443219: 'GPFS',
}

/** The name of the network file system that the output folder stands on; null where it is a local one, or nobody can tell. */
export async function networkDisk(
  out: string,
  ask: (path: string) => Promise<{ type: number }> = statfs,
): Promise<string | null> {
  if (process.platform !== 'linux') return null
  try {
    return networkDisks[(await ask(out)).type >>> 0] ?? null
  } catch {
    return null
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
