import { realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { errorText } from '../../model/error-text.js'
import { exitCodes, Failure } from '../../model/failure.js'
import { type BrowserSupport, browserEnvironment } from './browser-environment.js'
import { isExecutable, type RunningUser } from './browser-user.js'
import { type Environment, knownBrowserPaths } from './known-browsers.js'
import { missingWords } from './missing-libraries.js'
import { hasNpmBrowser, npmBrowser, npmPackage } from './npm-browser.js'
import { probeBrowser } from './probe-browser.js'
import { puppeteerCachePaths } from './puppeteer-cache.js'

/** How the caller asks for a browser: by path, or by the environment and what this machine holds. */
export interface BrowserWish {
  /** `--browser`, or null. */
  browserPath: string | null
  env: Environment
}

/** A browser that answered when asked for its version. */
export interface FoundBrowser {
  path: string
  /** How it came to be chosen: `--browser`, the name of a variable, `installed`, `puppeteer cache`, `npm package`. */
  origin: string
  version: string
  /** Folder of shared libraries that it needs beside the machine's own, or null. */
  libraryPath: string | null
  /** Fontconfig file that it needs where the machine has none, or null. */
  fontconfigFile: string | null
  /** Removes what was unpacked for this run alone. */
  dispose(): Promise<void>
}

/** The browser to use, if any, and those that were there but could not be run, with the reason. */
export interface BrowserSearch {
  found: FoundBrowser | null
  passedOver: PassedOver[]
}
/** A browser that is here and is not used. */
export interface PassedOver {
  path: string
  reason: string
}

const probeTimeoutMs = 15_000
/** A browser that is at home on this machine brings what it needs. */
const plain = { libraryPath: null, fontconfigFile: null, dispose: async () => {} }

/**
 * The browser to print with: `--browser`, `PUPPETEER_EXECUTABLE_PATH`, `CHROME_PATH`, an installed one, Puppeteer's
 * own cache, and last the optional npm package. Nothing is ever downloaded.
 *
 * One that was named must work: silently taking another would print with something nobody asked for. Of the others
 * each is asked for its version, as the user it will run as, and the first that answers is taken.
 *
 * @throws {Failure} when a browser that was named cannot be run
 */
export async function findBrowser(wish: BrowserWish, user: RunningUser): Promise<BrowserSearch> {
  const named = namedBrowser(wish)
  if (named !== null) return { found: await theNamedOne(named, wish.env, user), passedOver: [] }
  const passedOver: PassedOver[] = []
  for (const { path, origin } of await installedBrowsers(wish.env)) {
    const probe = await ask(user, path, wish.env, plain)
    if ('version' in probe) {
      return { found: { ...plain, path, origin, version: probe.version }, passedOver }
    }
    passedOver.push({ path, reason: probe.reason })
  }
  const last = await fromNpm(wish.env, user)
  if (last !== null && 'reason' in last) passedOver.push(last)
  return { found: last !== null && 'version' in last ? last : null, passedOver }
}

/** Browsers that stand behind the chosen one: nobody asks them anything, since the first that answers is taken. */
export async function browsersBehind(
  wish: BrowserWish,
  { found, passedOver }: BrowserSearch,
): Promise<PassedOver[]> {
  const known = new Set([found?.path, ...passedOver.map(({ path }) => path)])
  const installed = (await installedBrowsers(wish.env)).map(({ path }) => path)
  const reason =
    namedBrowser(wish) === null ? 'others go before it' : `${found?.origin ?? 'a setting'} names another`
  const own = found?.origin !== 'npm package' && (await hasNpmBrowser()) ? [npmPackage] : []
  return [...installed, ...own].filter((path) => !known.has(path)).map((path) => ({ path, reason }))
}

/** Programs at the places where browsers stand, best first, each once however many names lead to it. */
async function installedBrowsers(env: Environment): Promise<{ path: string; origin: string }[]> {
  const places = [
    ...knownBrowserPaths(process.platform, env).map((path) => ({ path, origin: 'installed' })),
    ...(await puppeteerCachePaths(process.platform, env)).map((path) => ({
      path,
      origin: 'puppeteer cache',
    })),
  ]
  const seen = new Set<string>()
  const found: typeof places = []
  for (const place of places) {
    const real = await realpath(place.path).catch(() => null)
    if (real === null || seen.has(real) || !(await isExecutable(place.path))) continue
    seen.add(real)
    found.push(place)
  }
  return found
}

/** The browser of the npm package, why it cannot be run, or null without the package. */
async function fromNpm(env: Environment, user: RunningUser): Promise<FoundBrowser | PassedOver | null> {
  const userId = process.getuid?.()
  if (userId === undefined) return null
  const unpacked = await npmBrowser(env, userId).catch((error: unknown) => ({
    path: npmPackage,
    reason: `it cannot be unpacked: ${errorText(error)}`,
  }))
  if (unpacked === null || 'reason' in unpacked) return unpacked
  const probe = await ask(user, unpacked.path, env, unpacked)
  if ('version' in probe) return { ...unpacked, origin: 'npm package', version: probe.version }
  await unpacked.dispose()
  return { path: unpacked.path, reason: probe.reason }
}

function namedBrowser(wish: BrowserWish): { path: string; origin: string } | null {
  if (wish.browserPath !== null) return { path: wish.browserPath, origin: '--browser' }
  for (const origin of ['PUPPETEER_EXECUTABLE_PATH', 'CHROME_PATH']) {
    const path = wish.env[origin]
    if (path !== undefined && path !== '') return { path, origin }
  }
  return null
}

async function theNamedOne(named: { path: string; origin: string }, env: Environment, user: RunningUser) {
  const path = isAbsolute(named.path) ? named.path : resolve(named.path)
  const probe = (await isExecutable(path)) ? await ask(user, path, env, plain) : { reason: 'no such program' }
  if ('version' in probe) return { ...named, ...plain, path, version: probe.version }
  const asNobody = user.kind === 'nobody' ? ' by user 65534, whom the browser runs as when we are root' : ''
  throw new Failure(
    `the browser named by ${named.origin}, ${named.path}, cannot be run: ${probe.reason}`,
    probe.reason.startsWith(missingWords)
      ? librariesRemedy
      : `name one that can be run${asNobody}, or leave ${named.origin} out to have one found`,
    { exitCode: exitCodes.incomplete },
  )
}

function ask(user: RunningUser, path: string, env: Environment, needed: BrowserSupport) {
  return probeBrowser(user, path, browserEnvironment(env, tmpdir(), needed), probeTimeoutMs)
}

/** The order that browsers are looked for in, in words. */
export const searchOrder =
  '--browser, PUPPETEER_EXECUTABLE_PATH, CHROME_PATH, installed ones (headless shells before whole browsers), Puppeteer’s cache, the npm package'

const installRemedy = `any of: ${[
  'apt-get install chromium-headless-shell',
  'npx puppeteer browsers install chrome-headless-shell',
  'npm install @sparticuz/chromium@147.0.0 (Linux x64)',
].join(' · ')}`
const librariesRemedy =
  'install the packages that hold these libraries; apt-get install chromium-headless-shell brings a browser with all of its own'

/** The failure that says no browser was found, with what was there but could not be run. */
export function noBrowserFailure({ passedOver }: BrowserSearch): Failure {
  const tried = passedOver.map(({ path, reason }) => `; ${path} was passed over: ${reason}`).join('')
  const lacksLibraries = passedOver.some(({ reason }) => reason.startsWith(missingWords))
  return new Failure(
    `no browser was found to print the PDF with${tried}`,
    lacksLibraries ? librariesRemedy : installRemedy,
    { exitCode: exitCodes.incomplete },
  )
}
