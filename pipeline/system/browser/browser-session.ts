import { basename, join } from 'node:path'
import type { Browser } from 'puppeteer'
import { browserEnvironment } from './browser-environment.js'
import { commandAs, type RunningUser } from './browser-user.js'
import type { FoundBrowser } from './find-browser.js'
import type { Environment } from './known-browsers.js'
import { loadPuppeteer } from './load-puppeteer.js'
import { type MemoryWatch, watchMemory } from './memory-watch.js'
import { makeOwnFolder, type OwnFolder } from './own-folder.js'
import { killAtHome, killTree } from './process-tree.js'
import { withinMs } from './within-ms.js'

/** How a browser is started. */
export interface SessionOptions {
  env: Environment
  user: RunningUser
  sandboxed: boolean
  /** Time for the start and for the first empty page, each. */
  startTimeoutMs: number
  /** What all its processes may hold together; it is ended beyond. */
  memoryLimitBytes: number
}

/** A running browser with a folder of its own. */
export interface BrowserSession {
  browser: Browser
  memory: MemoryWatch
  /** Ends the browser, asked or killed, waits until it is gone, then removes its folder. */
  end(): Promise<void>
}

/** What a time limit calls the time until the browser answers. */
export const startWords = 'its start'

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
    const memory = watchMemory(processId(browser), options.memoryLimitBytes)
    const session = { browser, memory, end: () => endSession(browser, memory, folder) }
    try {
      await withinMs(options.startTimeoutMs, 'its first page', firstPage(browser))
      return session
    } catch (error) {
      await session.end()
      throw error
    }
  } catch (error) {
    killAtHome(folder.home)
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
    timeout: 0,
    // Time limits are ours to keep (withinMs); the protocol's own would cut long reports short.
    protocolTimeout: 0,
    // Signals are for the program to answer, which ends the session; Puppeteer would end the process itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    signal: stop.signal,
  })
  try {
    return await withinMs(options.startTimeoutMs, startWords, launching)
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

async function endSession(browser: Browser, memory: MemoryWatch, folder: OwnFolder): Promise<void> {
  memory.stop()
  const child = browser.process()
  const gone = new Promise<void>((resolve) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
  })
  try {
    await withinMs(3_000, 'the end', Promise.all([browser.close(), gone]))
  } catch {
    // What follows is for it as for what it may have left.
  }
  killTree(processId(browser))
  await gone
  await folder.remove()
}

/** 0, which no browser has, for one that is not ours to end. */
function processId(browser: Browser): number {
  return browser.process()?.pid ?? 0
}
