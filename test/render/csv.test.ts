import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { unescapedText } from '../../pipeline/model/formula-text.js'
import type { Report } from '../../pipeline/model/report.js'
import { csvPieces } from '../../pipeline/render/csv/csv-text.js'
import { renderCsv } from '../../pipeline/render/csv/index.js'
import { csvHeader, type Table } from '../../pipeline/render/table/definitions.js'
import { rowsOf } from '../../pipeline/render/table/field.js'
import { readTableDefinitions } from '../../pipeline/render/table/read-definitions.js'
import { shownColumns, valueIn } from '../../pipeline/render/table/shown-columns.js'
import { memoryFiles } from '../support/memory-files.js'
import { exampleReport } from '../support/report-fixture.js'
import { formulaTexts, hostileTexts } from './hostile-text.js'

const text = readFileSync('templates/coverage/tables.json', 'utf8')
const definitions = readTableDefinitions(text, 'tables.json')
const plain = { delimiter: ',', bom: false }

const decoded = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes)

/** Cells of a CSV text as a strict reader of RFC 4180 takes them; the line end after the last row ends that row. */
function cellsOf(csv: string, delimiter = ','): string[][] {
  expect(csv.endsWith('\r\n')).toBe(true)
  const { data, errors } = Papa.parse<string[]>(csv.slice(0, -2), { delimiter, newline: '\r\n' })
  expect(errors).toEqual([])
  return data
}

const bytesOf = (...given: Parameters<typeof csvPieces>) =>
  new Uint8Array(Buffer.concat([...csvPieces(...given)]))

/** All files of a report's CSV by path. */
async function filesOf(report: Report, tables = definitions, options = plain) {
  const { put, files } = memoryFiles()
  await renderCsv(report, tables, options, put)
  return files
}

async function fileOf(report: Report, path: string, options = plain): Promise<string> {
  const bytes = (await filesOf(report, definitions, options)).get(path)
  if (bytes === undefined) throw new Error(`no file ${path}`)
  return decoded(bytes)
}

/** What a spreadsheet that trims everything invisible would see at the start of a cell. */
const startsFormula = (cell: string) =>
  /^[=+\-@＝＋－＠]/u.test(cell.replace(/^[\p{C}\p{Z}\s\p{Default_Ignorable_Code_Point}\u2800]+/u, ''))

const column = { field: 'value', heading: 'Value', type: 'text', width: 10 } as const
const other = { field: 'other', heading: 'Other', type: 'text', width: 10 } as const

