/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderHtmlPage } from '../../../pipeline/render/html/index.js'
import { renderRunIndex } from '../../../pipeline/render/run-index/index.js'
import { type Look, openReader, type Reader } from '../../support/browser-page.js'
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

  const looks: (Look & { name: string; doing?: string })[] = [
    { name: 'light', doing: '#by-detection' },
    { name: 'dark', scheme: 'dark', doing: '#by-detection' },
    { name: 'dark, all three', scheme: 'dark', doing: '#with-subs' },
    { name: 'narrow', width: 320 },
    { name: 'narrow, dark', width: 320, scheme: 'dark', hash: 'T1059.001' },
    { name: 'wide', width: 1600, doing: '#filters-button' },
    { name: 'with evidence open', hash: 'T1059.001' },
    { name: 'with evidence open, dark', hash: 'T1055', scheme: 'dark' },
  ]
  test.each(looks)('$name', async ({ name: _, doing, ...look }) => {
    const { page } = await reader.open(html, look)
    if (doing !== undefined) await page.$eval(doing, (element) => (element as HTMLElement).click())
    expect(await gravest(page)).toEqual([])
    await page.close()
  })
  test.each([{ width: 320 }, { width: 1600, scheme: 'dark' as const }])(
    'without script, %j',
    async (look) => {
      // axe itself needs scripts, so those of the page are taken out instead.
      const { page } = await reader.open(html.replace(/<script\b[\s\S]*?<\/script>/g, ''), look)
      expect(await gravest(page)).toEqual([])
      await page.close()
    },
  )

  test.each(['light', 'dark'] as const)('nor of the list of runs, %s', async (scheme) => {
    const runs = ['first', 'second'].map((runId) => ({ runId, manifest: null }))
    const { page } = await reader.open(renderRunIndex(runs, await ownTemplates('index')), { scheme })
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
