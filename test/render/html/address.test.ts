/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'puppeteer'
import { expect, test } from 'vitest'
import { fullPage, shownIds, textOf, untilOpen } from '../../support/full-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'

describePrinting('the address of the page', () => {
  const report = fullReport()
  const look = fullPage()
  const hashOf = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash))
  const choose = async (page: Page, id: string, value: string) => {
    await page.select(`#${id}`, value)
  }
  const idsOfTactic = (tactic: string) =>
    report.techniques.filter(({ tactics }) => tactics.includes(tactic)).map(({ id }) => id)
  const untilShown = (page: Page, count: number) =>
    page.waitForFunction(
      (wanted) => document.querySelectorAll('#technique-table tbody:not([hidden])').length === wanted,
      { timeout: 5_000 },
      count,
    )

  test('holds every choice, and another reader finds them again', async () => {
    let hash = ''
    let ids: string[] = []
    await look({}, async (page) => {
      await choose(page, 'filter-tactic', 'Impact')
      await choose(page, 'filter-source', 'detection/splunk')
      await choose(page, 'filter-state', 'dead')
      await page.locator('th[data-sort="gaps"] button').click()
      await choose(page, 'resource-sort', 'state')
      await choose(page, 'finding-severity', 'error')
      await page.locator('label:has(#by-detection)').click()
      await page.locator('#with-subs').click()
      hash = (await page.evaluate(() => location.hash)).slice(1)
      ids = await shownIds(page)
    })
    expect(decodeURIComponent(hash)).toBe(
      '?tactic=Impact&source=detection/splunk&state=dead&resources=state&severity=error&sort=-gaps&colour=detection&subs=shown',
    )
    await look({ hash }, async (page) => {
      expect(await shownIds(page)).toEqual(ids)
      expect(await textOf(page, '#filter-count')).toBe('(3)')
      for (const [id, value] of [
        ['resource-sort', 'state'],
        ['finding-severity', 'error'],
      ])
        expect(await page.$eval(`#${id}`, (select) => (select as HTMLSelectElement).value)).toBe(value)
      expect(await page.$eval('#by-detection', (input) => (input as HTMLInputElement).checked)).toBe(true)
      expect(
        await page.$$eval('#heat .subs a', (links) => links.some((link) => link.checkVisibility())),
      ).toBe(true)
      expect((await page.evaluate(() => location.hash)).slice(1)).toBe(hash)
    })
  })

  test('keeps what is chosen where a link leads to a technique, and both when it is opened anew', async () => {
    await look({ hash: '?tactic=Execution' }, async (page) => {
      await page.locator('#technique-table a[href="#T1059.001"]').click()
      await untilOpen(page, 'T1059.001')
      expect(await hashOf(page)).toBe('#T1059.001?tactic=Execution')
      await page.keyboard.press('Escape')
      await untilOpen(page, null)
      expect(await hashOf(page)).toBe('#?tactic=Execution')
      expect(await shownIds(page)).toEqual(idsOfTactic('Execution'))
    })
    await look({ hash: 'T1059.001?tactic=Execution' }, async (page) => {
      await untilOpen(page, 'T1059.001')
      expect(await shownIds(page)).toEqual(idsOfTactic('Execution'))
    })
  })

  test('leads back and forward through choices, words being one step', async () => {
    await look({}, async (page) => {
      const all = report.techniques.length
      await choose(page, 'filter-tactic', 'Impact')
      await page.focus('#query')
      await page.keyboard.type('data')
      await page.waitForFunction(() => location.hash.includes('q=data'))
      const narrowed = (await shownIds(page)).length
      await page.goBack()
      await untilShown(page, idsOfTactic('Impact').length)
      expect(await page.$eval('#query', (input) => (input as HTMLInputElement).value)).toBe('')
      await page.goBack()
      await untilShown(page, all)
      expect(await page.$eval('#filter-tactic', (select) => (select as HTMLSelectElement).value)).toBe('')
      await page.goForward()
      await page.goForward()
      await untilShown(page, narrowed)
      expect(await hashOf(page)).toBe('#?q=data&tactic=Impact')
    })
  })

  test.each([
    '?tactic=None&level=%00&sort=constructor&colour=__proto__&subs=%ff',
    '?%',
    '%E0%A4%A?q=%E0%A4%A',
    'T1059.001%00?x',
  ])('that says nothing of what is here (%s) breaks nothing', async (hash) => {
    await look({ hash }, async (page) => {
      const { length } = await shownIds(page)
      expect(length === report.techniques.length || hash.includes('q=')).toBe(true)
    })
  })

  test('is text, whoever made it', async () => {
    const hostile = '<img src=x onerror=document.title=1>'
    await look({ hash: `?q=${encodeURIComponent(hostile)}` }, async (page) => {
      expect(await page.$$eval('img', (found) => found.length)).toBe(0)
      expect(await textOf(page, '#matches')).toContain('<img src=x')
    })
  })

  test('can be copied with a button', async () => {
    await look({ hash: 'T1059.001?tactic=Execution' }, async (page) => {
      await untilOpen(page, 'T1059.001')
      await page.evaluate(() => {
        Object.defineProperty(navigator, 'clipboard', {
          value: { writeText: async (text: string) => Object.assign(window, { copied: text }) },
        })
      })
      await page.locator('#panel button::-p-text(Copy link)').click()
      await page.waitForSelector('#panel button::-p-text(Copied)')
      const copied = await page.evaluate(() => (window as unknown as { copied: string }).copied)
      expect(copied).toBe(page.url())
    })
  })
})
