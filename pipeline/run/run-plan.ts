import type { CheckNeeds } from '../check/index.js'
import type { Config } from '../config/config.js'
import type {
  Clock,
  CorpusSource,
  Log,
  NamedFile,
  Printer,
  Progress,
  SettingFile,
  Signer,
  TemplateFolder,
} from '../model/ports.js'
import type { ReadingStore } from '../model/reading-store.js'
import type { Reference } from '../model/reference.js'
import type { StageName } from '../model/run-manifest.js'
import type { RunStore } from '../model/run-store.js'

/** The stages in their order; each makes the artifacts that the next one needs. */
export const stageOrder: readonly StageName[] = ['extract', 'normalize', 'check', 'assess', 'render']

/** What to run: some neighbouring stages, on which corpus or on which saved run's artifacts, with which settings. */
export interface RunPlan {
  /** As the user typed it: `run`, `assess` … */
  command: string
  stages: readonly StageName[]
  /** Corpus to extract; unused where `extract` is not among the stages. */
  corpus: string
  /** Saved run to start from; null for the newest one. */
  from: string | null
  config: Config
}

/** What a run needs of the world. */
export interface RunNeeds {
  tool: { name: string; version: string }
  clock: Clock
  elapsedMs(): number
  /** The most memory held at once since it was last asked, in bytes. */
  takePeakMemory(): number
  store: RunStore
  /** Told the run's id as soon as it has one. */
  began(runId: string): void
  /** Removes published runs; false, and nothing removed, where somebody reads runs. */
  retireRuns(runIds: readonly string[]): Promise<boolean>
  readCorpus(path: string): Promise<CorpusSource>
  /** What an earlier run read of the same pages. */
  readings: ReadingStore
  readTemplates(report: string): Promise<TemplateFolder>
  /** The ATT&CK and D3FEND tables to judge by. */
  readReference(): Promise<Reference>
  /** A file that a setting names; a Failure (exit 3) where it cannot be read. */
  readSettingFile(setting: SettingFile, path: string): Promise<NamedFile>
  /** All that the check needs, opened only where there is something to check, and once. */
  openCheck(): Promise<Omit<CheckNeeds, 'clock' | 'progress' | 'signal'>>
  /** The printer of PDFs, opened only where one is to be made. */
  openPrinter(): Promise<Printer>
  /** Signs the manifest; null where nobody asked for it. */
  signer: Signer | null
  progress: Progress
  log: Log
  signal: AbortSignal
}
