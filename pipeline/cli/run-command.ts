import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Config, configKeys } from '../config/config.js'
import { assertConsistent, parseConfigFile, resolveConfig, type WrittenValues } from '../config/resolve.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { StageName } from '../model/run-manifest.js'
import { readManifest } from '../run/artifacts.js'
import { type Talk, writeLine } from '../system/progress.js'
import { createRunStore } from '../system/run-folders.js'
import { lockedRun } from './locked-run.js'
import { showResult } from './show-result.js'
import { listenForStop } from './signals.js'

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

/** Runs the stages of a command under the output folder's lock, and shows what came of it. Gives the exit code. */
export async function runCommand(
  request: RunRequest,
  talk: Talk,
  print: (text: string) => void,
): Promise<ExitCode> {
  const file = await readConfigFile(request.configFile)
  const fileName = basename(request.configFile ?? '')
  const own = resolveConfig(request.flags, file, fileName)
  const config = resolveConfig(request.flags, file, fileName, await inheritedSettings(request, own))
  assertConsistent(config)
  const stop = listenForStop((sentence) => writeLine(talk, sentence))
  try {
    const result = await lockedRun({ ...request, config }, talk, stop.signal)
    print(showResult(result, config))
    return result.exitCode
  } catch (error) {
    const stopped = stop.exitCode()
    if (stopped === null) throw error
    writeLine(talk, 'Stopped: nothing was published; what was learnt of links is kept for the next run.')
    return stopped
  } finally {
    stop.release()
  }
}

/**
 * The settings of the run that a single stage starts from: its classification and its limits hold on, and a report
 * made of it must not claim defaults that nobody asked for. Its day and its gates are its own.
 */
async function inheritedSettings(request: RunRequest, own: Config): Promise<WrittenValues> {
  if (request.stages.includes('extract')) return {}
  const { settings } = await readManifest(await createRunStore(own.out).find(request.from))
  if (request.stages.includes('assess') && own.scope.length === 0) refuseLostScope(settings.scope)
  const inherited = configKeys.filter((key) => key in settings && !['asOf', 'failOn'].includes(key))
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
