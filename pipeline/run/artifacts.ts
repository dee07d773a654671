import { z } from 'zod'
import { Findings } from '../model/finding.js'
import { Links } from '../model/links.js'
import { Model } from '../model/model.js'
import { Records } from '../model/records.js'
import { Report } from '../model/report.js'
import type { StageName } from '../model/run-manifest.js'
import { type JsonField, jsonPieces } from '../model/stable-json.js'

/** The saved artifacts: their files, their schemas, and the stage that makes each. */
export const artifacts = {
  records: { file: 'records.json', schema: Records, madeBy: 'extract' },
  model: { file: 'model.json', schema: Model, madeBy: 'normalize' },
  links: { file: 'links.json', schema: Links, madeBy: 'check' },
  findings: { file: 'findings.json', schema: Findings, madeBy: 'assess' },
  report: { file: 'report.json', schema: Report, madeBy: 'assess' },
} as const satisfies Record<string, { file: string; schema: z.ZodType; madeBy: StageName }>

export type ArtifactName = keyof typeof artifacts

/**
 * The bytes of an artifact, piece by piece, each field and each item of a list checked against the schema as it is
 * written. A value that is not of its schema is a bug of ours, so this throws what zod throws.
 */
export function artifactPieces(name: ArtifactName, value: object): AsyncGenerator<Uint8Array> {
  return jsonPieces(
    checkedFields(name, (field) => {
      const found: unknown = Object.entries(value).find(([key]) => key === field)?.[1]
      return isSeries(found) ? { items: found } : { value: found }
    }),
  )
}

/** The fields in the schema's order; each is asked for when those before it have been written. */
export function* checkedFields(
  name: ArtifactName,
  fieldOf: (name: string) => JsonField,
): Generator<[name: string, field: JsonField]> {
  for (const [field, schema] of Object.entries<z.ZodType>(artifacts[name].schema.shape)) {
    const found = fieldOf(field)
    if ('value' in found) yield [field, { value: schema.parse(found.value) }]
    else yield [field, { items: found.items, written: checkedBy(itemOf(schema)) }]
  }
}

function isSeries(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value
}

/** What an item of the list must be; a list with a default is one, too. */
export function itemOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault) return itemOf(schema.unwrap())
  if (schema instanceof z.ZodArray) return schema.element
  throw new Error('only a list can come item by item')
}

/** An item as the schema knows it; the checked copy lasts no longer than it takes to write it. */
function checkedBy(schema: z.core.$ZodType): (item: unknown) => unknown {
  return (item) => z.parse(schema, item)
}
