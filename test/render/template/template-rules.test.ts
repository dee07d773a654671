import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Category } from '../../../pipeline/model/category.js'
import { findingCodes, Severity } from '../../../pipeline/model/finding.js'
import { LinkState, NetworkState } from '../../../pipeline/model/links.js'
import { GapKind, Level, ReportTechnique, Unknown } from '../../../pipeline/model/report.js'
import { templateWords } from '../../../pipeline/render/template/words.js'
import { coverageTemplate, templateTexts } from '../../support/report-template.js'

const pages = templateTexts().filter(([path]) => path.endsWith('.hbs'))

test('there are templates to hold to the rules', () => {
  expect(pages.length).toBeGreaterThan(10)
})

test.each(pages)('%s prints nothing unescaped', (_, text) => {
  expect(text).not.toMatch(/\{\{\{|\{\{~?&/)
})

test.each(pages)('%s links by the link helper, or inside the document', (_, text) => {
  for (const [, target] of text.matchAll(/\b(?:href|src|action|xlink:href)=("[^"]*"|[^\s>]*)/g))
    expect(target).toMatch(/^"#/)
})

test.each(pages)('%s quotes every attribute that holds data', (_, text) => {
  expect(text).not.toMatch(/=\{\{/)
  expect(text).not.toMatch(/\son\w+=/i)
})

test.each(pages)('%s has no element that loads, runs or sends', (_, text) => {
  expect(text).not.toMatch(/<(script|iframe|object|embed|base|form|img|link)\b/i)
})

test('escaping is switched off in one place, which no document is made with', () => {
  const folder = join(import.meta.dirname, '../../../pipeline/render')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const holding = (what: RegExp) =>
    sources.filter((path) => what.test(readFileSync(join(folder, path), 'utf8')))
  expect(holding(/allowProto/)).toEqual([])
  expect(holding(/noEscape/)).toEqual([
    join('template', 'fill-text.ts'),
    join('template', 'message-template.ts'),
  ])
  expect(holding(/fill-text|message-template/)).toEqual([])
})

test.each([
  ['category', Category.options],
  ['level', Level.options],
  ['linkState', LinkState.options],
  ['gapKind', GapKind.options],
  ['severity', Severity.options],
  ['network', NetworkState.shape.state.options],
  ['unknown', Unknown.shape.code.options],
  ['finding', findingCodes],
  [
    'pairing',
    ReportTechnique.shape.pairing.options.filter((each) => !['listed-unverified', 'neither'].includes(each)),
  ],
] as const)('every code of %s has words', async (group, codes) => {
  const words = templateWords(await coverageTemplate())
  expect(codes.length).toBeGreaterThan(0)
  expect(codes.filter((code) => !words(group, code)?.meaning)).toEqual([])
})
