import { join } from 'node:path'
import type { Environment } from './known-browsers.js'

const passedOn = [
  'PATH',
  'FONTCONFIG_FILE',
  'FONTCONFIG_PATH',
  'SystemRoot',
  'windir',
  'ProgramFiles',
  'ProgramFiles(x86)',
]

/** What a browser needs beside what the machine has; null for nothing. */
export interface BrowserSupport {
  libraryPath: string | null
  fontconfigFile: string | null
}

/**
 * The environment of the browser process: what it needs to start, and nothing that is a secret of ours.
 *
 * Tokens, proxies and keys stay out, home and temporary folders point into the browser's own folder, and the
 * language and time zone are fixed so that they can change no byte of a report.
 */
export function browserEnvironment(env: Environment, homeFolder: string, needed: BrowserSupport) {
  const environment: Record<string, string> = {
    HOME: homeFolder,
    USERPROFILE: homeFolder,
    XDG_CONFIG_HOME: join(homeFolder, 'config'),
    XDG_CACHE_HOME: join(homeFolder, 'cache'),
    XDG_DATA_HOME: join(homeFolder, 'data'),
    XDG_RUNTIME_DIR: homeFolder,
    TMPDIR: homeFolder,
    TEMP: homeFolder,
    TMP: homeFolder,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  }
  for (const name of passedOn) {
    const value = env[name]
    if (value !== undefined) environment[name] = value
  }
  if (needed.fontconfigFile !== null) environment.FONTCONFIG_FILE ??= needed.fontconfigFile
  const libraries = [needed.libraryPath, env.LD_LIBRARY_PATH].filter(
    (each) => each !== null && each !== undefined,
  )
  if (libraries.length > 0) environment.LD_LIBRARY_PATH = libraries.join(':')
  return environment
}
