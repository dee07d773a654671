import type ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Report } from '../../pipeline/model/report.js'
import type { PutFile } from '../../pipeline/model/run-files.js'
import { rowsOf } from '../../pipeline/render/table/field.js'
import { shownColumns, valueIn } from '../../pipeline/render/table/shown-columns.js'
import type { TableSheet } from '../../pipeline/render/xlsx/definition.js'
import { renderXlsx } from '../../pipeline/render/xlsx/index.js'
import { excelLimits } from '../../pipeline/render/xlsx/limits.js'
import { columnsFor } from '../../pipeline/render/xlsx/table-cells.js'
import { memoryFiles } from '../support/memory-files.js'
import { exampleReport } from '../support/report-fixture.js'
import { hostileTexts } from './hostile-text.js'
import { bookBytes, fillText, partsOf, readBook, sheetOf, tables, textOf, workbook } from './xlsx-book.js'

const tableSheets = workbook.sheets.filter((sheet): sheet is TableSheet => sheet.kind === 'table')
const tableOf = (name: string) => {
  const table = tables.tables[name]
  if (table === undefined) throw new Error(`no table ${name}`)
  return table
}

/** The header and the data cells of a table sheet; the header stands in the last frozen row. */
function gridOf(sheet: ExcelJS.Worksheet) {
  const headerRow = sheet.views[0]?.state === 'frozen' ? (sheet.views[0].ySplit ?? 0) : 0
  const row = (at: number) =>
    Array.from({ length: sheet.getRow(headerRow).cellCount }, (_, column) =>
      plainValue(sheet.getCell(at, column + 1)),
    )
  return {
    headers: row(headerRow),
    rows: Array.from({ length: sheet.rowCount - headerRow }, (_, at) => row(headerRow + 1 + at)),
  }
}

function plainValue(cell: ExcelJS.Cell): unknown {
  const { value } = cell
  if (typeof value !== 'object' || value === null) return value
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  return 'hyperlink' in value ? value.text : value
}

/** What a cell must hold for a value of the report. */
function expected(value: unknown, type: string): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : value.join('; ')
  if (value === undefined) return null
  if (typeof value === 'string' && (type === 'date' || type === 'datetime')) return new Date(value)
  return value === '' ? null : value
}

/** Compared by the same rule: an empty text and nothing look alike. */
const same = (value: unknown) => (value === '' ? null : value)

