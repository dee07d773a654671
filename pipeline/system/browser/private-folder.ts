import { chmod, lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './known-browsers.js'

/** A folder to unpack programs into, and whether it is ours for this run only. */
export interface ProgramFolder {
  path: string
  temporary: boolean
}

/**
 * A folder in which nobody else could have planted a program that we would then run.
 *
 * A normal user gets `${XDG_CACHE_HOME:-~/.cache}/control-coverage`, mode 0700; root gets
 * `/var/cache/control-coverage`, mode 0755, since the browser there runs as another user who must read it. One
 * that belongs to somebody else, that others may write to or that is a symbolic link is not trusted: a fresh
 * temporary folder then serves this run alone.
 */
export async function programFolder(env: Environment, userId: number): Promise<ProgramFolder> {
  const path = cachePath(env, userId)
  if (path !== null && (await isTrustedFolder(path, userId))) return { path, temporary: false }
  const temporary = await mkdtemp(join(tmpdir(), 'control-coverage-'))
  await chmod(temporary, folderMode(userId))
  return { path: temporary, temporary: true }
}

/** Makes the folder if need be; true when it is a real folder of this user that nobody else may write to. */
export async function isTrustedFolder(path: string, userId: number): Promise<boolean> {
  try {
    const made = await mkdir(path, { recursive: true, mode: folderMode(userId) })
    if (made !== undefined) await chmod(path, folderMode(userId)) // whatever the umask says
    const state = await lstat(path)
    return state.isDirectory() && state.uid === userId && (state.mode & 0o022) === 0
  } catch {
    return false
  }
}

/** Private to a normal user; readable by all for root, whose browser runs as somebody else. */
export function folderMode(userId: number): number {
  return userId === 0 ? 0o755 : 0o700
}

function cachePath(env: Environment, userId: number): string | null {
  if (userId === 0) return '/var/cache/control-coverage'
  const home = env.HOME
  const cache = env.XDG_CACHE_HOME || (home === undefined || home === '' ? null : join(home, '.cache'))
  return cache === null ? null : join(cache, 'control-coverage')
}
