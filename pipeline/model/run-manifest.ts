import { z } from 'zod'
import { Corpus } from './corpus.js'

export const StageName = z.enum(['extract', 'normalize', 'check', 'assess', 'render'])
export type StageName = z.infer<typeof StageName>

const FileEntry = z.strictObject({ path: z.string(), bytes: z.int().min(0), sha256: z.string() })
export type FileEntry = z.infer<typeof FileEntry>

/** How one renderer ended. A failed one names its reason and leaves the others alone. */
export const RendererOutcome = z.strictObject({
  report: z.string(),
  format: z.string(),
  state: z.enum(['rendered', 'failed']),
  reason: z.string().nullable(),
  remedy: z.string().nullable(),
  notes: z.array(z.string()).describe('what a reader should know, such as a browser without its sandbox'),
})
export type RendererOutcome = z.infer<typeof RendererOutcome>

/** `run.json`: the manifest. Everything but `timings` is the same for the same run. */
export const RunManifest = z.strictObject({
  schemaVersion: z.string(),
  runId: z.string(),
  derivedFrom: z.string().nullable().describe('run whose artifacts were taken over unchanged'),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  command: z.string(),
  startedAt: z.string().describe('ISO 8601, UTC'),
  asOf: z.string(),
  complete: z.boolean().describe('every requested format was rendered'),
  exitCode: z.int(),
  settings: z.record(z.string(), z.unknown()).describe('resolved; secrets never'),
  corpus: Corpus.nullable(),
  stages: z.array(StageName).describe('run here; the others’ artifacts were taken over'),
  renderers: z.array(RendererOutcome),
  counts: z.record(z.string(), z.int()),
  inputs: z.array(FileEntry).describe('pages read, by path'),
  templates: z.array(FileEntry),
  outputs: z.array(FileEntry).describe('every file of the folder but run.json, by path'),
  timings: z.array(z.strictObject({ stage: StageName, ms: z.int() })),
})
export type RunManifest = z.infer<typeof RunManifest>