describe('the workbook of a report', async () => {
  const report = exampleReport()
  const bytes = await bookBytes(report)
  const book = await readBook(bytes)

  it('has its sheets in order', () => {
    expect(book.worksheets.map(({ name }) => name)).toEqual(
      'About Summary Reconciliation Coverage Gaps Resources Links Findings Changes Decisions Freshness Trend Scores Differences Mappings'.split(
        ' ',
      ),
    )
  })

  it.each(tableSheets.map((sheet) => [sheet.name, sheet] as const))(
    'holds every row of %s, typed',
    (name, definition) => {
      const table = tableOf(definition.table)
      const rows = rowsOf(report, table.rows)
      const columns = shownColumns(columnsFor(table, definition.columns), rows)
      const grid = gridOf(sheetOf(book, name))
      expect(grid.headers).toEqual(columns.map(({ heading }) => heading))
      expect(grid.rows.slice(0, rows.length).map((row) => row.map(same))).toEqual(
        rows.map((row) => columns.map((column) => expected(valueIn(row, column), column.type))),
      )
      expect(
        grid.rows
          .slice(rows.length)
          .flat()
          .filter((value) => same(value) !== null),
      ).toEqual([])
    },
  )

  it.each(tableSheets.map(({ name }) => name))('freezes, filters and prints %s', (name) => {
    const sheet = sheetOf(book, name)
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 })
    expect(sheet.autoFilter).toMatch(/^A3:[A-Z]+\d+$/)
    expect(Number(/\d+$/.exec(String(sheet.autoFilter)))).toBeGreaterThanOrEqual(sheet.rowCount)
    expect(sheet.pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToPage: true,
      fitToHeight: 0,
      printTitlesRow: '1:3',
    })
    expect(sheet.headerFooter.oddFooter).toContain('Page &P of &N')
    expect(sheet.headerFooter.oddHeader).toContain('TLP:AMBER')
  })

  it('holds no formula, and no target but web addresses', () => {
    const parts = [...partsOf(bytes)]
    expect(parts.filter(([, text]) => /<f[ >]/.test(text)).map(([name]) => name)).toEqual([])
    expect(parts.filter(([name]) => /externalLink|connections|vbaProject|dde/i.test(name))).toEqual([])
    const targets = parts.flatMap(([name, text]) =>
      name.startsWith('xl/worksheets/_rels/')
        ? [...text.matchAll(/Target="([^"]*)"/g)].map((match) => match[1])
        : [],
    )
    expect(targets.length).toBeGreaterThan(1_000)
    expect(targets.filter((target) => !/^https?:\/\//.test(target ?? ''))).toEqual([])
  })

  it('links a gap to the row of its technique', () => {
    const gap = report.gaps[5]
    const sheet = partsOf(bytes).get('xl/worksheets/sheet5.xml') ?? ''
    const target = /<hyperlink ref="B9" location="&apos;Coverage&apos;!A(\d+)"/.exec(sheet)?.[1]
    expect(sheetOf(book, 'Coverage').getCell(Number(target), 1).value).toBe(gap?.techniqueId)
  })

  it('shows a level as text and as colour, one for each level', () => {
    const sheet = sheetOf(book, 'Coverage')
    const fills = new Map<unknown, string>()
    for (let row = 4; row <= sheet.rowCount; row += 1) {
      for (const column of [4, 5, 6]) {
        const cell = sheet.getCell(row, column)
        fills.set(cell.value, JSON.stringify(cell.fill))
      }
    }
    expect([...fills.keys()].sort()).toEqual(['covered', 'deep', 'lost', 'none', 'thin'])
    expect(new Set(fills.values()).size).toBe(5)
  })

  it('names its key figures', () => {
    const { ranges } = book.definedNames.getRanges('techniques_total')
    const at = ranges[0]?.split('!')[1]?.replaceAll('$', '') ?? ''
    expect(sheetOf(book, 'Summary').getCell(at).value).toBe(report.totals.techniques)
  })

  it('says who made it, and when', () => {
    expect(book.created).toEqual(new Date(report.generatedAt))
    expect(book.modified).toEqual(new Date(report.generatedAt))
    expect(book.title).toContain(report.corpus.location)
    const about = textOf(sheetOf(book, 'About'))
    for (const fact of [
      report.runId,
      report.corpus.sha256,
      report.corpus.revision,
      'EXAMINE',
      '© The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
      'Prepared by',
      'Reviewed by',
    ]) {
      expect(about).toContain(fact)
    }
  })
})

it('the sheet about the evidence says by what the states are known, and which commits were read', async () => {
  const report = exampleReport()
  const about = sheetOf(await readBook(await bookBytes(report)), 'About')
  const grid = Array.from(about.getSheetValues(), (row) => (Array.isArray(row) ? row.slice(1) : []))
  const figure = (label: string) => grid.find(([first]) => first === label)?.[1]
  const { http, tree, reference, none } = report.linkMethods
  expect(['http', 'tree', 'reference', 'empty'].map(figure)).toEqual([http, tree, reference, none])
  const repository = grid.find(([first]) => first === 'github.com/SigmaHQ/sigma')
  expect(repository?.slice(0, 4)).toEqual([
    'github.com/SigmaHQ/sigma',
    'mirror',
    '8eaafff1f2845a696050e05e72ba1140ee190698',
    tree,
  ])
})

