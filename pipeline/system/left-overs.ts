import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A draft lives as long as a disk needs to take a few files. By now whoever wrote it was killed. */
const leftOverAfterMs = 60 * 60_000

/**
 * Removes the drafts that killed processes left in a folder: regular files, or folders, of a name that nobody but us gives,
 * untouched for an hour, or of a time that is yet to come by as much. What cannot be removed stays; no link is followed.
 */
export function sweepLeftOvers(
  folder: string,
  isOurs: (name: string) => boolean,
  kind: 'file' | 'folder' = 'file',
): void {
  for (const each of namesIn(folder)) {
    if (!isOurs(each)) continue
    const path = join(folder, each)
    try {
      const found = lstatSync(path)
      const isOfKind = kind === 'file' ? found.isFile() : found.isDirectory()
      const isOld = Math.abs(Date.now() - found.mtimeMs) > leftOverAfterMs
      if (isOfKind && isOld) rmSync(path, { recursive: kind === 'folder' })
    } catch {
      // Somebody else swept it, or it is not ours to remove: it is in nobody's way.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
