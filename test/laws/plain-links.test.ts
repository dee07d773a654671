import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, it } from 'vitest'
import { keepWrittenLinks, linksOfPlainText, writtenLinks } from '../../pipeline/extract/written-links.js'

const markdown = new MarkdownIt('commonmark').use(keepWrittenLinks)
const piece = fc.constantFrom(
  '[a](https://a.b/c)',
  '[x_y_z](https://a.b/d_e_f.yml)',
  '**',
  '*',
  '_',
  ' / ',
  ' ',
  'word',
  '[',
  ']',
  '(',
  ')',
  '](',
  '![i](https://i)',
  '&amp;',
  '\\',
  '`',
  '<b>',
  '<https://c.d>',
  '[r]',
  ': 3 unit tests',
  '[b](https://a.b/(c))',
  '[b](u "t")',
  '[]()',
  '~',
  '#',
  '[t [u](v)',
)

it('where links are found without the parser, the parser finds the same', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), (pieces) => {
      const text = pieces.join('').trim()
      const links = linksOfPlainText(text)
      if (links === null) return
      const [token] = markdown.parseInline(text, {})
      if (token === undefined) return
      taken += 1
      expect(links).toEqual(writtenLinks(markdown, token))
    }),
    { numRuns: 5_000 },
  )
  expect(taken).toBeGreaterThan(500)
})
