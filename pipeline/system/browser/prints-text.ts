import type { Browser } from 'puppeteer'
import { readReportFonts } from './report-fonts.js'

/** Whether a browser prints a word in a report's font; one that finds no font of the machine prints pages blank. */
export async function printsText(browser: Browser): Promise<boolean> {
  const fonts = await readReportFonts()
  const font = Buffer.from(fonts.get('fonts/noto-sans-latin-400-normal.woff2') ?? '').toString('base64')
  const page = await browser.newPage()
  await page.setContent(
    `<style>@font-face{font-family:R;src:url("data:font/woff2;base64,${font}")}p{font-family:R}</style><p>ready`,
  )
  const pdf = Buffer.from(await page.pdf())
  await page.close()
  return pdf.includes('/FontFile')
}