describe('the first sheet', () => {
  it.each(['offline', 'no-network', 'interrupted', 'online'] as const)(
    'says how the links stand: %s',
    async (state) => {
      const first = (
        await readBook(
          await bookBytes(
            exampleReport({ network: { state, detail: null, viaProxy: false, proxiedLinks: 0 } }),
          ),
        )
      ).worksheets[0]
      const said = first === undefined ? '' : textOf(first)
      expect(said.includes('No site was asked')).toBe(state === 'offline')
      expect(said.includes('No site could be asked')).toBe(state === 'no-network')
      expect(said.includes('Not every link was checked')).toBe(state === 'interrupted')
      expect(said).toContain('10 Aug 2026')
    },
  )

  it('says so when no page states a date, and when nothing was left open', async () => {
    const ages = { ...exampleReport().ages, newest: null, oldest: null, medianDays: null }
    const book = await readBook(await bookBytes(exampleReport({ ages, unknowns: [] })))
    expect(textOf(sheetOf(book, 'Summary'))).toContain('Nothing was left open')
  })
})

describe('the same report', () => {
  afterEach(() => vi.useRealTimers())

  it('gives the same bytes, whatever the time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:06Z') })
    const one = await bookBytes(exampleReport())
    vi.setSystemTime(new Date('2027-05-06T07:08:10Z'))
    const two = await bookBytes(exampleReport())
    expect(Buffer.compare(one, two)).toBe(0)
  })
})

describe('hostile text', () => {
  it.each([
    ['in the table of texts', excelLimits],
    ['within its cell', { ...excelLimits, sharedTexts: 0 }],
  ])('comes back from a workbook as it was, written %s', async (_, limits) => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileTexts, { minLength: 1, maxLength: 30 }), async (texts) => {
        const bytes = await bookBytes(small(texts), { limits })
        const { rows } = gridOf(sheetOf(await readBook(bytes), 'Resources'))
        expect(rows.map((row) => row[4] ?? '')).toEqual(
          texts.map((text) => text.replace(/\p{Surrogate}/gu, '\uFFFD')),
        )
        expect([...partsOf(bytes).values()].some((part) => /<f[ >]/.test(part))).toBe(false)
      }),
      { numRuns: 15 },
    )
  })

  it('in headings and settings is text', async () => {
    const copy = structuredClone(tables)
    const heading = '=HYPERLINK("javascript:alert(1)")\u0000'
    const [first] = copy.tables.techniques?.columns ?? []
    if (first !== undefined) first.heading = heading
    const report = exampleReport({
      classification: '&P{{x}}\u0000"',
      settings: [{ name: '=1', value: '{"formula":"1"}' }],
    })
    const book = await readBook(await bookBytes(report, { tables: copy }))
    expect(gridOf(sheetOf(book, 'Coverage')).headers[0]).toBe(heading)
    expect(textOf(sheetOf(book, 'About'))).toContain('{"formula":"1"}')
  })
})

describe('values of a kind that a cell does not hold', () => {
  it('are text, whatever objects a page smuggles in', async () => {
    const smuggled = [
      { formula: '1+1' },
      { hyperlink: 'javascript:alert(1)', text: 'x' },
      { richText: [{ text: 'x' }] },
      { error: '#REF!' },
    ]
    const report = small(smuggled.map(() => ''))
    for (const [at, row] of report.resources.entries())
      Object.assign(row, { label: smuggled[at], tests: Number.NaN })
    const bytes = await bookBytes(report)
    const { headers, rows } = gridOf(sheetOf(await readBook(bytes), 'Resources'))
    expect(rows.map((row) => row[4])).toEqual(smuggled.map((value) => JSON.stringify(value)))
    expect(rows.map((row) => row[headers.indexOf('Tests')])).toEqual(smuggled.map(() => 'NaN'))
    const text = [...partsOf(bytes).values()].join('')
    expect(text).not.toMatch(/<f[ >]|<v>NaN|Target="javascript/)
  })

  it('are links to web and mail alone, of a length that Excel takes', async () => {
    const urls = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      `https://a.example/${'x'.repeat(2_080)}`,
      'mailto:a@b.c',
      'https://a.example/',
    ]
    const report = small(urls)
    for (const [at, row] of report.resources.entries())
      Object.assign(row, { url: urls[at], target: null, evidenceUrl: null })
    const rels = partsOf(await bookBytes(report)).get('xl/worksheets/_rels/sheet6.xml.rels') ?? ''
    expect([...rels.matchAll(/ Target="([^"]*)"/g)].map(([, target]) => target)).toEqual([
      'mailto:a@b.c',
      'https://a.example/',
    ])
  })
})

