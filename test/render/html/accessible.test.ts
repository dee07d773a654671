/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderHtmlPage } from '../../../pipeline/render/html/index.js'
import { renderRunIndex } from '../../../pipeline/render/run-index/index.js'
import { openReader, type Reader } from '../../support/browser-page.js'
import { fullReport } from '../../support/full-report.js'
import { describePrinting } from '../../support/printing.js'
import { coverageTemplate } from '../../support/report-template.js'
import { ownTemplates } from '../../support/run-world.js'

describePrinting('axe has nothing serious to say of the page', () => {
  let html: string
  let reader: Reader
  beforeAll(async () => {
    html = new TextDecoder().decode(renderHtmlPage(fullReport(), await coverageTemplate()).bytes)
    reader = await openReader()
  })
  afterAll(() => reader?.close())

  const views = [320, 1600].flatMap((width) =>
    (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
  )
  const doings: { name: string; hash?: string; presses?: string[] }[] = [
    { name: 'as it opens' },
    { name: 'narrowed, with filters open', hash: '?tactic=Execution&q=power', presses: ['#filters-button'] },
    { name: 'by detection, with sub-techniques', hash: '?colour=detection&subs=shown' },
    { name: 'with evidence open', hash: 'T1059.001' },
    { name: 'with everything unfolded', presses: ['summary'] },
  ]
  describe.each(views)('$width px, $scheme', (view) => {
    test.each(doings)('$name', async ({ hash = '', presses = [] }) => {
      const { page } = await reader.open(html, { ...view, hash })
      for (const selector of presses)
        await page.$$eval(selector, (found) => {
          for (const element of found) (element as HTMLElement).click()
        })
      expect(await gravest(page)).toEqual([])
      await page.close()
    })
    test('without script', async () => {
      // axe itself needs scripts, so those of the page are taken out instead.
      const { page } = await reader.open(html.replace(/<script\b[\s\S]*?<\/script>/g, ''), view)
      expect(await gravest(page)).toEqual([])
      await page.close()
    })
  })

  test.each(views)('nor of the list of runs, $width px, $scheme', async (view) => {
    const runs = ['first', 'second'].map((runId) => ({ runId, manifest: null }))
    const { page } = await reader.open(renderRunIndex(runs, await ownTemplates('index')), view)
    expect(await gravest(page)).toEqual([])
    await page.close()
  })

  async function gravest(page: Awaited<ReturnType<Reader['open']>>['page']): Promise<string[]> {
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
    )
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`,
      )
  }
})
