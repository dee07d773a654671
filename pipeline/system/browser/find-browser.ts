import { tmpdir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { exitCodes, Failure } from '../../model/failure.js'
import { type BrowserSupport, browserEnvironment } from './browser-environment.js'
import { type BrowserUser, isExecutable } from './browser-user.js'
import { type Environment, knownBrowserPaths } from './known-browsers.js'
import { npmBrowser } from './npm-browser.js'
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
  passedOver: { path: string; reason: string }[]
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
export async function findBrowser(wish: BrowserWish, user: BrowserUser): Promise<BrowserSearch> {
  const named = namedBrowser(wish)
  if (named !== null) return { found: await theNamedOne(named, wish.env, user), passedOver: [] }
  const passedOver: BrowserSearch['passedOver'] = []
  for await (const candidate of candidates(wish.env)) {
    if (!(await isExecutable(candidate.path))) continue
    const probe = await ask(user, candidate.path, wish.env, candidate)
    if ('version' in probe) return { found: { ...candidate, version: probe.version }, passedOver }
    passedOver.push({ path: candidate.path, reason: probe.reason })
    await candidate.dispose()
  }
  return { found: null, passedOver }
}

function namedBrowser(wish: BrowserWish): { path: string; origin: string } | null {
  if (wish.browserPath !== null) return { path: wish.browserPath, origin: '--browser' }
  for (const origin of ['PUPPETEER_EXECUTABLE_PATH', 'CHROME_PATH']) {
    const path = wish.env[origin]
    if (path !== undefined && path !== '') return { path, origin }
  }
  return null
}

async function theNamedOne(named: { path: string; origin: string }, env: Environment, user: BrowserUser) {
  const path = isAbsolute(named.path) ? named.path : resolve(named.path)
  const probe = (await isExecutable(path)) ? await ask(user, path, env, plain) : { reason: 'no such program' }
  if ('version' in probe) return { ...named, ...plain, path, version: probe.version }
  const asNobody = user.kind === 'nobody' ? ' by user 65534, whom the browser runs as when we are root' : ''
  throw new Failure(
    `the browser named by ${named.origin}, ${named.path}, cannot be run: ${probe.reason}`,
    `name one that can be run${asNobody}, or leave ${named.origin} out to have one found`,
    { exitCode: exitCodes.incomplete },
  )
}

function ask(user: BrowserUser, path: string, env: Environment, needed: BrowserSupport) {
  return probeBrowser(user, path, browserEnvironment(env, tmpdir(), needed), probeTimeoutMs)
}

async function* candidates(env: Environment): AsyncGenerator<Omit<FoundBrowser, 'version'>> {
  for (const path of new Set(knownBrowserPaths(process.platform, env)))
    yield { path, origin: 'installed', ...plain }
  for (const path of await puppeteerCachePaths(process.platform, env)) {
    yield { path, origin: 'puppeteer cache', ...plain }
  }
  const userId = process.getuid?.()
  const fromNpm = userId === undefined ? null : await npmBrowser(env, userId)
  if (fromNpm !== null) yield { origin: 'npm package', ...fromNpm }
}

/** What to do where no browser was found, one remedy each; any of them is enough. */
export const browserRemedies = [
  'apt-get install chromium-headless-shell',
  'npx puppeteer browsers install chrome-headless-shell',
  'npm install @sparticuz/chromium@147.0.0',
]

/** The failure that says no browser was found, with what was there but could not be run. */
export function noBrowserFailure(search: BrowserSearch): Failure {
  const tried = search.passedOver.map(({ path, reason }) => `; ${path} was passed over: ${reason}`).join('')
  return new Failure(
    `no browser was found to print the PDF with${tried}`,
    `any of: ${browserRemedies.join(' · ')}`,
    {
      exitCode: exitCodes.incomplete,
    },
  )
}
