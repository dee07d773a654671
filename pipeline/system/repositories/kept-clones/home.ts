import { mkdir } from 'node:fs/promises'
import { Failure } from '../../../model/failure.js'
import { isTrustedFolder } from '../../browser/private-folder.js'
import { certificates } from '../../git-certificates.js'
import { partialFolder, removeLeftovers } from './disk.js'

/** The folder of clones, opened for one run. */
export interface Home {
  /** A folder of this run alone. */
  own: string
  /** What git needs to trust the servers that we trust. */
  env: Record<string, string>
}

/** Opens the folder of clones and clears it of what killed runs left; a Failure where others could write to it. */
export async function openHome(folder: string): Promise<Home> {
  await requireTrusted(folder)
  await removeLeftovers(folder)
  const own = await partialFolder(folder, 'run')
  return { own, env: await certificates(own) }
}

/** Makes the folder of clones where it is not there; a Failure where that cannot be, or where others could write to it. */
export async function requireTrusted(folder: string): Promise<void> {
  const userId = process.getuid?.()
  if (userId === undefined) await mkdir(folder, { recursive: true })
  else if (!(await isTrustedFolder(folder, userId))) {
    throw new Failure(
      `the folder ${folder} cannot be made, or others may write to it.`,
      'Name another one in XDG_CACHE_HOME, or take the rights of others away.',
    )
  }
}