describe('the cells to decide in', () => {
  it('take the words and the days that the next run reads, and keep those that are there', async () => {
    const report = exampleReport()
    const [first] = report.gaps
    if (first === undefined) throw new Error('the example has gaps')
    first.decision = {
      status: 'not-applicable',
      owner: '=1+1',
      due: '2027-01-31',
      expiry: null,
      reason: 'Ours is a\nclosed network.',
      standing: 'in-force',
    }
    const bytes = await bookBytes(report)
    const book = await readBook(bytes)
    const { headers, rows } = gridOf(sheetOf(book, 'Gaps'))
    const cell = (heading: string) => rows[0]?.[headers.indexOf(heading)]
    expect(['Status', 'Owner', 'Due', 'Expiry', 'Reason', 'Gap ID'].map(cell)).toEqual([
      'not applicable',
      '=1+1',
      new Date('2027-01-31'),
      null,
      first.decision.reason,
      first.gapId,
    ])
    for (const [name, letters] of [
      ['sheet5', 'G'],
      ['sheet10', 'E'],
    ]) {
      const sheet = partsOf(bytes).get(`xl/worksheets/${name}.xml`) ?? ''
      expect(sheet).toMatch(new RegExp(`type="list"[^>]*sqref="${letters}4:${letters}\\d+"`))
      expect(sheet).toContain('<formula1>&quot;accept,plan,fix,not applicable&quot;</formula1>')
      expect(sheet.match(/<dataValidation [^>]*type="date"/g)?.length).toBe(2)
      // Excel calls a file damaged whose links stand before its validations.
      expect(sheet).not.toMatch(/<hyperlinks>.*<dataValidations/s)
    }
  })

  it('carry over every row of the decisions and whatever else somebody typed', async () => {
    const report = exampleReport()
    const { headers, rows } = gridOf(sheetOf(await readBook(await bookBytes(report)), 'Decisions'))
    expect(headers.slice(-2)).toEqual(['More', 'Mark'])
    expect(rows[2]?.at(-2)).toBe('Ticket: SEC-7')
    expect(rows[3]?.at(-2)).toBe('Status: =1+1')
  })
})

describe('a corpus that is published', () => {
  it('is linked to, line by line, at the commit that was read', async () => {
    const { corpus } = exampleReport()
    const report = exampleReport({
      corpus: { ...corpus, location: 'https://github.com/owner/repo.git#main:pages' },
    })
    const rels = partsOf(await bookBytes(report)).get('xl/worksheets/_rels/sheet5.xml.rels') ?? ''
    const [gap] = report.gaps
    expect(rels).toContain(
      `https://github.com/owner/repo/blob/${corpus.revision}/pages/${gap?.file}?plain=1#L${gap?.line}`,
    )
  })
})

describe('a changed heading', () => {
  it('is the heading of the column', async () => {
    const copy = structuredClone(tables)
    const [first] = copy.tables.techniques?.columns ?? []
    if (first !== undefined) first.heading = 'ATT&CK number'
    const book = await readBook(await bookBytes(exampleReport(), { tables: copy }))
    expect(gridOf(sheetOf(book, 'Coverage')).headers[0]).toBe('ATT&CK number')
  })
})

