import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'puppeteer'
import { runningUser } from '../../pipeline/system/browser/browser-user.js'
import { findBrowser, noBrowserFailure } from '../../pipeline/system/browser/find-browser.js'
import { openBrowser } from '../../pipeline/system/browser/open-browser.js'

/** How a page is looked at. */
export interface Look {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  script?: boolean
  /** What follows `#` in the address. */
  hash?: string
}

/** A page as a reader has it before them, and what went on behind it. */
export interface OpenPage {
  page: Page
  /** Addresses other than the file itself that it asked for; `data:` is no asking. */
  requests: string[]
  /** Errors of scripts, and what the content security policy kept from happening. */
  troubles: string[]
}

/**
 * The browser that reports are printed with, for looking at pages; each page is a file on disk, as readers get it. It
 * reaches no network unless `isOnline`.
 */
export async function openReader({ isOnline = false } = {}) {
  const user = await runningUser()
  const search = await findBrowser({ browserPath: null, env: process.env }, user)
  const { found } = search
  if (found === null) throw noBrowserFailure(search)
  const { session } = await openBrowser(found, {
    env: process.env,
    user,
    startTimeoutMs: 30_000,
    memoryLimitBytes: 4e9,
  })
  const context = await session.browser.createBrowserContext(isOnline ? { proxyServer: 'direct://' } : {})
  const folder = mkdtempSync(join(tmpdir(), 'control-coverage-pages-'))
  chmodSync(folder, 0o755) // the browser may run as another user
  let count = 0
  return {
    async open(html: string | Uint8Array, look: Look = {}): Promise<OpenPage> {
      count += 1
      const file = join(folder, `${count}.html`)
      writeFileSync(file, html)
      const page = await context.newPage()
      const requests: string[] = []
      const troubles: string[] = []
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) requests.push(request.url())
      })
      page.on('pageerror', (error) => troubles.push(error instanceof Error ? error.message : String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text())
      })
      await page.setJavaScriptEnabled(look.script !== false)
      await page.setViewport({ width: look.width ?? 1280, height: look.height ?? 900 })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look.scheme ?? 'light' }])
      const hash = look.hash === undefined ? '' : `#${look.hash}`
      await page.goto(`${pathToFileURL(file).href}${hash}`, { waitUntil: 'load' })
      if (look.script !== false) await page.waitForSelector('html.js, html:not(:has(#data))')
      return { page, requests, troubles }
    },
    async close() {
      await session.end()
      await found.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Reader = Awaited<ReturnType<typeof openReader>>
