import { expect, test } from 'vitest'
import { Failure } from '../../../pipeline/model/failure.js'
import { renderPdf } from '../../../pipeline/render/pdf/index.js'
import { exampleReport } from '../../support/report-fixture.js'
import { coverageTemplate } from '../../support/report-template.js'

test('a PDF without any font is a failure, not an empty report', async () => {
  const blank = new TextEncoder().encode('%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\n')
  const printer = { print: async () => ({ pdf: blank, notes: [] }) }
  await expect(
    renderPdf(exampleReport(), await coverageTemplate(), { printer }, { paper: 'a4' }),
  ).rejects.toThrow(Failure)
})
