import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where this program keeps what it can fetch again: below `XDG_CACHE_HOME` (an absolute path, by the XDG Base
 * Directory Specification) where that is set, else below the system's own folder for such things.
 */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const named = env.XDG_CACHE_HOME
  const all = named !== undefined && isAbsolute(named) ? named : systemCacheFolder(env, platform)
  return join(all, 'control-coverage')
}

/** Where the clones are that this program keeps. */
export function clonesFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  return join(cacheFolder(env, platform), 'clones')
}

function systemCacheFolder(env: Environment, platform: NodeJS.Platform): string {
  const home = env.HOME || homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Caches')
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  return join(home, '.cache')
}
