import { z } from 'zod'
import { exitCodes, Failure } from '../../model/failure.js'
import type { TemplateFolder } from '../../model/ports.js'
import { parseTemplateJson } from '../table/template-json.js'
import type { ReportTemplate } from './report-template.js'

const Json = z.record(z.string(), z.unknown())
type Json = z.infer<typeof Json>

/** `tables.json` of a folder that is laid over another: the tables that differ there, and those to write as CSV. */
const OwnTables = z.strictObject({
  csv: z
    .array(z.string())
    .optional()
    .describe('tables to write as CSV; those that say so where it is left out'),
  tables: z.record(z.string(), z.unknown()).optional(),
})

/**
 * A report's folder with all that it lacks taken from the folder that it is laid over: whole files, and of `tables.json`,
 * `workbook.json` and `words.json` the tables, palettes, notes, properties and words that it does not define itself.
 *
 * So a report of one's own holds what is its own, and a correction of ours reaches it.
 *
 * @throws {Failure} (exit 3) when such a file is no JSON, with its line
 */
export function laidOver({ name, files, base }: TemplateFolder): ReportTemplate {
  if (base === null) return { name, files }
  const all = new Map([...base.files, ...files])
  for (const [path, merge] of merges) {
    const [own, below] = [files.get(path), base.files.get(path)]
    if (typeof own !== 'string' || typeof below !== 'string') continue
    const json = (text: string, of: string) => parseTemplateJson(Json, text, `${of}/${path}`)
    const merged = merge(json(own, name), json(below, base.name), `${name}/${path}`)
    all.set(path, JSON.stringify(merged))
  }
  return { name, files: all }
}

type Merge = (own: Json, below: Json, file: string) => Json

const merges: [string, Merge][] = [
  ['tables.json', mergedTables],
  [
    'workbook.json',
    (own, below) => ({
      ...below,
      ...own,
      palettes: { ...objectIn(below, 'palettes'), ...objectIn(own, 'palettes') },
    }),
  ],
  ['words.json', mergedGroups],
]

function mergedTables(own: Json, below: Json, file: string): Json {
  const { csv, tables = {} } = parseTemplateJson(OwnTables, JSON.stringify(own), file)
  const taken = Object.entries(objectIn(below, 'tables')).filter(([name]) => !Object.hasOwn(tables, name))
  const inherited = taken.map(([name, table]) => [name, { ...asObject(table), csv: false }] as const)
  const all = [...Object.entries(tables), ...inherited]
  const unknown = (csv ?? []).filter((name) => !all.some(([each]) => each === name))
  if (unknown.length > 0) {
    throw new Failure(
      `${file}: "csv" names ${unknown.map((name) => `"${name}"`).join(', ')}, which is no table.`,
      `Name some of: ${all.map(([name]) => name).join(', ')}.`,
      { exitCode: exitCodes.usage },
    )
  }
  const shown =
    csv === undefined
      ? all
      : all.map(([name, table]) => [name, { ...asObject(table), csv: csv.includes(name) }] as const)
  return { tables: Object.fromEntries(shown) }
}

function mergedGroups(own: Json, below: Json): Json {
  const groups = [...new Set([...Object.keys(below), ...Object.keys(own)])]
  return Object.fromEntries(
    groups.map((group) => [group, { ...objectIn(below, group), ...objectIn(own, group) }]),
  )
}

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {})
const objectIn = (json: Json, key: string): Json => asObject(Object.hasOwn(json, key) ? json[key] : undefined)
