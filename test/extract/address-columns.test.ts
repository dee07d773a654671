import { expect, it } from 'vitest'
import { extract } from '../../pipeline/extract/index.js'
import { readPage } from '../../pipeline/extract/page.js'
import { readWholeCorpus } from '../../pipeline/system/corpus-folder.js'

it('columns are where the addresses of the sample corpus stand, and nearly all are known', async () => {
  const { files } = await readWholeCorpus('data/corpus')
  const { pages } = extract(files, { location: 'data/corpus', revision: null })
  let links = 0
  for (const [index, { columns, file, sections }] of pages.entries()) {
    const content = files.find((each) => each.file === file)?.content
    if (content === undefined || !('bytes' in content)) throw new Error(`no text of page ${index}`)
    const lines = new TextDecoder().decode(content.bytes).split(/\r\n?|\n/)
    for (const { line, column, length } of columns)
      expect(lines[line - 1]?.slice(column - 3, column + length)).toMatch(
        /^\]\(https?:[^\s)]+(\([^\s)]+\)[^\s)]*)*[)\s]$/,
      )
    const rows = sections.flatMap(({ mappings }) => mappings.flatMap((mapping) => mapping.rows))
    links += rows.filter(({ url }) => url !== null).length
  }
  const known = pages.reduce((sum, { columns }) => sum + columns.length, 0)
  expect(links).toBeGreaterThan(500)
  expect(known).toBeGreaterThan(links)
})

it.each([
  ['behind other text', '* 漢字 [a](https://x.example/a)', [10]],
  ['in bold', '* **[a](https://x.example/a)**', [9]],
  ['written twice on one line: not known', '* [a](https://x.example/a) [b](https://x.example/a)', []],
  ['as a part of another address: not known', '* [a](https://x.example/a) https://x.example/ab', []],
  ['in pointed brackets: not known', '* [a](<https://x.example/a>)', []],
  ['on a line of 10,000 characters', `* [a](https://x.example/a) ${'b'.repeat(9_973)}`, [7]],
  ['on a longer line: not known', `* [a](https://x.example/a) ${'b'.repeat(9_974)}`, []],
])('an address %s', (_, row, columns) => {
  const page = readPage(`# T1059\n\n## Technical Controls (Detection Rules)\n\n### Sigma\n\n${row}\n`)
  expect(page.columns.map(({ column }) => column)).toEqual(columns)
})
