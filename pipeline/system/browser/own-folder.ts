import { chmod, chown, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tryLock } from '../file-lock.js'
import { type RunningUser, unprivilegedId } from './browser-user.js'

/** A name that nobody but us gives: only folders of this name are ever swept. */
const prefix = 'control-coverage-browser-'
const ownName = /^control-coverage-browser-[A-Za-z0-9]{6}$/

/** A folder that is being made has no lock yet. */
const inTheMakingMs = 60_000

/** A temporary folder of one browser. */
export interface OwnFolder {
  /** Its home, with its profile: the only place that it writes to. */
  home: string
  /** Does nothing the second time. */
  remove(): Promise<void>
}

/**
 * Makes a folder for a browser, which as root is handed over to user 65534.
 *
 * This process holds a lock beside the browser's home, which the kernel frees when it dies, so that the next start knows
 * the folders that nobody removed, and removes them.
 */
export async function makeOwnFolder(user: RunningUser): Promise<OwnFolder> {
  await sweepOwnFolders()
  const path = await mkdtemp(join(tmpdir(), prefix))
  let release = tryLock(join(path, lockFile))
  const home = join(path, 'home')
  const remove = async () => {
    release?.()
    release = null
    await removeFolder(path)
  }
  try {
    await mkdir(home, { mode: 0o700 })
    if (user.kind === 'nobody') {
      await chown(home, unprivilegedId, unprivilegedId)
      await chmod(path, 0o711)
    }
    return { home, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

const lockFile = 'lock.db'

/** Removes the folders of our name, of this user, whose process is dead. */
async function sweepOwnFolders(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (ownName.test(name)) await sweep(join(tmpdir(), name)).catch(() => undefined)
  }
}

async function sweep(path: string): Promise<void> {
  const state = await lstat(path)
  if (!state.isDirectory() || (process.getuid !== undefined && state.uid !== process.getuid())) return
  const locked = await lstat(join(path, lockFile)).catch(() => null)
  if (locked === null && Date.now() - state.mtimeMs < inTheMakingMs) return
  const release = locked === null ? () => undefined : tryLock(join(path, lockFile))
  if (release === null) return
  release()
  await removeFolder(path)
}

async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}
