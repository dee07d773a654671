import type { Report } from '../../model/report.js'
import { stableJson } from '../../model/stable-json.js'
import {
  type Column,
  type ColumnType,
  csvHeader,
  type Table,
  type TableDefinitions,
} from '../table/definitions.js'
import { fieldOf, rowsOf } from '../table/field.js'
import type { ShownColumn } from '../table/shown-columns.js'
import type { CsvOptions } from './csv-text.js'

/** A CSV file as the data package describes it. */
export interface PackagedTable {
  name: string
  table: Table
  columns: readonly ShownColumn[]
  /** Its size in bytes. */
  bytes: number
  sha256: string
}

/**
 * The text of `datapackage.json`: what each CSV file holds, column by column, with its size and hash.
 *
 * Data Package v2 (datapackage.org). A key is claimed only where this report's rows keep it: two pages on one
 * technique are both kept, and a finding may name a technique that has no page.
 */
export function dataPackage(
  report: Report,
  files: readonly PackagedTable[],
  definitions: TableDefinitions,
  options: CsvOptions,
): string {
  return stableJson({
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'control-coverage',
    id: report.runId,
    title: `Control coverage of ${report.corpus.location}`,
    description:
      'A text that a spreadsheet could take for a formula has an apostrophe put before it; the unescaped values stand in report.json.',
    version: report.schemaVersion,
    created: report.generatedAt,
    sources: sourcesOf(report),
    licenses: [attackTerms],
    resources: files.map((file) => resource(report, file, definitions, options)),
  })
}

/** What the tables are made of: the pages, and what they were held against. */
function sourcesOf({ corpus, reference }: Report): { title: string; version?: string }[] {
  const pages = { title: `Pages of ${corpus.location}, SHA-256 ${corpus.sha256}` }
  return [
    corpus.revision === null ? pages : { ...pages, version: corpus.revision },
    { title: `MITRE ATT&CK Enterprise (${reference.attackSource})`, version: reference.attackVersion },
    { title: `MITRE D3FEND (${reference.d3fendSource})`, version: reference.d3fendVersion },
  ]
}

/** The licence of the pages is not known here; names and ids of techniques are under that of ATT&CK. */
const attackTerms = {
  name: 'LicenseRef-MITRE-ATTACK',
  path: 'https://attack.mitre.org/resources/legal-and-branding/terms-of-use/',
  title: 'Terms of use of MITRE ATT&CK, for its names and ids; all else is under the licence of the pages',
}

function resource(report: Report, file: PackagedTable, definitions: TableDefinitions, options: CsvOptions) {
  const { name, table, columns, bytes, sha256 } = file
  const key = table.key ?? []
  const foreignKeys = foreignKeysOf(report, table, definitions)
  return {
    name: name.toLowerCase(),
    path: `${name}.csv`,
    type: 'table',
    title: table.title,
    description: table.description,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    ...(options.delimiter === ',' ? {} : { dialect: { delimiter: options.delimiter } }),
    bytes,
    hash: `sha256:${sha256}`,
    schema: {
      fields: columns.map(fieldDescriptor),
      ...(key.length > 0 && isKey(rowsOf(report, table.rows), key)
        ? { primaryKey: headers(table, key) }
        : {}),
      ...(foreignKeys.length > 0 ? { foreignKeys } : {}),
    },
  }
}

/** Types of the Table Schema v2 by column type; a list is a text whose items are joined by "; ". */
const fieldTypes: Record<ColumnType, { type: string; format?: string }> = {
  text: { type: 'string' },
  url: { type: 'string' },
  list: { type: 'string' },
  extra: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  date: { type: 'date' },
  datetime: { type: 'datetime', format: 'any' },
  boolean: { type: 'boolean' },
}

function fieldDescriptor(column: Column) {
  return {
    name: csvHeader(column),
    title: column.heading,
    ...fieldTypes[column.type],
    ...(column.note === undefined ? {} : { description: column.note }),
  }
}

function foreignKeysOf(report: Report, table: Table, definitions: TableDefinitions) {
  return (table.refers ?? []).flatMap((reference) => {
    const to = definitions.tables[reference.table]
    if (to === undefined || !to.csv) return []
    const known = new Set(rowsOf(report, to.rows).map((row) => keyOf(row, reference.to)))
    const stray = rowsOf(report, table.rows).some((row) => {
      const values = reference.fields.map((field) => fieldOf(row, field))
      return !values.includes(null) && !known.has(JSON.stringify(values))
    })
    if (stray) return []
    return [
      {
        fields: headers(table, reference.fields),
        reference: { resource: reference.table.toLowerCase(), fields: headers(to, reference.to) },
      },
    ]
  })
}

function isKey(rows: readonly unknown[], fields: readonly string[]): boolean {
  return new Set(rows.map((row) => keyOf(row, fields))).size === rows.length
}

function keyOf(row: unknown, fields: readonly string[]): string {
  return JSON.stringify(fields.map((field) => fieldOf(row, field)))
}

function headers(table: Table, fields: readonly string[]): string[] {
  return fields.flatMap((field) =>
    table.columns
      .filter((column) => column.field === field)
      .slice(0, 1)
      .map(csvHeader),
  )
}
