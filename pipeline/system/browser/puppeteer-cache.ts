import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from './known-browsers.js'

/**
 * Browsers that `npx puppeteer browsers install …` has left in its cache, headless shells first, newest first.
 *
 * The cache is laid out as `<browser>/<platform>-<version>/<archive>/<program>`; reading it takes no package.
 */
export async function puppeteerCachePaths(platform: NodeJS.Platform, env: Environment): Promise<string[]> {
  const home = env.HOME ?? env.USERPROFILE
  const cache = env.PUPPETEER_CACHE_DIR ?? (home === undefined ? null : join(home, '.cache', 'puppeteer'))
  if (cache === null) return []
  const found = await Promise.all(
    ['chrome-headless-shell', 'chrome'].map((browser) => programsOf(join(cache, browser), browser, platform)),
  )
  return found.flat()
}

async function programsOf(folder: string, browser: string, platform: NodeJS.Platform): Promise<string[]> {
  const versions = (await names(folder)).sort(newestFirst)
  const programs: string[] = []
  for (const version of versions) {
    for (const archive of await names(join(folder, version))) {
      programs.push(join(folder, version, archive, programName(browser, platform)))
    }
  }
  return programs
}

function programName(browser: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `${browser}.exe`
  if (platform === 'darwin' && browser === 'chrome') {
    return 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  }
  return browser
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch {
    return []
  }
}

function newestFirst(a: string, b: string): number {
  const [left, right] = [numbersIn(a), numbersIn(b)]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (right[at] ?? 0) - (left[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function numbersIn(version: string): number[] {
  return (version.split('-').at(-1) ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0)
}
