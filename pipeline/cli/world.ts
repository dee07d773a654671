import { join } from 'node:path'
import type { Config } from '../config/config.js'
import type { Log, Printer, Progress, TemplateFolder } from '../model/ports.js'
import type { Repositories } from '../model/repositories.js'
import type { RunNeeds } from '../run/index.js'
import { readReportFonts } from '../system/browser/report-fonts.js'
import { cacheFolder } from '../system/cache-folder.js'
import { createClock, createTimer } from '../system/clock.js'
import { readCorpus } from '../system/corpus-folder.js'
import { createHumanLog, createJsonLog } from '../system/log.js'
import { packageInfo } from '../system/package-info.js'
import { createProgress, silentProgress, type Talk } from '../system/progress.js'
import { readReference } from '../system/reference-files.js'
import { createRunStore } from '../system/run-folders.js'
import { readTemplateFolder } from '../system/template-folder.js'

/** The ports made real for one run, and how to let go of them. */
export interface World {
  needs: RunNeeds
  close(): Promise<void>
}

/** Joins the run to this machine. Heavy parts (HTTP, memory, browser) are opened when first needed. */
export function openWorld(config: Config, stateFolder: string, talk: Talk, signal: AbortSignal): World {
  const { env } = process
  const timer = createTimer()
  const log = config.log === 'json' ? createJsonLog(talk) : createHumanLog(talk, config.quiet)
  const closers: (() => Promise<void>)[] = []
  let printer: Promise<Printer> | undefined
  return {
    needs: {
      tool: packageInfo(),
      clock: createClock(env),
      elapsedMs: timer.elapsedMs,
      store: createRunStore(config.out),
      readCorpus: (corpus) => readCorpus(corpus, signal),
      readTemplates: (report) => readTemplates(report, config.templates),
      readReference: () => readReference(config.reference),
      openCheck: async () => {
        const { createHttp } = await import('../system/http/index.js')
        const { openLinkMemory } = await import('../system/link-memory.js')
        const { openAnswerCache } = await import('../system/answer-cache.js')
        const memory = openLinkMemory(`${stateFolder}/links.db`)
        for (const warning of memory.warnings) log.warn('link-memory', warning)
        const apiCache = openAnswerCache(`${stateFolder}/answers.db`)
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
          clones: await openClones(config, log, signal, closers),
          githubToken: env.GITHUB_TOKEN || null,
          apiCache,
          reference: await readReference(config.reference),
        }
      },
      openPrinter: () => {
        printer ??= openPrinter(config.browser, closers)
        return printer
      },
      progress: progressOf(config, talk, log, timer.elapsedMs),
      log,
      signal,
    },
    close: async () => {
      for (const close of closers.reverse()) await close()
    },
  }
}

/** Answers from clones: those that are named, then those that this program keeps; null where there are none. */
async function openClones(
  config: Config,
  log: Log,
  signal: AbortSignal,
  closers: (() => Promise<void>)[],
): Promise<Repositories | null> {
  const { inTurn, keptClones, localRepositories } = await import('../system/repositories/index.js')
  const all: Repositories[] = []
  if (config.mirror.length > 0) all.push(localRepositories(mirrorsOf(config.mirror), { signal }))
  if (config.clone && !config.offline) {
    const kept = keptClones({ folder: join(cacheFolder(process.env), 'clones'), log, signal })
    closers.push(() => kept.close())
    all.push(kept)
  }
  return all.length === 0 ? null : inTurn(all)
}

/** Paths of clones by `owner/repo`, which GitHub knows without letter case. */
function mirrorsOf(settings: readonly string[]): Map<string, string> {
  return new Map(
    settings.map((each) => {
      const equals = each.indexOf('=')
      return [each.slice(0, equals).toLowerCase(), each.slice(equals + 1)]
    }),
  )
}

/** A report's folder with the fonts that come with the program; fonts of its own go before those. */
async function readTemplates(report: string, userFolder: string | null): Promise<TemplateFolder> {
  const { name, files } = await readTemplateFolder(report, userFolder)
  return { name, files: new Map([...(await readReportFonts()), ...files]) }
}

async function openPrinter(browserPath: string | null, closers: (() => Promise<void>)[]): Promise<Printer> {
  const { createPrinter } = await import('../system/browser/index.js')
  const printer = createPrinter({ browserPath, env: process.env })
  closers.push(() => printer.close())
  return printer
}

function progressOf(config: Config, talk: Talk, log: Log, elapsedMs: () => number): Progress {
  if (config.quiet) return silentProgress
  if (config.log === 'human') return createProgress(talk, elapsedMs)
  return {
    start: (stage) => ({
      advance: () => undefined,
      done: (summary) => log.info('stage-done', summary, { stage }),
    }),
  }
}
