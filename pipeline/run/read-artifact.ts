import { parseChunked } from '@discoveryjs/json-ext'
import { z } from 'zod'
import { ComparedReport } from '../model/compared-report.js'
import { Failure } from '../model/failure.js'
import type { Model, ModelSource } from '../model/model.js'
import { RunManifest } from '../model/run-manifest.js'
import type { SavedRun } from '../model/run-store.js'
import { PackedSeries } from '../model/series.js'
import { schemaVersion } from '../model/version.js'
import { type ArtifactName, artifacts, itemOf } from './artifacts.js'

/** What is read of each artifact: what its schema says, and of the model the form that thousands of pages fit in. */
type ReadArtifacts = {
  [Name in ArtifactName]: Name extends 'model' ? ModelSource : z.infer<(typeof artifacts)[Name]['schema']>
}

/** An artifact of a saved run. A Failure where it is missing, is no JSON, or is of another major version. */
export async function readArtifact<Name extends ArtifactName>(
  run: SavedRun,
  name: Name,
): Promise<ReadArtifacts[Name]> {
  const { file, schema } = artifacts[name]
  const found = await readJson<z.ZodRawShape>(run, file, schema)
  return (name === 'model' ? packedModel(found as Model) : found) as ReadArtifacts[Name]
}

function packedModel(model: Model): ModelSource {
  return { ...model, techniques: PackedSeries.of(model.techniques) }
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

/** A JSON file of a saved run, in the form that the schema gives it; Failures as for the artifacts. */
export async function readJson<Shape extends z.ZodRawShape>(
  run: SavedRun,
  file: string,
  schema: z.ZodObject<Shape>,
): Promise<z.infer<z.ZodObject<Shape>>> {
  const value: unknown = await parsedWhole(decoded(run.pieces(file))).catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause
    throw new Failure(`${file} of run ${run.runId} is no JSON.`, remedy, { cause })
  })
  const version = versionOf(value)
  if (version.split('.')[0] !== schemaVersion.split('.')[0]) {
    throw new Failure(
      `${file} of run ${run.runId} is of version ${version}; this program reads ${schemaVersion}.`,
      remedy,
    )
  }
  try {
    return checked(schema, value)
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause
    const [issue] = cause.issues
    const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
    const what = `${file} of run ${run.runId} does not fit its schema${place}: ${issue?.message ?? ''}.`
    throw new Failure(what, remedy, { cause })
  }
}

/** Characters up to which a text is parsed at once, which is twice as quick; of a longer one text and values would be too much. */
const atOnceAtMost = 8 * 1024 * 1024

async function parsedWhole(texts: AsyncGenerator<string>): Promise<unknown> {
  let start = ''
  while (start.length <= atOnceAtMost) {
    const { value, done } = await texts.next()
    if (done) return JSON.parse(start)
    start += value
  }
  return parsedInPieces(followed(start, texts))
}

async function* followed(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}

/** The parser gives what it has where a text ends too early behind an item; only of what is closed it tells as a root. */
async function parsedInPieces(texts: AsyncIterable<string>): Promise<unknown> {
  const roots: unknown[] = []
  await parseChunked(texts, { onRootValue: (value) => void roots.push(value) })
  if (roots.length === 0) throw new SyntaxError('the JSON ends too early')
  return roots[0]
}

/**
 * UTF-8 as text, wherever its pieces are cut. The parser's own decoder takes a byte order mark at the start of any piece for
 * none of the text, and bytes that are no UTF-8 for text; here the one stays and the others throw.
 */
async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

const remedy = 'Make the run again with this version, or use the version that made it.'

function versionOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return 'unknown'
  return String(value.schemaVersion)
}

/** Item by item, so that a list and its checked copy are never whole at the same time. */
function checked<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  value: unknown,
): z.infer<z.ZodObject<Shape>> {
  if (typeof value !== 'object' || value === null) return schema.parse(value)
  const lists = new Map<string, unknown[]>()
  for (const [field, found] of Object.entries(value)) {
    const form = Object.hasOwn(schema.shape, field) ? schema.shape[field] : undefined
    if (form instanceof z.ZodArray && Array.isArray(found)) lists.set(field, found)
  }
  const emptied = Object.fromEntries([...lists.keys()].map((field) => [field, []]))
  const rest = schema.parse({ ...value, ...emptied })
  for (const [field, list] of lists) checkItems(list, itemOf(schema.shape[field] as z.ZodType), field)
  return Object.assign(rest, Object.fromEntries(lists))
}

function checkItems(list: unknown[], schema: z.core.$ZodType, field: string): void {
  for (const [at, item] of list.entries()) {
    const parsed = z.safeParse(schema, item)
    if (!parsed.success) throw new z.ZodError(parsed.error.issues.map((issue) => within(issue, field, at)))
    list[at] = parsed.data
  }
}

function within(issue: z.core.$ZodIssue, field: string, at: number): z.core.$ZodIssue {
  return { ...issue, path: [field, at, ...issue.path] }
}