describe('cells of hostile text', () => {
  it('never begin a formula, and read back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileTexts, hostileTexts), { maxLength: 8 }), (pairs) => {
        const rows = pairs.map(([value, second]) => ({ value, other: second }))
        const [, ...cells] = cellsOf(decoded(bytesOf(rows, [column, other], plain)))
        expect(cells.flat().filter(startsFormula)).toEqual([])
        expect(cells.map((row) => row.map(unescapedText))).toEqual(
          pairs.map((pair) => pair.map((each) => each.replace(/\p{Surrogate}/gu, '\uFFFD'))),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('are escaped in headers too', () => {
    fc.assert(
      fc.property(formulaTexts, (csv) => {
        const [headers] = cellsOf(decoded(bytesOf([], [{ ...column, csv }, other], plain)))
        expect(headers).toEqual([`'${csv}`, 'other'])
      }),
    )
  })

  it('are escaped when the formula is followed by a further line', () => {
    const [, row] = cellsOf(decoded(bytesOf([{ value: "=cmd|' /C calc'!A0\nx" }], [column], plain)))
    expect(row).toEqual(["'=cmd|' /C calc'!A0\nx"])
  })

  it('of a megabyte are read back', () => {
    const value = '"=,\n'.repeat(262_144)
    const [, row] = cellsOf(decoded(bytesOf([{ value }], [column], plain)))
    expect(row?.map(unescapedText)).toEqual([value])
  })
})

describe('values', () => {
  it('keep numbers and booleans as they are, and escape a text that looks like a number', () => {
    const rows = [{ value: -5 }, { value: '-5' }, { value: false }, { value: null }, { value: '' }]
    const csv = decoded(bytesOf(rows, [column, other], plain))
    expect(csv).toBe('value,other\r\n-5,\r\n"\'-5",\r\nfalse,\r\n,\r\n,\r\n')
  })

  it('join a list', () => {
    const csv = decoded(bytesOf([{ value: ['Collection', 'Impact'] }], [{ ...column, type: 'list' }], plain))
    expect(csv).toBe('"value"\r\n"Collection; Impact"\r\n')
  })

  it('of one empty column do not vanish', () => {
    expect(cellsOf(decoded(bytesOf([{ value: null }, { value: 'a' }], [column], plain)))).toEqual([
      ['value'],
      [''],
      ['a'],
    ])
  })

  it('are the same across the slices that they are written in', () => {
    const rows = Array.from({ length: 12_345 }, (_, value) => ({ value }))
    const [, ...cells] = cellsOf(decoded(bytesOf(rows, [column, other], plain)))
    expect(cells.map(([first]) => Number(first))).toEqual(rows.map(({ value }) => value))
  })
})

describe('the files of a report', () => {
  const report = exampleReport()
  const tables = Object.entries(definitions.tables).filter(([, table]) => table.csv)

  it('that list places show them as file and line', async () => {
    const [headers = [], cells = []] = cellsOf(await fileOf(report, 'csv/differences.csv'))
    expect(cells[headers.indexOf('all_places')]).toBe('T1059.md:11')
  })

  it.each(tables)('%s hold every row with its values', async (name, table) => {
    const [headers, ...cells] = cellsOf(await fileOf(report, `csv/${name}.csv`))
    const rows = rowsOf(report, table.rows)
    const columns = shownColumns(table.columns, rows)
    expect(headers).toEqual(columns.map(csvHeader).map((header) => header.replace(/^(?==)/, "'")))
    expect(cells.length).toBe(rows.length)
    expect(cells.map((row) => row.map(unescapedText))).toEqual(
      rows.map((row) => columns.map((each) => shown(valueIn(row, each)))),
    )
  })

  it('are the same for the same report', async () => {
    expect(await filesOf(exampleReport())).toEqual(await filesOf(exampleReport()))
  })

  it('show a changed heading', async () => {
    const copy = structuredClone(definitions)
    const id = (copy.tables.techniques as Table).columns[0]
    if (id !== undefined) id.heading = 'ATT&CK number'
    const bytes = (await filesOf(report, copy)).get('csv/techniques.csv')
    expect(decoded(bytes ?? new Uint8Array()).startsWith('att_ck_number,name,')).toBe(true)
  })

  it('take another delimiter, and a byte order mark', async () => {
    const csv = await fileOf(report, 'csv/techniques.csv', { delimiter: ';', bom: true })
    expect(csv.startsWith('\uFEFFtechnique_id;name;tactics;')).toBe(true)
    expect(cellsOf(csv, ';').length).toBe(report.techniques.length + 1)
  })
})

function shown(value: unknown): string {
  const item = (each: unknown) => {
    const at = each as { file: string; line: number }
    return typeof each === 'object' ? `${at.file}:${at.line}` : String(each)
  }
  return Array.isArray(value) ? value.map(item).join('; ') : String(value ?? '')
}

describe('the data package', () => {
  const describing = async (report: Report, options = plain) =>
    JSON.parse(await fileOf(report, 'csv/datapackage.json', options))

  it('states size and hash of every file, and its columns', async () => {
    const report = exampleReport()
    const files = await filesOf(report)
    const { $schema, resources } = await describing(report)
    expect($schema).toBe('https://datapackage.org/profiles/2.0/datapackage.json')
    expect(resources.length).toBe(files.size - 1)
    for (const resource of resources) {
      const bytes = files.get(`csv/${resource.path}`) ?? new Uint8Array()
      expect(resource.bytes).toBe(bytes.length)
      expect(resource.hash).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
      expect(resource.schema.fields.map((field: { name: string }) => field.name)).toEqual(
        cellsOf(decoded(bytes))[0],
      )
      expect(resource).not.toHaveProperty('dialect')
    }
  })

  it('states headings, types and keys', async () => {
    const { resources } = await describing(exampleReport())
    const gaps = resources.find(({ name }: { name: string }) => name === 'gaps')
    expect(gaps.schema.fields[0]).toEqual({ name: 'gap_id', title: 'Gap ID', type: 'string' })
    expect(gaps.schema.fields.find(({ name }: { name: string }) => name === 'rank').type).toBe('integer')
    expect(gaps.schema.primaryKey).toEqual(['gap_id'])
    expect(gaps.schema.foreignKeys).toEqual([
      { fields: ['technique_id'], reference: { resource: 'techniques', fields: ['technique_id'] } },
    ])
  })

  it('claims no key that the rows break', async () => {
    const report = exampleReport()
    const [first] = report.gaps
    if (first === undefined) throw new Error('the example has gaps')
    report.gaps.push({ ...first, techniqueId: 'T0000' })
    const gaps = (await describing(report)).resources.find(({ name }: { name: string }) => name === 'gaps')
    expect(gaps.schema).not.toHaveProperty('primaryKey')
    expect(gaps.schema).not.toHaveProperty('foreignKeys')
  })

  it('states the delimiter where it is no comma', async () => {
    const { resources } = await describing(exampleReport(), { delimiter: ';', bom: false })
    expect(resources[0].dialect).toEqual({ delimiter: ';' })
  })
})
