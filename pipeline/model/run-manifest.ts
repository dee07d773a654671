import { z } from 'zod'
import { Corpus } from './corpus.js'
import { KeyFigures } from './report-trend.js'
import { SchemaVersion, Tool } from './version.js'

export const StageName = z
  .enum(['extract', 'normalize', 'check', 'assess', 'render'])
  .describe('name of a stage')
export type StageName = z.infer<typeof StageName>

const FileEntry = z.strictObject({
  path: z.string().describe('relative, /-separated'),
  bytes: z.int().min(0).describe('its size in bytes'),
  sha256: z.string().describe('SHA-256 of its bytes'),
})
export type FileEntry = z.infer<typeof FileEntry>

/** How one renderer ended. A failed one names its reason and leaves the others alone. */
export const RendererOutcome = z.strictObject({
  report: z.string().describe('name of the report'),
  format: z.string().describe('format that was asked for'),
  state: z
    .enum(['rendered', 'failed', 'left-out'])
    .describe('how it ended; left-out where the report has no template for that format'),
  reason: z.string().nullable().describe('why it failed, or null'),
  remedy: z.string().nullable().describe('what to do about it, or null'),
  notes: z.array(z.string()).describe('what a reader should know, such as a browser without its sandbox'),
})
export type RendererOutcome = z.infer<typeof RendererOutcome>

/** `run.json`: the manifest. Everything but `timings` is the same for the same run. */
export const RunManifest = z.strictObject({
  schemaVersion: SchemaVersion,
  runId: z.string().describe('id of the run and name of its folder'),
  derivedFrom: z.string().nullable().describe('run whose artifacts were taken over unchanged'),
  tool: Tool,
  command: z.string().describe('command that made the run'),
  startedAt: z.string().describe('ISO 8601, UTC'),
  asOf: z.string().describe('YYYY-MM-DD: the day that ages are judged at'),
  complete: z.boolean().describe('every requested format that the reports have was rendered'),
  exitCode: z.int().describe('exit code that the run ended with'),
  settings: z.record(z.string(), z.unknown()).describe('resolved; secrets never'),
  corpus: Corpus.nullable().describe('which pages were read; null where no stage of the run knew'),
  stages: z.array(StageName).describe('run here; the others’ artifacts were taken over'),
  renderers: z.array(RendererOutcome).describe('how each report and format ended'),
  findings: z
    .record(z.string(), z.int())
    .optional()
    .describe('how many findings there are, by code; missing where the run has none to count'),
  counts: z.record(z.string(), z.int()).describe('how many pages, techniques, links and so on, by name'),
  figures: KeyFigures.optional().describe(
    'key figures of its report, for the trends of later runs; none where it has no report, or is older than they are',
  ),
  inputs: z.array(FileEntry).describe('pages read, by path; then the layers of the scope, by name'),
  templates: z.array(FileEntry).describe('files of the reports that were used, by path'),
  reference: z
    .array(FileEntry.extend({ version: z.string().describe('version of ATT&CK or D3FEND that it holds') }))
    .optional()
    .describe('tables that the pages were judged by; none where no stage of the run judged'),
  outputs: z.array(FileEntry).describe('every file of the folder but run.json, by path'),
  timings: z
    .array(
      z.strictObject({
        stage: StageName,
        ms: z.int().describe('milliseconds that it took'),
        peakMemoryBytes: z
          .int()
          .optional()
          .describe(
            'most memory that the program held in it (its browser and git not counted); stages that take turns share one',
          ),
      }),
    )
    .describe('by the real clock: the only part that differs between equal runs'),
  digest: z.string().describe('SHA-256 of the manifest as it stands without this field'),
})
export type RunManifest = z.infer<typeof RunManifest>
