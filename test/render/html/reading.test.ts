/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { expect, test } from 'vitest'
import { focused, fullPage, textOf, untilOpen } from '../../support/full-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'

describePrinting('the page in a browser, read', () => {
  const report = fullReport()
  const look = fullPage()

  test('long lists hold the rows in sight alone, and all of them', async () => {
    await look({}, async (page) => {
      const state = () =>
        page.$eval('#resource-list .long-scroll', (list) => ({
          all: Number(list.getAttribute('aria-rowcount')) - 1,
          rows: [...list.querySelectorAll('.long-rows [role="row"]')].map((row) =>
            Number(row.getAttribute('aria-rowindex')),
          ),
        }))
      const first = await state()
      expect(first.all).toBe(report.resources.length)
      expect(first.rows.length).toBeLessThan(60)
      await page.$eval('#resource-list .long-scroll', (list) => list.scrollTo(0, list.scrollHeight))
      await page.waitForFunction(
        (last) => document.querySelector(`[aria-rowindex="${last}"]`) !== null,
        {},
        first.all + 1,
      )
      const last = await state()
      expect(last.rows.length).toBeLessThan(60)
      // Rows that come back from above stand before the others: Tab and screen readers take them as they stand.
      await page.$eval('#resource-list .long-scroll', (list) => list.scrollBy(0, -400))
      await page.waitForFunction(
        (above) => document.querySelector(`#resource-list [aria-rowindex="${above}"]`) !== null,
        {},
        Math.min(...last.rows) - 1,
      )
      const { rows } = await state()
      expect(rows).toEqual([...rows].sort((a, b) => a - b))
      await page.select('#finding-severity', 'error')
      const errors = report.findings.filter(({ severity }) => severity === 'error').length
      expect(await textOf(page, '#finding-count')).toBe(`${errors} of ${report.findings.length} findings`)
    })
  })

  test('by keyboard alone: search, open, read, close, and on', async () => {
    await look({}, async (page) => {
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Skip to t')
      await page.keyboard.press('/')
      await page.keyboard.type('rootkit')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.querySelector('#matches')?.textContent?.includes('rootkit'))
      const isOnIt = () =>
        page.evaluate(() => (document.activeElement?.closest('#technique-table tbody') ?? null) !== null)
      for (let presses = 0; presses < 60 && !(await isOnIt()); presses += 1) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await untilOpen(page, 'T1014')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('panel-title')
      await page.keyboard.press('Escape')
      expect(await focused(page)).toBe('T1014')
    })
  })

  test('the theme goes round', async () => {
    await look({}, async (page) => {
      const ground = () => page.$eval('html', (root) => getComputedStyle(root).backgroundColor)
      const light = await ground()
      await page.locator('#theme-button').click()
      expect(await ground()).toBe(light)
      await page.locator('#theme-button').click()
      expect(await ground()).not.toBe(light)
      expect(await textOf(page, '#theme')).toBe('dark')
    })
  })

  test.each([320, 1600])('%i px wide, nothing makes the page scroll sideways', async (width) => {
    for (const options of [{}, { script: false }, { hash: 'T1059.001' }, { hash: 'T1115' }]) {
      await look({ width, ...options }, async (page) => {
        const [own, seen] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ])
        expect(own, JSON.stringify(options)).toBe(seen)
      })
    }
  })

  test('without script it is a plain report: figures, evidence, gaps, limits', async () => {
    await look({ script: false, hash: 'T1059.001' }, async (page) => {
      const text = (await page.$eval('main', (main) => main.textContent ?? '')).replace(/\s+/g, ' ')
      for (const words of [
        'What it cannot say',
        'Every technique',
        'Reconciliation',
        'Limitations',
        'needs JavaScript',
      ])
        expect(text).toContain(words)
      for (const { id, file, line } of report.mappings.map((each) => ({ ...each, id: each.techniqueId }))) {
        expect(text).toContain(id)
        expect(text).toContain(`${file}:${line}`)
      }
      expect(
        await page.$$eval('.tools, .long', (found) => found.some((each) => each.checkVisibility())),
      ).toBe(false)
      const top = await page.$eval('[id="T1059.001"]', (row) => row.getBoundingClientRect().top)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(top).toBeLessThan(900)
    })
  })
})
