/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'puppeteer'
import { afterAll, beforeAll, expect } from 'vitest'
import { renderHtmlPage } from '../../pipeline/render/html/index.js'
import { type Look, openReader, type Reader } from './browser-page.js'
import { fullReport } from './full-report.js'
import { coverageTemplate } from './report-template.js'

/** Opens the page of the full report, lets a reader do something, and sees that nothing went wrong or out meanwhile. */
export function fullPage(): (look: Look, doing: (page: Page) => Promise<void>) => Promise<void> {
  let html: Uint8Array
  let reader: Reader
  beforeAll(async () => {
    html = renderHtmlPage(fullReport(), await coverageTemplate()).bytes
    reader = await openReader()
  })
  afterAll(() => reader?.close())
  return async (look, doing) => {
    const { page, requests, troubles } = await reader.open(html, look)
    await doing(page)
    expect({ requests, troubles }).toEqual({ requests: [], troubles: [] })
    await page.close()
  }
}

/** The text of an element, blanks joined. */
export const textOf = (page: Page, selector: string) =>
  page.$eval(selector, (element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim())

/** Waits until the evidence of that technique is open, or none is; the address is followed a moment after a click. */
export const untilOpen = (page: Page, id: string | null) =>
  page.waitForFunction(
    (wanted) => {
      const panel = document.querySelector('#panel[open]')
      return (panel?.querySelector('.panel-id')?.textContent ?? null) === wanted
    },
    { timeout: 5_000 },
    id,
  )

/** The beginning of the text that has the focus. */
export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.textContent?.slice(0, 9) ?? '')

/** Ids in the table of techniques, as far as they are shown, in its order. */
export const shownIds = (page: Page) =>
  page.$$eval('#technique-table tbody', (bodies) =>
    bodies.filter((body) => !body.hidden).map((body) => body.querySelector('a')?.textContent ?? ''),
  )
