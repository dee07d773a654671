import type { Browser } from 'puppeteer'
import type { PrintOptions } from '../../model/ports.js'
import { withinMs } from './within-ms.js'

/**
 * A finished HTML document as PDF: tagged, with an outline, backgrounds printed.
 *
 * Scripts are off and the page is offline before a byte of it is loaded. It is set as content rather than opened as
 * a file: a `file:` page could pull other files of this machine into the PDF.
 */
export async function printDocument(browser: Browser, html: string, options: PrintOptions, limitMs: number) {
  const page = await browser.newPage()
  const work = async () => {
    await page.setJavaScriptEnabled(false)
    await page.setOfflineMode(true)
    await page.setContent(html, { waitUntil: 'load', timeout: 0 })
    return page.pdf({
      format: options.paper,
      preferCSSPageSize: true,
      printBackground: true,
      tagged: options.draft !== true,
      outline: options.draft !== true,
      timeout: 0,
    })
  }
  const pdf = await withinMs(limitMs, 'the PDF', Promise.race([work(), crashOf(browser)]))
  await page.close()
  return pdf
}

/** Never resolves; fails when the browser goes away, which would otherwise be noticed only at the time limit. */
function crashOf(browser: Browser): Promise<never> {
  return new Promise((_, reject) => {
    browser.once('disconnected', () => reject(new Error('the browser ended before the PDF was done')))
  })
}
