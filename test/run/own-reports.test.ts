import { describe, expect, it } from 'vitest'
import { Report } from '../../pipeline/model/report.js'
import { renderHtml } from '../../pipeline/render/pdf/index.js'
import { prepareReport } from '../../pipeline/run/prepare-report.js'
import { bookBytes, readBook } from '../render/xlsx-book.js'
import { exampleReport } from '../support/report-fixture.js'
import { ownTemplates } from '../support/run-world.js'

const sheets = {
  gaps: ['About', 'Gaps', 'Decisions'],
  links: ['About', 'Places', 'Links', 'Hosts'],
}

describe.each(['gaps', 'links'] as const)('the report %s', async (name) => {
  const { tables, workbook, template } = prepareReport(await ownTemplates(name))
  const report = exampleReport()

  it('is a report that the schema knows', () => expect(Report.safeParse(report).error).toBeUndefined())

  it('has its own sheets', async () => {
    const book = await readBook(await bookBytes(report, { name, tables, workbook }))
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(sheets[name])
  })

  it('has its own page, of ours only what it takes', () => {
    const html = renderHtml(report, template)
    expect(html).toContain(name === 'gaps' ? 'What to do next' : 'Places to mend')
    expect(html).not.toContain('id="techniques"')
    // Nothing leads to a part of the document that is not there.
    const inner = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
    expect(inner.filter((id) => !html.includes(`id="${id}"`))).toEqual([])
  })

  it('writes its own tables as CSV', () => {
    const written = Object.entries(tables.tables).filter(([, { csv }]) => csv)
    expect(written.map(([table]) => table).sort()).toEqual(
      name === 'gaps' ? ['decisions', 'gaps'] : ['links', 'places'],
    )
  })
})

describe('a folder that is laid over ours', () => {
  const laid = async (path: string, text: string) => {
    const { files, ...rest } = await ownTemplates('gaps')
    return () => prepareReport({ ...rest, files: new Map([...files, [path, text]]) })
  }

  it('changes one table and one word, and has all others from ours', async () => {
    const own = {
      tables: {
        gaps: {
          rows: 'gaps',
          title: 'Holes',
          description: 'Holes.',
          csv: true,
          columns: [{ field: 'gapId', heading: 'Hole', type: 'text', width: 20 }],
        },
      },
    }
    const workbook = {
      sheets: [
        { kind: 'table', name: 'Holes', about: 'x', table: 'gaps', columns: ['gapId'], frozenColumns: 0 },
      ],
    }
    const { files, ...rest } = await ownTemplates('gaps')
    const changed = [
      ...files,
      ['tables.json', JSON.stringify(own)],
      ['workbook.json', JSON.stringify(workbook)],
    ] as const
    const page = [
      'report.hbs',
      '<!doctype html><html><head><title>x</title></head><body>{{heading "gaps" "gapId"}}</body></html>',
    ] as const
    const partials = [...files.keys()]
      .filter((path) => path.startsWith('partials/'))
      .map((path) => [path, ''] as const)
    const prepared = prepareReport({ ...rest, files: new Map([...changed, ...partials, page]) })
    expect(prepared.tables.tables.gaps?.columns.length).toBe(1)
    expect(prepared.tables.tables.links?.csv).toBe(false)
    expect(Object.keys(prepared.workbook.palettes)).toContain('level')
  })

  it.each([
    ['tables.json', '{ "csv": ["gapz"] }', 'gaps/tables.json: "csv" names "gapz", which is no table.'],
    ['tables.json', '{\n "csv": [,]\n}', 'gaps/tables.json, line 2: this is no JSON.'],
    ['workbook.json', '{ "sheet": [] }', 'gaps/workbook.json does not say what a definition must'],
    ['partials/decisions.hbs', 'a\n{{> nothing}}', 'template gaps/partials/decisions.hbs:2'],
  ])('is refused for %s holding %s, by its name', async (path, text, told) => {
    expect(await laid(path, text)).toThrow(told)
  })
})
