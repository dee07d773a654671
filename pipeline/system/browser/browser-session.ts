import { basename, join } from 'node:path'
import type { Browser } from 'puppeteer'
import { browserEnvironment } from './browser-environment.js'
import { type BrowserUser, commandAs } from './browser-user.js'
import type { FoundBrowser } from './find-browser.js'
import type { Environment } from './known-browsers.js'
import { loadPuppeteer } from './load-puppeteer.js'
import { makeOwnFolder, type OwnFolder } from './own-folder.js'

/** How a browser is started. */
export interface SessionOptions {
  env: Environment
  user: BrowserUser
  sandboxed: boolean
  /** Time for the start and for the first empty page, each. */
  startTimeoutMs: number
}

/** A running browser with a folder of its own. */
export interface BrowserSession {
  browser: Browser
  /** Ends the browser, asked or killed, waits until it is gone, then removes its folder. */
  end(): Promise<void>
}

// Nothing of a page may reach the network or this machine, and nothing of this machine may change the layout.
const ownArguments = [
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--font-render-hinting=none',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-pings',
  '--lang=en-US',
]

/**
 * Starts the browser and opens an empty page, to know that it works.
 *
 * It listens on a pipe, so that it ends when we do, however we end; its profile is a private temporary folder. As root
 * it runs as user 65534 with the folder handed over to that user.
 */
export async function startSession(found: FoundBrowser, options: SessionOptions): Promise<BrowserSession> {
  const folder = await makeOwnFolder(options.user)
  try {
    const browser = await launch(found, options, folder.home)
    const session = { browser, end: () => endSession(browser, folder) }
    try {
      await withinMs(options.startTimeoutMs, 'its first page', firstPage(browser))
      return session
    } catch (error) {
      await session.end()
      throw error
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

async function launch(found: FoundBrowser, options: SessionOptions, folder: string): Promise<Browser> {
  const puppeteer = await loadPuppeteer()
  const headless =
    /headless[-_]shell/.test(basename(found.path)) || found.origin === 'npm package' ? 'shell' : true
  const defaults = puppeteer.defaultArgs({ headless, userDataDir: join(folder, 'profile') })
  const args = [...defaults.filter((each) => each !== '--no-sandbox'), ...ownArguments]
  if (!options.sandboxed) args.push('--no-sandbox')
  const [command, commandArgs] = commandAs(options.user, found.path, args)
  const stop = new AbortController()
  const launching = puppeteer.launch({
    executablePath: command,
    args: commandArgs,
    ignoreDefaultArgs: true,
    pipe: true,
    env: browserEnvironment(options.env, folder, found),
    timeout: options.startTimeoutMs,
    // Time limits are ours to keep (printDocument); the protocol's own would cut long reports short.
    protocolTimeout: 0,
    // Signals are for the program to answer, which ends the session; Puppeteer would end the process itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    signal: stop.signal,
  })
  try {
    return await withinMs(options.startTimeoutMs, 'its start', launching)
  } catch (error) {
    stop.abort() // kills the process that there is no handle of yet
    throw error
  }
}

async function firstPage(browser: Browser): Promise<void> {
  const page = await browser.newPage()
  await page.setContent('<p>ready</p>')
  await page.close()
}

async function endSession(browser: Browser, folder: OwnFolder): Promise<void> {
  const child = browser.process()
  const gone = new Promise<void>((resolve) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
  })
  try {
    await withinMs(3_000, 'the end', Promise.all([browser.close(), gone]))
  } catch {
    killGroup(child?.pid)
    await gone
  }
  await folder.remove()
}

function killGroup(processId: number | undefined): void {
  if (processId === undefined) return
  try {
    process.kill(process.platform === 'win32' ? processId : -processId, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}

/** The promise's value, or an error once `limitMs` have passed; the promise itself goes on and is not heard. */
export async function withinMs<Value>(
  limitMs: number,
  what: string,
  promise: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the browser did not finish ${what} within ${limitMs} ms`)),
      limitMs,
    )
  })
  promise.catch(() => {}) // heard through the race below, or too late to matter
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