describe('a workbook that is written', () => {
  it('waits for whoever takes it, piece by piece', async () => {
    const report = small(Array.from({ length: 20_000 }, (_, at) => `label ${at} ${'x'.repeat(200)}`))
    const { put, files } = memoryFiles()
    let underWay = 0
    let most = 0
    const slow: PutFile = (path, fill) =>
      put(path, (sink) =>
        fill({
          write: async (piece) => {
            underWay += 1
            most = Math.max(most, underWay)
            await new Promise((resolve) => setImmediate(resolve))
            await sink.write(piece)
            underWay -= 1
          },
        }),
      )
    await renderXlsx(report, { tables, workbook }, fillText, {}, slow)
    expect(most).toBe(1)
    const book = await readBook(files.get('coverage.xlsx') ?? new Uint8Array())
    expect(gridOf(sheetOf(book, 'Resources')).rows.length).toBe(20_000)
  })

  it('ends when nobody takes it any more, and says why', async () => {
    const failing: PutFile = async (path, fill) => {
      await fill({ write: () => Promise.reject(new Error('the disk is full')) })
      return { path, bytes: 0, sha256: '' }
    }
    const report = small(Array.from({ length: 20_000 }, (_, at) => `label ${at} ${'x'.repeat(200)}`))
    await expect(renderXlsx(report, { tables, workbook }, fillText, {}, failing)).rejects.toThrow(
      'the disk is full',
    )
  })
})

describe("Excel's limits", () => {
  it('send further rows to a next sheet, which says so, and links follow', async () => {
    const report = exampleReport()
    const bytes = await bookBytes(report, { limits: { ...excelLimits, rows: 33 } })
    const book = await readBook(bytes)
    expect(book.worksheets.map(({ name }) => name).filter((name) => name.startsWith('Coverage'))).toEqual([
      'Coverage',
      'Coverage (2)',
    ])
    const parts = ['Coverage', 'Coverage (2)'].map((name) => gridOf(sheetOf(book, name)))
    expect(parts.flatMap(({ rows }) => rows.map((row) => row[0]))).toEqual(
      report.techniques.map(({ id }) => id),
    )
    expect(parts[1]?.headers).toEqual(parts[0]?.headers)
    expect(sheetOf(book, 'Coverage (2)').getCell(2, 1).text).toContain('31 to 42 of 42')
    const locations =
      [...partsOf(bytes).values()].join('').match(/location="&apos;Coverage \(2\)&apos;!A\d+"/g) ?? []
    expect(locations.length).toBeGreaterThan(0)
  })

  it('turn links past the last that a sheet holds into text, and the sheet says so', async () => {
    const report = exampleReport()
    const links = report.links.length + report.links.filter(({ target }) => target !== null).length
    const bytes = await bookBytes(report, { limits: { ...excelLimits, links: 700 } })
    const sheet = partsOf(bytes).get('xl/worksheets/sheet7.xml') ?? ''
    expect(sheet.match(/<hyperlink /g)?.length).toBe(700)
    const book = await readBook(bytes)
    expect(sheetOf(book, 'Links').getCell(2, 1).text).toContain(
      `Of ${links.toLocaleString('en')} links only 700`,
    )
    expect(gridOf(sheetOf(book, 'Links')).rows.map((row) => row[0])).toEqual(
      report.links.map(({ url }) => url),
    )
  })

  it('cut a text that is too long, and say so', async () => {
    const book = await readBook(await bookBytes(small(['x'.repeat(40_000)])))
    const label = gridOf(sheetOf(book, 'Resources')).rows[0]?.[4]
    expect(String(label).length).toBe(32_767)
    expect(label).toContain('40,000')
  })
})

describe('a report without anything', () => {
  it('has all its sheets', async () => {
    const none = {
      techniques: [],
      mappings: [],
      resources: [],
      links: [],
      findings: [],
      gaps: [],
      tactics: [],
      sources: [],
      reconciliation: [],
      settings: [],
    }
    const book = await readBook(await bookBytes(exampleReport(none)))
    expect(book.worksheets.length).toBe(workbook.sheets.length)
    expect(sheetOf(book, 'Gaps').getCell(2, 1).text).toContain('Rows: 0')
  })
})

/** A report with nothing but some resources of the given labels. */
function small(labels: readonly string[]): Report {
  const [first] = exampleReport().resources
  if (first === undefined) throw new Error('the example has resources')
  const resources = labels.map((label) => ({ ...first, label }))
  return exampleReport({ resources, links: [], findings: [], gaps: [], mappings: [], techniques: [] })
}
