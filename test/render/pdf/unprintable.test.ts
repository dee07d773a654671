import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { markUnprintable } from '../../../pipeline/render/pdf/fonts/mark-unprintable.js'
import { charactersOf } from '../../../pipeline/render/pdf/fonts/woff2-characters.js'
import { renderHtml } from '../../../pipeline/render/pdf/index.js'
import { exampleReport } from '../../support/report-fixture.js'
import { coverageTemplate } from '../../support/report-template.js'

const fontFile = (script: string) =>
  readFileSync(
    createRequire(import.meta.url).resolve(
      `@fontsource/noto-sans/files/noto-sans-${script}-400-normal.woff2`,
    ),
  )
const has = (script: string, text: string) => {
  const characters = charactersOf(fontFile(script))
  return [...text].map((each) => characters?.has(each.codePointAt(0) ?? 0))
}

describe('a font', () => {
  test('tells by itself what it has', () => {
    expect(has('latin', 'Aé€–Ω中')).toEqual([true, true, true, true, false, false])
    expect(has('greek', 'ΩάЖ')).toEqual([true, true, false])
    expect(has('cyrillic', 'ЖёΩ')).toEqual([true, true, false])
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['another format', new TextEncoder().encode(`OTTO${'x'.repeat(100)}`)],
    ['a broken file', fontFile('latin').subarray(0, 900)],
  ])('that is %s tells nothing', (_, bytes) => {
    expect(charactersOf(bytes)).toBeNull()
  })
})

const face = (script: string, range: string) =>
  `@font-face { font-family: "R"; src: url("data:font/woff2;base64,${fontFile(script).toString('base64')}") format("woff2"); unicode-range: ${range}; }`
const withFonts = (body: string, style = '') =>
  `<html><head><title>中</title><style>${face('latin', 'U+0-FF, U+2000-206F')}${style}</style></head><body>${body}</body></html>`
const bodyOf = (html: string) => html.slice(html.indexOf('<body>') + 6, html.indexOf('</body>'))
const framed = (mark: string) => `<span class="unprintable">${mark}</span>`

describe('a character that no font of the document has', () => {
  test.each([
    ['is shown as its code point', '中文 and more', `${framed('[U+4E2D U+6587]')} and more`],
    ['is told beyond the first plane too', 'a😀b', `a${framed('[U+1F600]')}b`],
    ['takes what only varies it along', '❤\ufe0f', framed('[U+2764]')],
    ['is composed first', 'Cafe\u0301', 'Café'],
    ['is marked alone where it cannot be composed', 'x\u0302', `x${framed('[U+0302]')}`],
    ['becomes a plain space where it is one', 'a\u3000b', 'a b'],
    ['stays where it shows nothing by nature', 'a\u200db', 'a\u200db'],
    [
      'is marked where the font has it and the rule does not claim it',
      'Łódź',
      `${framed('[U+0141]')}ód${framed('[U+017A]')}`,
    ],
    ['is left in what is not shown', '<i title="中">a</i>', '<i title="中">a</i>'],
    [
      'gets no element in a drawing',
      '<svg aria-label="中"><text>中</text></svg>',
      '<svg aria-label="中"><text>[U+4E2D]</text></svg>',
    ],
  ])('%s', (_, body, expected) => {
    expect(bodyOf(markUnprintable(withFonts(body)).html)).toBe(expected)
  })

  test('is marked in margin boxes, and left in the title', () => {
    const { html } = markUnprintable(
      withFonts('', '@page { @top-left { content: "\\004e2d \\006587 A\\00002e "; } }'),
    )
    expect(html).toContain('content: "[U+4E2D U+6587]A\\00002e "')
    expect(html).toContain('<title>中</title>')
  })

  test('is counted, by kind and by place', () => {
    expect(markUnprintable(withFonts('<p>中文</p><p>中</p>')).unprintable).toEqual({
      characters: 2,
      places: 3,
      example: '[U+4E2D]',
    })
    expect(markUnprintable(withFonts('<p>plain</p>')).unprintable).toBeNull()
  })

  test('is none where the document brings no font, or one that has it', () => {
    expect(markUnprintable('<body>中</body>')).toEqual({ html: '<body>中</body>', unprintable: null })
    const greek = withFonts('<p>Ω</p>', face('greek', 'U+370-3FF'))
    expect(markUnprintable(greek)).toEqual({ html: greek, unprintable: null })
  })
})

test('a report says how many characters it could not print, and what stands for them', async () => {
  const report = exampleReport()
  const [technique] = report.techniques
  if (technique === undefined) throw new Error('unreachable')
  technique.name = '能動的スキャン'
  const html = renderHtml(report, await coverageTemplate())
  const limits = html.slice(html.indexOf('<h3>Limitations</h3>'))
  expect(html).toContain('[U+80FD U+52D5 U+7684 U+30B9 U+30AD U+30E3 U+30F3]')
  expect(limits).toMatch(/\d+ characters of the pages’ text are in none of this document’s fonts/)
  expect(html.replace(/<title>.*?<\/title>|<style>[\s\S]*?<\/style>|="[^"]*"/g, '')).not.toMatch(
    /[\u3000-\u9fff]/,
  )
})
