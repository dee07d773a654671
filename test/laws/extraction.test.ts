import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Model } from '../../pipeline/model/model.js'
import type { PageRecord } from '../../pipeline/model/records.js'
import { stableJson } from '../../pipeline/model/stable-json.js'
import { fileOf, mappingText, pageText, read } from '../support/page.js'

const line = fc.oneof(
  fc.constantFrom(
    '## Policy / Process Controls',
    '### [Sigma](https://github.com/SigmaHQ/sigma)',
    '**Last accessed:** August 09, 2022',
    '**ATT&CK-mapped resources for this (sub)technique:** 2',
    '* [a](https://github.com/o/r/blob/main/a.yml)',
    '* * **[L](https://github.com/o/r/blob/main/l.toml)**',
    '**[L](https://github.com/o/r/blob/main/l.toml)**',
    '* lost)**',
    '<blockquote>',
    '</blockquote>',
    '```',
    '    ',
    '> quoted',
    '[x]: https://example.com',
    '| a | b |',
    '---',
    '<!--',
    '',
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const mutatedPage = fc
  .record({
    cut: fc.nat(40),
    insert: fc.array(line, { maxLength: 30 }),
    at: fc.nat(40),
    doubled: fc.boolean(),
  })
  .map(({ cut, insert, at, doubled }) => {
    const lines = pageText({ detection: mappingText({ count: '2' }), test: mappingText() }).split('\n')
    lines.splice(cut, 1)
    lines.splice(at, 0, ...insert)
    return (doubled ? lines.flatMap((each) => [each, each]) : lines).join('\n')
  })

/** Every text of a page's record with its line. */
function writtenTexts(page: PageRecord): { text: string; line: number }[] {
  const mappings = page.sections.flatMap((section) => section.mappings)
  return [
    page.title,
    page.tactics,
    page.description,
    ...page.rest,
    ...page.sections.flatMap((section) => [section.heading, ...section.rest]),
    ...mappings.flatMap(({ heading, lastAccessed, total, count, locator, rows, rest }) => [
      heading,
      lastAccessed,
      total,
      count,
      locator,
      ...rows,
      ...rest,
    ]),
  ].flatMap((each) => each ?? [])
}

describe('extraction', () => {
  it('never throws, and every place lies inside the text', () => {
    fc.assert(
      fc.property(mutatedPage, (text) => {
        const { records, model } = read(fileOf('T1071.001.md', text))
        Model.parse(model)
        const lines = text.split(/\r\n?|\n/)
        for (const page of records.pages) {
          for (const { line: at } of writtenTexts(page)) expect(at).toBeLessThanOrEqual(lines.length)
        }
        for (const { place } of model.findings) expect(place?.line ?? 1).toBeLessThanOrEqual(lines.length)
      }),
      { numRuns: 400 },
    )
  })

  it('loses no word: every line of a page with content is in its record', () => {
    fc.assert(
      fc.property(mutatedPage, (text) => {
        const { records } = read(fileOf('T1071.001.md', text))
        const kept = JSON.stringify(records.pages)
        for (const rule of text.split('\n').filter((each) => each.includes('blob/main'))) {
          const url = /\((https:[^)]*)\)/.exec(rule)?.[1]
          if (url !== undefined) expect(kept).toContain(url)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('takes any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { model } = read({ file: 'T1071.001.md', content: { bytes } })
        expect(model.techniques).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
  })

  it('gives the same bytes whatever the order of the files', () => {
    const files = ['T1003', 'T1001.001', 'T1001', 'a/T1001', 'T1002'].map((id) =>
      fileOf(`${id}.md`, pageText({ id: id.replace('a/', ''), detection: mappingText() })),
    )
    const expected = stableJson(read(...files).model)
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: files.length }), (shuffled) => {
        expect(stableJson(read(...shuffled).model)).toBe(expected)
      }),
    )
  })

  it.each([
    ['nesting', `${'- '.repeat(9_000)}x\n`.repeat(3)],
    ['quotes', `${'>'.repeat(9_000)} x\n`],
    ['blanks behind marks', `${'> '.repeat(30)}${' '.repeat(300_000)}x\n`],
    ['blanks behind a link', `* [a](https://a.b/c)\n\n[a](https://a.b/c)${' '.repeat(300_000)}x\n`],
    ['brackets', `* ${'['.repeat(20_000)}\n`],
    ['emphasis', `* ${'*a _'.repeat(10_000)}\n`],
    ['a long line', `* ${'x'.repeat(5_000_000)}\n`],
    ['open comments', '<!--\n'.repeat(20_000)],
    ['open descriptions', '<blockquote>\n'.repeat(20_000)],
    ['closed descriptions', `${'<blockquote></blockquote>'.repeat(20_000)}\n`],
    ['open fences', '```\n'.repeat(20_001)],
  ])('ends on %s and keeps the rest of the page', (_, bomb) => {
    const text = pageText({ detection: mappingText({ rows: bomb }), test: mappingText() })
    const { model } = read(fileOf('T1071.001.md', text))
    const mappings = model.techniques.flatMap((technique) => technique.mappings)
    expect(mappings.map(({ category }) => category)).toEqual(['detection', 'test'])
    expect(mappings.at(-1)?.resources.map(({ label }) => label)).toEqual(['A rule'])
  })

  it('ends on a description that opens and closes without end', () => {
    const text = pageText({ description: '</blockquote><blockquote>'.repeat(20_000), test: mappingText() })
    const { model } = read(fileOf('T1071.001.md', text), fileOf('T1002.md', pageText({ id: 'T1002' })))
    expect(model.techniques.map(({ id }) => id)).toEqual(['T1002', 'T1071.001'])
  })

  it.each([
    ['fence', (lines: string) => `\`\`\`\n${lines}\`\`\`\n`],
    ['list item', (lines: string) => `* ${lines}`],
    ['HTML block', (lines: string) => `<div>\n${lines}</div>\n`],
    ['quote', (lines: string) => lines.replaceAll(/^/gm, '> ')],
    ['paragraph', (lines: string) => lines],
    ['list', (lines: string) => lines.replaceAll(/^x/gm, '* x')],
  ])('takes a quarter of a million lines in one %s', (_, form) => {
    const rows = form('x\n'.repeat(250_000))
    const { model } = read(
      fileOf('T1071.001.md', pageText({ detection: mappingText({ rows }), test: mappingText() })),
    )
    expect(model.techniques[0]?.mappings.map(({ category }) => category)).toEqual(['detection', 'test'])
  })

  it('accounts for every row: each link of a row is a resource once, or in a finding', () => {
    const names = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 })
    const form = fc.constantFrom(
      '* [N](U)',
      '- **[N](U)**',
      '* * **[N](U)**\n**[N](U)**',
      '*[N](U)',
      '[N](U)',
      '1. [N](U)',
      '* [d](https://a.b/d/) / **[N](U)**',
    )
    fc.assert(
      fc.property(names, fc.array(form, { minLength: 8, maxLength: 8 }), (labels, forms) => {
        const rows = labels.map((label, index) =>
          (forms[index] ?? '').replaceAll('N', label).replaceAll('U', `https://a.b/${index}/${label}.yml`),
        )
        const { model } = read(
          fileOf('T1071.001.md', pageText({ detection: mappingText({ rows: rows.join('\n\n') }) })),
        )
        const urls = model.techniques.flatMap(({ mappings }) =>
          mappings.flatMap(({ resources }) => resources.map(({ url }) => url)),
        )
        expect(urls).toEqual(labels.map((label, index) => `https://a.b/${index}/${label}.yml`))
      }),
      { numRuns: 200 },
    )
  })
})
