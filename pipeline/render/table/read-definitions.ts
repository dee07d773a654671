import { z } from 'zod'
import { exitCodes, Failure } from '../../model/failure.js'
import { type Column, type ColumnType, csvHeader, type Table, TableDefinitions } from './definitions.js'
import { fieldsOf, rowSchema, schemaAt } from './report-schema.js'
import { parseTemplateJson } from './template-json.js'

/**
 * The tables that `tables.json` defines, checked against the shape of the report.
 *
 * A misspelt column must not surface as an empty one in front of an auditor, so that everything is checked
 * before any rendering, and all faults are told at once.
 *
 * @param file name of the file as users know it, for the failure
 * @throws Failure with exit code 3 naming file, table and column
 */
export function readTableDefinitions(text: string, file: string): TableDefinitions {
  const definitions = parseTemplateJson(TableDefinitions, text, file)
  const faults = Object.entries(definitions.tables).flatMap(([name, table]) =>
    tableFaults(name, table, definitions),
  )
  const [first] = faults
  if (first === undefined) return definitions
  throw new Failure(`${file}: ${faults.map((each) => each.fault).join('; ')}.`, first.remedy, {
    exitCode: exitCodes.usage,
  })
}

interface Fault {
  fault: string
  remedy: string
}

function tableFaults(name: string, table: Table, definitions: TableDefinitions): Fault[] {
  const row = rowSchema(table.rows)
  if (row === null) {
    return [
      {
        fault: `table "${name}": the report has no list "${table.rows}"`,
        remedy: 'Name a list of the report, such as "techniques".',
      },
    ]
  }
  return [
    ...table.columns.flatMap((column, at) =>
      columnFaults(`table "${name}", column ${at + 1} ("${column.heading}")`, column, row),
    ),
    ...headerFaults(name, table),
    ...keyFaults(name, table, definitions),
  ]
}

function columnFaults(where: string, column: Column, row: unknown): Fault[] {
  const remedy = `Use one of: ${fieldsOf(row).join(', ')}.`
  const named = [column.field, column.link, column.page].filter((field) => field !== undefined)
  const unknown = named.filter((field) => schemaAt(row, field) === null)
  if (unknown.length > 0)
    return unknown.map((field) => ({ fault: `${where}: there is no field "${field}"`, remedy }))
  if (fits(column.type, schemaAt(row, column.field))) return []
  return [
    {
      fault: `${where}: "${column.field}" is no ${column.type}`,
      remedy: 'Give the column the type of its field.',
    },
  ]
}

/** Whether values of a schema can be shown as a type. */
function fits(type: ColumnType, schema: unknown): boolean {
  if (type === 'integer') return schema instanceof z.ZodNumberFormat
  if (type === 'number') return schema instanceof z.ZodNumber
  if (type === 'boolean') return schema instanceof z.ZodBoolean
  if (type === 'extra') return isExtraList(schema)
  if (type === 'list') return schema instanceof z.ZodArray
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum
}

/** A list of headings and texts: what people typed besides. */
function isExtraList(schema: unknown): boolean {
  const item = schema instanceof z.ZodArray ? schema.element : null
  return schemaAt(item, 'heading') instanceof z.ZodString && schemaAt(item, 'text') instanceof z.ZodString
}

/** Two columns of one name cannot be told apart by whoever reads the CSV. */
function headerFaults(name: string, table: Table): Fault[] {
  const headers = table.columns.map(csvHeader)
  const twice = headers.filter((header, at) => headers.indexOf(header) !== at)
  const remedy = 'Change the heading, or give the column a "csv" name of its own.'
  return [
    ...twice.map((header) => ({
      fault: `table "${name}": two columns are named "${header}" in CSV`,
      remedy,
    })),
    ...(headers.includes('') ? [{ fault: `table "${name}": a column has no name in CSV`, remedy }] : []),
  ]
}

function keyFaults(name: string, table: Table, definitions: TableDefinitions): Fault[] {
  const remedy = 'Name fields that both tables have as columns.'
  const lacks = (of: Table, fields: readonly string[]) =>
    fields.filter((field) => !of.columns.some((column) => column.field === field))
  const own = [...(table.key ?? []), ...(table.refers ?? []).flatMap((reference) => reference.fields)]
  const foreign = (table.refers ?? []).flatMap((reference) => {
    const to = definitions.tables[reference.table]
    if (to === undefined) return [`refers to the table "${reference.table}", which is not defined`]
    return lacks(to, reference.to).map(
      (field) => `refers to "${reference.table}.${field}", which is no column`,
    )
  })
  return [
    ...lacks(table, own).map((field) => `its key names "${field}", which is no column`),
    ...foreign,
  ].map((fault) => ({ fault: `table "${name}": ${fault}`, remedy }))
}
