/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'puppeteer'
import { describe, expect, test } from 'vitest'
import { focused, fullPage, shownIds, textOf, untilOpen } from '../../support/full-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'
import { hostileNames } from '../../support/report-fixture.js'

describePrinting('the page in a browser, explored', () => {
  const report = fullReport()
  const look = fullPage()
  const choose = (page: Page, id: string, value: string) => page.select(`#filter-${id}`, value)
  const openFilters = (page: Page) => page.locator('#filters-button').click()

  describe('a technique’s evidence', () => {
    test('opens by the address on loading, with each row’s link, state, file and line', async () => {
      await look({ hash: 'T1059.001' }, async (page) => {
        await untilOpen(page, 'T1059.001')
        const rows = report.resources.filter(({ techniqueId }) => techniqueId === 'T1059.001')
        const shown = await page.$$eval('.evidence-rows li', (items) =>
          items.map((item) => ({
            url: item.querySelector('.evidence-label a')?.getAttribute('href'),
            state: item.querySelector('.state')?.textContent?.trim(),
            place: item.querySelector('.place')?.textContent,
            at: item.querySelector('.place a')?.getAttribute('href'),
          })),
        )
        const blob = `https://github.com/acme/pages/blob/${report.corpus.revision}/docs/att%20ck/`
        expect(shown).toEqual(
          rows.map(({ url, linkState, file, line }) => ({
            url,
            state: linkState,
            place: `${file}:${line}`,
            at: `${blob}${file}?plain=1#L${line}`,
          })),
        )
      })
    })
    test('follows the address, and the way back', async () => {
      await look({}, async (page) => {
        await page.locator('#heat a[href="#T1190"]').click()
        await untilOpen(page, 'T1190')
        await page.evaluate(() => {
          location.hash = '#T1566.001'
        })
        await untilOpen(page, 'T1566.001')
        await page.goBack()
        await untilOpen(page, 'T1190')
        await page.goBack()
        await untilOpen(page, null)
      })
    })
    test('closes by button and by Esc, and gives the focus back', async () => {
      await look({}, async (page) => {
        await page.focus('#heat a[href="#T1190"]')
        await page.keyboard.press('Enter')
        await page.waitForSelector('#panel[open]')
        await page.keyboard.press('Escape')
        await untilOpen(page, null)
        expect(await focused(page)).toContain('T1190')
        expect(new URL(page.url()).hash).toBe('')
        await page.keyboard.press('Enter')
        await page.waitForSelector('#panel[open]')
        await page.locator('#panel .close').click()
        await untilOpen(page, null)
      })
    })
    test('shows what is hostile as text, and follows no address that could run', async () => {
      await look({ hash: 'T1036' }, async (page) => {
        expect(await textOf(page, '#panel-title')).toContain(hostileNames.script)
        expect(await page.title()).toContain('Control Coverage of')
        const hrefs = await page.$$eval('a[href]', (links) =>
          links.map((link) => link.getAttribute('href') ?? ''),
        )
        for (const href of hrefs) expect(href).toMatch(/^(#|https?:|mailto:)/)
        expect(await page.$$eval('img, iframe, object, base', (found) => found.length)).toBe(0)
      })
    })
  })

  describe('filters', () => {
    test.each([
      ['tactic', 'Impact', (id: string) => techniqueOf(id).tactics.includes('Impact')],
      ['source', 'Splunk (Detection)', (id: string) => rowsOf(id).some(({ source }) => source === 'splunk')],
      ['state', 'dead', (id: string) => rowsOf(id).some(({ linkState }) => linkState === 'dead')],
      [
        'gap',
        'evidence lost',
        (id: string) => report.gaps.some((gap) => gap.techniqueId === id && gap.kind === 'lost'),
      ],
    ])('by %s', async (name, label, fits) => {
      await look({}, async (page) => {
        await openFilters(page)
        const value = await page.$eval(
          `#filter-${name}`,
          (select, text) =>
            [...select.querySelectorAll('option')].find((each) => each.textContent === text)?.value,
          label,
        )
        await choose(page, name, value ?? 'MISSING')
        const expected = report.techniques.map(({ id }) => id).filter(fits)
        expect(expected.length).toBeGreaterThan(0)
        expect(expected.length).toBeLessThan(report.techniques.length)
        expect(await shownIds(page)).toEqual(expected)
        expect(await textOf(page, '#matches')).toContain(`${expected.length} technique`)
        expect(await page.$$eval('#heat a:not(.off)', (links) => links.length)).toBeGreaterThan(0)
        expect(await page.$$eval('#heat a.off', (links) => links.length)).toBeGreaterThan(0)
        await page.locator('#filters-clear').click()
        expect(await shownIds(page)).toHaveLength(report.techniques.length)
      })
    })
    test('by gap in a category: its gaps, though what lacks something has no row of it', async () => {
      await look({}, async (page) => {
        const gaps = report.gaps.filter(({ category }) => category === 'test')
        const ids = new Set(gaps.map(({ techniqueId }) => techniqueId))
        expect(gaps.some(({ kind }) => kind === 'test')).toBe(true)
        await openFilters(page)
        await choose(page, 'category', 'test')
        expect(await textOf(page, '#gaps-shown')).toBe(`${gaps.length} of them match.`)
        await choose(page, 'gap', 'any')
        expect(await textOf(page, '#gaps-shown')).toBe(`${gaps.length} of them match.`)
        expect(await shownIds(page)).toEqual(
          report.techniques.map(({ id }) => id).filter((id) => ids.has(id)),
        )
      })
    })
    test('by level in a category', async () => {
      await look({}, async (page) => {
        await openFilters(page)
        await choose(page, 'level', 'none')
        await choose(page, 'category', 'test')
        expect(await shownIds(page)).toEqual(
          report.techniques.filter(({ test: own }) => own.level === 'none').map(({ id }) => id),
        )
      })
    })
  })
  const techniqueOf = (id: string) =>
    report.techniques.find((each) => each.id === id) ?? { tactics: [] as string[] }
  const rowsOf = (id: string) => report.resources.filter(({ techniqueId }) => techniqueId === id)

  describe('search', () => {
    test('finds techniques by name, and rows by label, from the key / on', async () => {
      await look({}, async (page) => {
        await page.keyboard.press('/')
        await page.keyboard.type('phishing 3')
        await page.waitForFunction(() =>
          document.querySelector('#matches')?.textContent?.includes('phishing 3'),
        )
        const rows = report.resources.filter(({ label, techniqueName, sourceName, techniqueId, url }) =>
          ['phishing', '3'].every((word) =>
            `${label} ${sourceName} ${techniqueId} ${techniqueName} ${url}`.toLowerCase().includes(word),
          ),
        )
        expect(await textOf(page, '#resource-count')).toBe(
          `${rows.length} of ${report.resources.length.toLocaleString('en')} resources`,
        )
        await page.keyboard.press('Escape')
        expect(await shownIds(page)).toHaveLength(report.techniques.length)
      })
    })
    test('an id leads to its evidence', async () => {
      await look({}, async (page) => {
        await page.keyboard.press('/')
        await page.keyboard.type('t1055')
        await page.keyboard.press('Enter')
        await page.waitForSelector('#panel[open]')
        await untilOpen(page, 'T1055')
      })
    })
  })

  test('techniques sort by any heading, both ways', async () => {
    await look({}, async (page) => {
      const press = (name: string) => page.locator(`#technique-table th[data-sort="${name}"] button`).click()
      const order = ['none', 'lost', 'thin', 'covered', 'deep']
      const levels = async () =>
        (await shownIds(page)).map((id) =>
          order.indexOf(report.techniques.find((each) => each.id === id)?.detection.level ?? ''),
        )
      await press('detection')
      expect(await levels()).toEqual([...(await levels())].sort((a, b) => a - b))
      await press('detection')
      expect(await levels()).toEqual([...(await levels())].sort((a, b) => b - a))
      expect(await page.$eval('th[data-sort="detection"]', (head) => head.getAttribute('aria-sort'))).toBe(
        'descending',
      )
      await press('gaps')
      const gaps = (await shownIds(page)).map(
        (id) => report.gaps.filter(({ techniqueId }) => techniqueId === id).length,
      )
      expect(gaps).toEqual([...gaps].sort((a, b) => b - a))
    })
  })

  describe('the heat map', () => {
    test('is one stop for Tab, and arrow keys lead on', async () => {
      await look({}, async (page) => {
        const stops = await page.$$eval('#heat a[tabindex="0"]', (links) => links.length)
        expect(stops).toBe(1)
        const tactics = report.heatMap.map(({ cells }) => cells.map(({ id }) => id))
        await page.focus('#heat a[tabindex="0"]')
        const step = async (key: 'ArrowDown' | 'ArrowRight' | 'ArrowUp' | 'ArrowLeft' | 'Home' | 'End') => {
          await page.keyboard.press(key)
          return page.evaluate(() => document.activeElement?.querySelector('b')?.textContent)
        }
        expect(await step('ArrowRight')).toBe(tactics[1]?.[0])
        expect(await step('ArrowDown')).toBe(tactics[1]?.[1])
        expect(await step('ArrowLeft')).toBe(tactics[0]?.[1])
        expect(await step('ArrowUp')).toBe(tactics[0]?.[0])
        expect(await step('End')).toBe(tactics.at(-1)?.[0])
        expect(await step('Home')).toBe(tactics[0]?.[0])
        expect(await page.$$eval('#heat a[tabindex="0"]', (links) => links.length)).toBe(1)
      })
    })
    test('shows sub-techniques and colours by a category, with and without script', async () => {
      for (const script of [true, false]) {
        await look({ script }, async (page) => {
          const seen = () =>
            page.$$eval('#heat .subs a', (links) => links.filter((link) => link.checkVisibility()).length)
          const colour = () => page.$eval('#heat a.d-deep', (link) => getComputedStyle(link).backgroundColor)
          expect(await seen()).toBe(0)
          const before = await colour()
          for (const choice of ['#with-subs', '#by-detection']) {
            await page.focus(choice)
            await page.keyboard.press('Space')
          }
          expect(await seen()).toBeGreaterThan(5)
          expect(await colour()).not.toBe(before)
        })
      }
    })
  })
})
