import { stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { errorCode } from '../../model/error-text.js'
import type { RunningUser } from './browser-user.js'
import { makeOwnFolder } from './own-folder.js'

/** What stands against the folder that a browser's profile is put into, as a clause; null where nothing does. */
export async function temporaryFolderFault(user: RunningUser): Promise<string | null> {
  try {
    const folder = await makeOwnFolder(user)
    await folder.remove()
  } catch (error) {
    const code = errorCode(error)
    return code === null ? String(error) : `it cannot be written to (${code})`
  }
  const closed = user.kind === 'nobody' ? await closedFolder(tmpdir()) : null
  return closed === null
    ? null
    : `user 65534, whom the browser runs as when we are root, may not pass through ${closed}`
}

/** Bytes that are free in a folder; null where the system does not say. */
export async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder)
    return blocks === 0 ? null : bavail * bsize
  } catch {
    return null
  }
}

/** The folder on the way to `path` that is closed to those whom it does not belong to. */
async function closedFolder(path: string): Promise<string | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return folder
    if (dirname(folder) === folder) return null
  }
}
