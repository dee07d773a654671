import { readFileSync } from 'node:fs'
import type { Report } from '../../../pipeline/model/report.js'
import { TableDefinitions } from '../../../pipeline/render/table/definitions.js'
import { WorkbookDefinition } from '../../../pipeline/render/xlsx/definition.js'
import { exampleReport } from '../../support/report-fixture.js'
import { thingOf } from '../generate/rows.js'
import { sources } from '../generate/shape.js'

/** Resources as a report has them: one table that every program is to write. */
export type ResourceRow = Report['resources'][number]

const states = ['alive', 'alive', 'moved', 'alive', 'dead', 'unchecked'] as const

/** Rows that are made at one time. */
const atOnce = 1_000

/** So many rows of real shape, the same each time; read as from a file, so that nothing of their making is left in them. */
export function resourceRows(count: number): ResourceRow[] {
  const rows: ResourceRow[] = []
  for (let from = 0; from < count; from += atOnce) {
    const made = JSON.stringify(madeRows(from, Math.min(count, from + atOnce)))
    for (const row of JSON.parse(made) as ResourceRow[]) rows.push(row)
  }
  return rows
}

function madeRows(from: number, to: number): ResourceRow[] {
  const sigma = sources.find(({ form }) => form === 'trail')
  if (sigma === undefined) throw new Error('no source has a trail')
  return Array.from({ length: to - from }, (_, index): ResourceRow => {
    const at = from + index
    const { label, url } = thingOf(sigma, 0, at % 400_000, 1)
    const techniqueId = `T${1000 + (at % 600)}`
    const linkState = states[at % states.length] ?? 'alive'
    return {
      resourceId: (at * 2_654_435_761).toString(16).padStart(12, '0').slice(-12),
      techniqueId,
      techniqueName: `Technique ${at % 600}`,
      category: 'detection',
      source: 'sentinel',
      sourceName: sigma.name,
      label,
      url,
      linkState,
      evidencedBy: 'own-link',
      evidenceUrl: url,
      target: linkState === 'moved' ? `${url}?moved` : null,
      since: linkState === 'dead' ? '2022-08-01T00:00:00.000Z' : null,
      tests: null,
      repeat: at % 40 === 0,
      file: `${techniqueId}.md`,
      line: 20 + (at % 300),
    }
  })
}

/** A report that holds these rows and nothing else of size. */
export function reportOf(resources: ResourceRow[]): Report {
  return { ...exampleReport(), resources }
}

/** The table of these rows as the report's template has it. */
export function resourceTable(): TableDefinitions {
  const { tables } = TableDefinitions.parse(readJson('tables.json'))
  const table = tables.resources
  if (table === undefined) throw new Error('the template has no table of resources')
  return { tables: { resources: table } }
}

/** A workbook of that one sheet, without links to sheets that are not there. */
export function resourceWorkbook(): WorkbookDefinition {
  const whole = WorkbookDefinition.parse(readJson('workbook.json'))
  const sheets = whole.sheets.flatMap((sheet) =>
    sheet.kind === 'table' && sheet.table === 'resources' ? [{ ...sheet, links: [] }] : [],
  )
  return { ...whole, sheets }
}

/** Links that a sheet can hold. */
export const linksAtMost = 65_530

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(`templates/coverage/${name}`, 'utf8'))
}
