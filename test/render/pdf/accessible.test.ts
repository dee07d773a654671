/// <reference lib="dom" />
import axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderHtml } from '../../../pipeline/render/pdf/index.js'
import { openReader, type Reader } from '../../support/browser-page.js'
import { describePrinting } from '../../support/printing.js'
import { exampleReport } from '../../support/report-fixture.js'
import { shippedTemplate } from '../../support/report-template.js'

describePrinting('axe has nothing serious to say of the document that is printed', () => {
  let reader: Reader
  beforeAll(async () => {
    reader = await openReader()
  })
  afterAll(() => reader?.close())

  test.each(['coverage', 'brief'])('%s', async (name) => {
    const html = renderHtml(exampleReport(), await shippedTemplate(name))
    const { page } = await reader.open(html)
    await page.emulateMediaType('print')
    await page.evaluate(axe.source)
    const found = await page.evaluate(async () => {
      const { violations, passes } = await (window as unknown as { axe: typeof axe }).axe.run()
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      return {
        grave: grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
        rules: passes.length,
      }
    })
    expect(found.grave).toEqual([])
    expect(found.rules).toBeGreaterThan(12)
    await page.close()
  })
})
