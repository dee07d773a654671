import { posix, win32 } from 'node:path'

/** Environment variables by name, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where browsers that can print usually stand on this platform, best first.
 *
 * Headless shells come before full browsers: they start in half the time and take less memory. Debian's
 * `/usr/bin/chromium` is a shell script, so the program behind it is named before it. Puppeteer's own `channel`
 * knows neither Debian's Chromium nor Edge, which is why there is a list of our own.
 */
export function knownBrowserPaths(platform: NodeJS.Platform, env: Environment): string[] {
  if (platform === 'win32') return windowsPaths(env)
  return [...(platform === 'darwin' ? macPaths(env) : linuxPaths), ...pathNames(env)]
}

const linuxPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/snap/bin/chromium',
]

const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
]

function pathNames(env: Environment): string[] {
  const folders = (env.PATH ?? '').split(':').filter((folder) => posix.isAbsolute(folder))
  return names.flatMap((name) => folders.map((folder) => posix.join(folder, name)))
}

function macPaths(env: Environment): string[] {
  const programs = [
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'Brave Browser.app/Contents/MacOS/Brave Browser',
  ]
  const home = env.HOME
  const folders = ['/Applications', ...(home === undefined ? [] : [posix.join(home, 'Applications')])]
  return programs.flatMap((program) => folders.map((folder) => posix.join(folder, program)))
}

function windowsPaths(env: Environment): string[] {
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
  const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => env[name])
  return programs.flatMap((program) =>
    folders.flatMap((folder) => (folder === undefined ? [] : [win32.join(folder, program)])),
  )
}
