import { z } from 'zod'
import { Report } from '../../model/report.js'

/** A schema with `null` and `undefined` taken off: what a value is where there is one. */
function present(schema: unknown): unknown {
  let inner = schema
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap()
  return inner
}

/** The schema that a dotted path leads to below another one, or null where it leads nowhere. */
export function schemaAt(schema: unknown, path: string): unknown {
  let at = present(schema)
  for (const name of path.split('.')) {
    if (!(at instanceof z.ZodObject) || !Object.hasOwn(at.shape, name)) return null
    at = present(at.shape[name])
  }
  return at
}

/** The schema of the rows in a list of the report (`techniques`, `ages.bands`), or null where it is no such list. */
export function rowSchema(path: string): unknown {
  const list = schemaAt(Report, path)
  if (!(list instanceof z.ZodArray)) return null
  const row = present(list.element)
  return row instanceof z.ZodObject ? row : null
}

/** Whether a dotted path leads to a single value of the report: what a text, a figure or a choice can show. */
export function isReportValue(path: string): boolean {
  const at = schemaAt(Report, path)
  return at !== null && !(at instanceof z.ZodObject) && !(at instanceof z.ZodArray)
}

/** All dotted paths to values below a schema, in the order that it names them. */
export function fieldsOf(schema: unknown, prefix = ''): string[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.keys(schema.shape).flatMap((name) => {
    const inner = present(schema.shape[name])
    return inner instanceof z.ZodObject ? fieldsOf(inner, `${prefix}${name}.`) : [`${prefix}${name}`]
  })
}
