import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Config, configKeys, fileKeys } from '../config/config.js'
import {
  assertConsistent,
  parseConfigFile,
  resolveConfig,
  settingsOfEnvironment,
  type WrittenValues,
} from '../config/resolve.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { Log } from '../model/ports.js'
import type { StageName } from '../model/run-manifest.js'
import type { RunResult } from '../run/index.js'
import { readManifest } from '../run/read-artifact.js'
import type { Talk } from '../system/progress.js'
import { createRunStore } from '../system/run-folders/index.js'
import { sayLastWord } from '../system/schedule/run-child.js'
import type { Delivery } from './delivery/index.js'
import { isDelivered } from './delivery/wanted.js'
import { faultOf, logFault } from './fault.js'
import { lockedRun } from './locked-run.js'
import { showResult } from './show-result.js'
import { listenForStop } from './signals.js'
import { openLog } from './world.js'

/** What the words of a command amount to. */
export interface RunRequest {
  command: string
  stages: readonly StageName[]
  corpus: string
  from: string | null
  /** Settings given on the command line. */
  flags: WrittenValues
  configFile: string | null
}

/** Runs the stages of a command under the output folder's lock, shows what came of it and has it delivered. Gives the exit code. */
export async function runCommand(
  request: RunRequest,
  talk: Talk,
  print: (text: string) => void,
): Promise<ExitCode> {
  const config = await configOf(request)
  const log = openLog(config, talk)
  const stop = listenForStop((sentence) => log.warn('stopping', sentence))
  let delivery: Delivery | null = null
  try {
    if (request.command === 'run' && isDelivered(config)) {
      const { openDelivery } = await import('./delivery/index.js')
      delivery = await openDelivery({ config, corpus: request.corpus, log, signal: stop.signal })
    }
    const started = () => delivery?.started()
    const result = await lockedRun({ ...request, config }, { talk, stop, started })
    print(showResult(result, config))
    if (config.log === 'json') logResult(result, log)
    await delivery?.published(result)
    await sayLastWord({ runId: result.manifest.runId, told: true })
    return result.exitCode
  } catch (error) {
    const stopped = stop.exitCode()
    if (stopped !== null) {
      const sentence = 'Stopped: nothing was published; what was learnt of links is kept for the next run.'
      log.warn('stopped', sentence, { exitCode: stopped })
      return stopped
    }
    const fault = faultOf(error)
    if (fault.exitCode !== exitCodes.locked) await delivery?.failed(fault)
    await sayLastWord({ runId: null, told: delivery !== null || fault.exitCode === exitCodes.locked })
    if (config.log === 'human') throw error
    return logFault(fault, log)
  } finally {
    stop.release()
  }
}

/** What the settings amount to: flags over environment over file, over those of the run that a single stage starts from. */
export async function configOf(request: RunRequest): Promise<Config> {
  const file = { ...(await readConfigFile(request.configFile)), ...settingsOfEnvironment(process.env) }
  const fileName = basename(request.configFile ?? '')
  const own = resolveConfig(request.flags, file, fileName)
  const config = resolveConfig(request.flags, file, fileName, await inheritedSettings(request, own))
  assertConsistent(config)
  return config
}

function logResult({ manifest, folder, exitCode }: RunResult, log: Log): void {
  const { runId, complete, counts } = manifest
  const failed = manifest.renderers.filter(({ state }) => state === 'failed')
  for (const { report, format, reason } of failed)
    log.warn('renderer-failed', `${report}.${format} was not made: ${reason}`, { report, format, reason })
  log.info('published', `Run ${runId} was published.`, { runId, folder, complete, exitCode, counts })
}

/**
 * The settings of the run that a single stage starts from: its classification and its limits hold on, and a report
 * made of it must not claim defaults that nobody asked for. Its day and its gates are its own, and so are files that
 * were named to it: a run keeps their names alone.
 */
async function inheritedSettings(request: RunRequest, own: Config): Promise<WrittenValues> {
  if (request.stages.includes('extract')) return {}
  const { settings } = await readManifest(await createRunStore(own.out).find(request.from))
  if (request.stages.includes('assess') && own.scope.length === 0) refuseLostScope(settings.scope)
  const inherited = configKeys.filter(
    (key) => key in settings && !fileKeys.has(key) && !['asOf', 'failOn'].includes(key),
  )
  return Object.fromEntries(inherited.map((key) => [key, settings[key]]))
}

/** A run keeps the names of its layers and not their texts, and a report must not silently be of all pages again. */
function refuseLostScope(scope: unknown): void {
  if (!Array.isArray(scope) || scope.length === 0) return
  throw new Failure(
    `The run to start from was made with the scope ${scope.join(', ')}, which it does not hold.`,
    'Name the layers again with --scope, or report all pages with --scope none.',
    { exitCode: exitCodes.usage },
  )
}

async function readConfigFile(file: string | null): Promise<Record<string, unknown>> {
  if (file === null) return {}
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Failure(
      `The configuration file ${basename(file)} could not be read.`,
      'Check the path given with --config.',
      {
        exitCode: exitCodes.usage,
        cause,
      },
    )
  })
  return parseConfigFile(text, basename(file))
}
