import { z } from 'zod'
import { ComparedReport } from '../model/compared-report.js'
import { Failure } from '../model/failure.js'
import { Findings } from '../model/finding.js'
import { Links } from '../model/links.js'
import { Model } from '../model/model.js'
import type { SavedRun } from '../model/ports.js'
import { Records } from '../model/records.js'
import { Report } from '../model/report.js'
import { RunManifest, type StageName } from '../model/run-manifest.js'
import { type JsonField, jsonPieces } from '../model/stable-json.js'
import { schemaVersion } from '../model/version.js'

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
      return Array.isArray(found) ? { items: found } : { value: found }
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
    else yield [field, { items: checkedItems(found.items, itemOf(schema)) }]
  }
}

/** What an item of the list must be; a list with a default is one, too. */
function itemOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault) return itemOf(schema.unwrap())
  if (schema instanceof z.ZodArray) return schema.element
  throw new Error('only a list can come item by item')
}

/** Each item as the schema knows it; the checked copy lasts no longer than it takes to write it. */
async function* checkedItems(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  schema: z.core.$ZodType,
): AsyncGenerator<unknown> {
  for await (const item of items) yield z.parse(schema, item)
}

/** An artifact of a saved run. A Failure where it is missing, is no JSON, or is of another major version. */
export async function readArtifact<Name extends ArtifactName>(
  run: SavedRun,
  name: Name,
): Promise<z.infer<(typeof artifacts)[Name]['schema']>> {
  const { file, schema } = artifacts[name]
  return (await readJson(run, file, schema)) as z.infer<(typeof artifacts)[Name]['schema']>
}

/** The manifest of a saved run; Failures as for the artifacts. */
export function readManifest(run: SavedRun): Promise<RunManifest> {
  return readJson(run, 'run.json', RunManifest)
}

/** What of a saved run's report is compared; null where the run has none, or it does not say what is asked of it. */
export async function readComparedReport(run: SavedRun): Promise<ComparedReport | null> {
  try {
    return await readJson(run, artifacts.report.file, ComparedReport)
  } catch (cause) {
    if (cause instanceof Failure) return null
    throw cause
  }
}

async function readJson<Schema extends z.ZodType>(
  run: SavedRun,
  file: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const remedy = 'Make the run again with this version, or use the version that made it.'
  const text = await readText(run, file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Failure(`${file} of run ${run.runId} is no JSON.`, remedy, { cause })
  }
  const version = versionOf(value)
  if (version.split('.')[0] !== schemaVersion.split('.')[0]) {
    throw new Failure(
      `${file} of run ${run.runId} is of version ${version}; this program reads ${schemaVersion}.`,
      remedy,
    )
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`
  throw new Failure(`${file} of run ${run.runId} does not fit its schema${where}.`, remedy, {
    cause: parsed.error,
  })
}

/** Piece by piece, since the bytes of a large file would stay in memory beside its text for long. */
async function readText(run: SavedRun, file: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of run.pieces(file)) text += decoder.decode(piece, { stream: true })
  return text + decoder.decode()
}

function versionOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return 'unknown'
  return String(value.schemaVersion)
}
