import type { Browser } from 'puppeteer'
import { readReportFonts } from './report-fonts.js'

/** What a browser makes of text. */
export interface FontsFound {
  /** False where it prints pages blank, whatever fonts they bring. */
  prints: boolean
  /** Scripts that no font of this machine has: they are printed as empty boxes. */
  missing: string[]
}

const scripts = { Chinese: '漢字', Japanese: 'かな', Korean: '한글', Arabic: 'سع' }

/** Prints a word in a report's font, and draws two letters of each script that reports bring no font for. */
export async function browserFonts(browser: Browser): Promise<FontsFound> {
  const fonts = await readReportFonts()
  const font = Buffer.from(fonts.get('fonts/noto-sans-latin-400-normal.woff2') ?? '').toString('base64')
  const page = await browser.newPage()
  await page.setContent(
    `<style>@font-face{font-family:R;src:url("data:font/woff2;base64,${font}")}p{font-family:R}</style><p>ready`,
  )
  const pdf = Buffer.from(await page.pdf())
  const missing: string[] = []
  for (const [name, letters] of Object.entries(scripts)) {
    const drawn = await Promise.all([...letters].map((letter) => page.evaluate(drawing(letter))))
    // What no font has is drawn as the same box each time.
    if (new Set(drawn).size < drawn.length) missing.push(name)
  }
  await page.close()
  return { prints: pdf.includes('/FontFile'), missing }
}

/** What a page runs to draw a letter: its picture as text. */
function drawing(letter: string): string {
  return `(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 40
    const context = canvas.getContext('2d')
    context.font = '24px sans-serif'
    context.fillText(${JSON.stringify(letter)}, 6, 30)
    return canvas.toDataURL()
  })()`
}
