import type { Config } from '../../pipeline/config/config.js'
import { Config as ConfigSchema } from '../../pipeline/config/config.js'
import { Failure } from '../../pipeline/model/failure.js'
import type { Http } from '../../pipeline/model/http.js'
import type { BegunRun, LinkMemory, RememberedLink } from '../../pipeline/model/link-memory.js'
import type { CorpusFile, CorpusSource, Printer } from '../../pipeline/model/ports.js'
import type { ReadingStore } from '../../pipeline/model/reading-store.js'
import type { RunStore, SavedRun } from '../../pipeline/model/run-store.js'
import type { RunNeeds } from '../../pipeline/run/index.js'
import { readReportFonts } from '../../pipeline/system/browser/report-fonts.js'
import { silentProgress } from '../../pipeline/system/progress.js'
import { readReference } from '../../pipeline/system/reference-files.js'
import { readSettingFile } from '../../pipeline/system/setting-file.js'
import { readTemplateFolder } from '../../pipeline/system/template-folder.js'

/** The moment at which the clock of every test stands still. */
export const testNow = '2026-11-24T00:00:00.000Z'

/** A run store in memory; `published` holds each run's files by path. */
export function memoryStore(): RunStore & {
  published: Map<string, Map<string, Uint8Array>>
  latest: string | null
  index: Uint8Array | null
} {
  const published = new Map<string, Map<string, Uint8Array>>()
  const saved = (runId: string): SavedRun => {
    const read = async (path: string) => {
      const bytes = published.get(runId)?.get(path)
      if (bytes === undefined) throw new Failure(`Run ${runId} has no ${path}.`, 'Make it.')
      return bytes
    }
    return {
      runId,
      folder: `runs/${runId}`,
      read,
      async *pieces(path) {
        yield await read(path)
      },
    }
  }
  const store = {
    published,
    latest: null as string | null,
    index: null as Uint8Array | null,
    writeIndex: async (page: Uint8Array) => {
      store.index = page
    },
    has: async (runId: string) => published.has(runId),
    find: async (run: string | null) => {
      const runId = run ?? [...published.keys()].at(-1)
      if (runId === undefined || !published.has(runId)) throw new Failure('There is no run.', 'Make one.')
      return saved(runId)
    },
    newestFirst: async () => [...published.keys()].reverse().map(saved),
    latestId: async () => store.latest,
    begin: async (runId: string) => {
      const files = new Map<string, Uint8Array>()
      return {
        folder: `draft of ${runId}`,
        write: async (path: string, bytes: Uint8Array) => void files.set(path, bytes),
        open: async (path: string) => {
          const pieces: Uint8Array[] = []
          return {
            write: async (piece: Uint8Array) => void pieces.push(piece.slice()),
            close: async () => void files.set(path, new Uint8Array(Buffer.concat(pieces))),
            remove: async () => void files.delete(path),
          }
        },
        abandon: async () => undefined,
        publish: async ({ latest }: { latest: boolean }) => {
          published.set(runId, files)
          if (latest) store.latest = runId
          return `runs/${runId}`
        },
      }
    },
  }
  return store
}

/** Link memory that lasts as long as the object. */
export function memoryOfLinks(): LinkMemory {
  const known = new Map<string, RememberedLink>()
  let begun: BegunRun | null = null
  return {
    recall: (url) => known.get(url),
    remember: (link) => void known.set(link.url, link),
    flush: async () => undefined,
    lastBegun: () => begun,
    begin: (run) => {
      begun = run
    },
  }
}

/** A corpus of files that are all at hand. */
export function corpusOf(location: string, files: CorpusFile[]): CorpusSource {
  return { location, fileCount: files.length, files, revision: () => null }
}

export interface WorldParts {
  corpus: CorpusSource
  http: Http
  store?: RunStore
  memory?: LinkMemory
  printer?: Printer
  templates?: RunNeeds['readTemplates']
  signal?: AbortSignal
  readings?: ReadingStore
}

const nothingKept: ReadingStore = {
  isEmpty: async () => true,
  find: async () => null,
  keep: async () => undefined,
}

/** A world for `run` in which nothing is real but the templates: the clock stands, waiting takes no time. */
export function testWorld({
  corpus,
  http,
  store,
  memory,
  printer,
  templates,
  signal,
  readings,
}: WorldParts): RunNeeds {
  let elapsedMs = 0
  const timer = {
    elapsedMs: () => elapsedMs,
    sleep: async (ms: number) => {
      elapsedMs += ms
    },
  }
  return {
    tool: { name: 'control-coverage', version: '0.0.0-test' },
    clock: { now: () => new Date(testNow) },
    elapsedMs: timer.elapsedMs,
    takePeakMemory: () => 0,
    store: store ?? memoryStore(),
    began: () => undefined,
    retireRuns: async () => true,
    readings: readings ?? nothingKept,
    readCorpus: async () => corpus,
    readTemplates: templates ?? ownTemplates,
    readReference: () => readReference(null),
    readSettingFile,
    openCheck: async () => ({
      http,
      memory: memory ?? memoryOfLinks(),
      timer,
      random: () => 0.5,
      clones: null,
      githubToken: null,
      reference: null,
    }),
    openPrinter: async () => printer ?? noPrinter,
    signer: null,
    progress: silentProgress,
    log: { info: () => undefined, warn: () => undefined },
    signal: signal ?? new AbortController().signal,
  }
}

/** The report shipped with the program, fonts included. */
export async function ownTemplates(report: string) {
  const { files, ...rest } = await readTemplateFolder(report, null)
  return { ...rest, files: new Map([...(await readReportFonts()), ...files]) }
}

export const noPrinter: Printer = {
  print: async () => {
    throw new Failure('no browser was found', 'Install one.')
  },
}

/** Settings with these changed from their defaults. */
export function testConfig(changed: Partial<Record<keyof Config, unknown>> = {}): Config {
  return ConfigSchema.parse({ runId: 'r1', asOf: '2026-11-24', format: 'csv', ...changed })
}
