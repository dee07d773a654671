/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'puppeteer'
import { describe, expect, test } from 'vitest'
import { fullPage, shownIds, textOf, untilOpen } from '../../support/full-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'

const widths = [320, 1600]
const schemes = ['light', 'dark'] as const
const views = widths.flatMap((width) => schemes.map((scheme) => ({ width, scheme })))

describePrinting('everything works at 320 and at 1,600 px, light and dark', () => {
  const report = fullReport()
  const look = fullPage()
  const ids = report.techniques.map(({ id }) => id)
  const having = (rows: readonly { techniqueId: string }[]) => {
    const found = new Set(rows.map(({ techniqueId }) => techniqueId))
    return ids.filter((id) => found.has(id))
  }

  /** What each filter is set to, and the techniques that it leaves. */
  const filters: [id: string, value: string, expected: string[]][] = [
    [
      'tactic',
      'Impact',
      report.techniques.filter(({ tactics }) => tactics.includes('Impact')).map(({ id }) => id),
    ],
    ['category', 'test', having(report.resources.filter(({ category }) => category === 'test'))],
    [
      'level',
      'lost',
      report.techniques
        .filter(({ policy, detection, test: tests }) =>
          [policy, detection, tests].some(({ level }) => level === 'lost'),
        )
        .map(({ id }) => id),
    ],
    ['source', 'detection/sigma', having(report.resources.filter(({ source }) => source === 'sigma'))],
    ['state', 'dead', having(report.resources.filter(({ linkState }) => linkState === 'dead'))],
    ['gap', 'any', having(report.gaps)],
  ]

  describe.each(views)('$width px, $scheme', (view) => {
    test('each filter', async () => {
      await look(view, async (page) => {
        await page.locator('#filters-button').click()
        for (const [name, value, expected] of filters) {
          expect(expected.length, name).toBeGreaterThan(0)
          await page.select(`#filter-${name}`, value)
          expect(await shownIds(page), name).toEqual(expected)
          await page.locator('#filters-clear').click()
          expect(await shownIds(page)).toEqual(ids)
        }
      })
    })

    test('search, sort, and the evidence of a technique with file and line', async () => {
      await look(view, async (page) => {
        await page.locator('#query').fill('rootkit')
        await page.waitForFunction(() => document.querySelector('#matches')?.textContent?.includes('rootkit'))
        expect(await shownIds(page)).toContain('T1014')
        expect((await shownIds(page)).length).toBeLessThan(ids.length)
        await page.locator('#matches button::-p-text(Show all)').click()
        await page.locator('th[data-sort="gaps"] button').click()
        const most = report.gaps.filter(({ techniqueId }) => techniqueId === report.techniques[0]?.id).length
        const [first = ''] = await shownIds(page)
        expect(report.gaps.filter(({ techniqueId }) => techniqueId === first).length).toBeGreaterThanOrEqual(
          most,
        )
        await page.locator('#technique-table a[href="#T1059.001"]').click()
        await untilOpen(page, 'T1059.001')
        await showsPlaces(page, 'T1059.001')
        expect(await fits(page)).toBe(true)
      })
    })

    test('a deep link, and a way by keyboard alone', async () => {
      await look({ ...view, hash: 'T1190' }, async (page) => {
        await untilOpen(page, 'T1190')
        await showsPlaces(page, 'T1190')
        await page.keyboard.press('Escape')
        await untilOpen(page, null)
        await page.keyboard.press('/')
        await page.keyboard.type('T1055')
        await page.keyboard.press('Enter')
        await untilOpen(page, 'T1055')
        // The focus is in the panel, and Tab leads on within it.
        await page.keyboard.press('Tab')
        expect(await page.evaluate(() => document.activeElement?.closest('#panel') !== null)).toBe(true)
        await page.keyboard.press('Escape')
        await untilOpen(page, null)
      })
    })

    test('every stop of Tab is to be seen where it stands', async () => {
      await look(view, async (page) => {
        for (let presses = 0; presses < 25; presses += 1) {
          await page.keyboard.press('Tab')
          const stop = await page.evaluate(() => {
            const { activeElement: element } = document
            const box = element?.getBoundingClientRect()
            return {
              name: element?.outerHTML.slice(0, 120),
              isSeen:
                box !== undefined &&
                box.right > 0 &&
                box.left < innerWidth &&
                box.bottom > 0 &&
                box.top < innerHeight,
            }
          })
          expect(stop.isSeen, stop.name).toBe(true)
        }
      })
    })

    test('printed it is light, without tools, and has all evidence', async () => {
      await look({ ...view, hash: 'T1190' }, async (page) => {
        await untilOpen(page, 'T1190')
        await page.emulateMediaType('print')
        const seen = await page.evaluate(() => ({
          tools: [...document.querySelectorAll('.tools, .panel, .rail, .long')].some((each) =>
            each.checkVisibility(),
          ),
          evidence: [...document.querySelectorAll('.evidence')].every((each) => each.checkVisibility()),
          ink: getComputedStyle(document.documentElement).color,
        }))
        expect(seen).toEqual({ tools: false, evidence: true, ink: 'rgb(26, 32, 38)' })
      })
    })

    test('without script: all evidence, nothing that does not work, nothing beside the page', async () => {
      await look({ ...view, script: false, hash: 'T1059.001' }, async (page) => {
        const seen = await page.evaluate(() => ({
          dead: [...document.querySelectorAll('button, select, input[type="search"]')].filter((each) =>
            each.checkVisibility(),
          ).length,
          evidence: [...document.querySelectorAll('.evidence')].every((each) => each.checkVisibility()),
          top: document.getElementById('T1059.001')?.getBoundingClientRect().top ?? -1,
        }))
        expect(seen).toMatchObject({ dead: 0, evidence: true })
        expect(seen.top).toBeGreaterThanOrEqual(0)
        expect(seen.top).toBeLessThan(900)
        expect(await fits(page)).toBe(true)
        expect(await textOf(page, '#all-techniques')).toContain('T1059.001')
      })
    })
  })

  async function showsPlaces(page: Page, id: string): Promise<void> {
    const rows = report.resources.filter(({ techniqueId }) => techniqueId === id)
    const places = await page.$$eval('.evidence-rows .place', (found) =>
      found.filter((each) => each.checkVisibility()).map((each) => each.textContent),
    )
    expect(places).toEqual(rows.map(({ file, line }) => `${file}:${line}`))
  }
})

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
