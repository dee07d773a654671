import type { Config } from '../config/config.js'
import { errorText } from '../model/error-text.js'
import { Failure } from '../model/failure.js'
import type { Log, Progress, TemplateFolder } from '../model/ports.js'
import type { Reference } from '../model/reference.js'
import type { StageName } from '../model/run-manifest.js'
import type { RunNeeds } from '../run/index.js'
import type { ClosablePrinter } from '../system/browser/index.js'
import { readReportFonts } from '../system/browser/report-fonts.js'
import { createClock, createTimer } from '../system/clock.js'
import { readCorpus } from '../system/corpus-folder.js'
import { createHumanLog, createJsonLog, type OpenLog } from '../system/log.js'
import { packageInfo, programId } from '../system/package-info.js'
import { takePeakMemory } from '../system/peak-memory.js'
import { createProgress, type OpenProgress, silentProgress, type Talk } from '../system/progress.js'
import { createReadingStore } from '../system/reading-store.js'
import { readReference } from '../system/reference-files.js'
import { createRunStore } from '../system/run-folders/index.js'
import { retireRuns } from '../system/run-folders/retire-runs.js'
import { readSettingFile } from '../system/setting-file.js'
import { openSigner } from '../system/signing.js'
import type { Store } from '../system/store/index.js'
import { readTemplateFolder } from '../system/template-folder.js'
import { openClones } from './clones.js'

/** The log in the form that the settings ask for. */
export function openLog({ log, quiet }: Pick<Config, 'log' | 'quiet'>, talk: Talk): OpenLog {
  return log === 'json' ? createJsonLog(talk) : createHumanLog(talk, quiet)
}

/** The ports made real for one run, and how to let go of them. */
export interface World {
  needs: Omit<RunNeeds, 'began'>
  /** Why no PDF can be printed, as far as can be told without starting a browser; null where one was found. */
  browserFault(): Promise<Failure | null>
  close(): Promise<void>
}

/** What of a run its world depends on. */
export interface WorldWish {
  config: Config
  stages: readonly StageName[]
  /** Folder of what runs into the same output folder share. */
  stateFolder: string
  /** What they remember; asked for when links are, and held by whoever holds the lock. */
  store: () => Store
}

/**
 * Joins the run to this machine. Heavy parts (HTTP, memory, browser) are opened when first needed; a Failure where a
 * mirror of the settings is none, as that is a fault in the settings.
 */
export async function openWorld(
  { config, stages, stateFolder, store }: WorldWish,
  talk: Talk,
  signal: AbortSignal,
): Promise<World> {
  const { env } = process
  const timer = createTimer()
  const log = openLog(config, talk)
  const closers: (() => Promise<void>)[] = []
  let printer: Promise<ClosablePrinter> | undefined
  const printerOnce = () => {
    printer ??= openPrinter(config, closers)
    return printer
  }
  const clock = createClock(env)
  const signer = config.sign === null ? null : await openSigner(config.sign)
  for (const warning of signer?.warnings ?? []) log.warn('signing-key', warning)
  const clones = stages.includes('check') ? await openClones(config, log, signal) : null
  let reading: Promise<Reference> | undefined
  const tables = () => {
    reading ??= readReference(config.reference)
    return reading
  }
  const progress = progressOf(config, talk, log, timer.elapsedMs)
  closers.push(
    async () => progress.close(),
    async () => clones?.close(),
  )
  const openCheck = async () => {
    const { createHttp } = await import('../system/http/index.js')
    const { openLinkMemory } = await import('../system/link-memory.js')
    const { openAnswerCache } = await import('../system/answer-cache.js')
    const memory = openLinkMemory(store().links)
    const apiCache = openAnswerCache(`${stateFolder}/answers.db`)
    for (const warning of apiCache.warnings) log.warn('answer-cache', warning)
    const http = createHttp({ allowHosts: config.allowHost, env })
    closers.push(
      async () => memory.close(),
      async () => apiCache.close(),
      () => http.close(),
    )
    return {
      http,
      memory,
      timer,
      random: Math.random,
      clones: clones?.repositories ?? null,
      githubToken: env.GITHUB_TOKEN || null,
      apiCache,
      reference: await tables(),
    }
  }
  let checking: ReturnType<typeof openCheck> | undefined
  return {
    needs: {
      tool: packageInfo(),
      clock,
      elapsedMs: timer.elapsedMs,
      takePeakMemory,
      store: createRunStore(config.out),
      readings: createReadingStore(`${stateFolder}/reading`, programId()),
      readCorpus: (corpus) => readCorpus(corpus, signal),
      readTemplates: (report) => readTemplates(report, config.templates),
      readReference: tables,
      readSettingFile,
      openCheck: () => {
        checking ??= openCheck()
        return checking
      },
      openPrinter: printerOnce,
      retireRuns: (runIds) => retireRuns(config.out, runIds),
      signer,
      progress: whenDone('check', progress, () => clones?.conclude()),
      log,
      signal,
    },
    browserFault: async () => {
      try {
        await (await printerOnce()).ready()
        return null
      } catch (error) {
        if (error instanceof Failure) return error
        throw error
      }
    },
    close: async () => {
      for (const close of closers.reverse()) {
        // What was published stands, whatever a disk or a browser says afterwards.
        await close().catch((error: unknown) => log.warn('not-closed', `At the end: ${errorText(error)}`))
      }
    },
  }
}

/** A report's folder with the fonts that come with the program; fonts of its own go before those. */
async function readTemplates(report: string, userFolder: string | null): Promise<TemplateFolder> {
  const { files, ...rest } = await readTemplateFolder(report, userFolder)
  return { ...rest, files: new Map([...(await readReportFonts()), ...files]) }
}

async function openPrinter(
  { browser, browserMemory }: Config,
  closers: (() => Promise<void>)[],
): Promise<ClosablePrinter> {
  const { createPrinter } = await import('../system/browser/index.js')
  const printer = createPrinter({ browserPath: browser, env: process.env, memoryMb: browserMemory })
  closers.push(() => printer.close())
  return printer
}

/** The progress of all stages, with something to be done at the end of one. */
function whenDone(awaited: StageName, progress: Progress, conclude: () => void): Progress {
  return {
    start(stage, total) {
      const started = progress.start(stage, total)
      if (stage !== awaited) return started
      return {
        advance: started.advance,
        done(summary) {
          started.done(summary)
          conclude()
        },
      }
    },
  }
}

function progressOf(config: Config, talk: Talk, log: Log, elapsedMs: () => number): OpenProgress {
  if (config.quiet) return { ...silentProgress, close: () => undefined }
  if (config.log === 'human') return createProgress(talk, elapsedMs)
  return {
    start: (stage) => ({
      advance: () => undefined,
      done: (summary) => log.info('stage-done', summary, { stage }),
    }),
    close: () => undefined,
  }
}
