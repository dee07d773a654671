import { rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { writeNewFile } from '../new-file.js'
import { syncFolder } from '../sync-folder.js'
import { draftNameOf } from './draft-names.js'

/** Lets `<out>/latest` point there, by one rename: nobody ever sees no link or half of one. */
export async function pointLatest(out: string, target: string): Promise<void> {
  const fresh = join(out, draftNameOf('latest'))
  await symlink(target, fresh, 'dir')
  await rename(fresh, join(out, 'latest'))
}

/** Writes the file beside its place and moves it there by one rename, which follows no link that stands there. */
export async function replaceFile(out: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = draftNameOf(name)
  try {
    await writeNewFile(out, draft, bytes)
    await rename(join(out, draft), join(out, name))
  } catch (error) {
    await rm(join(out, draft), { force: true })
    throw error
  }
  await syncFolder(out)
}
