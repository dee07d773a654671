import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseConfigFile, resolveConfig, type WrittenValues } from '../config/resolve.js'
import { type ExitCode, exitCodes, Failure } from '../model/failure.js'
import type { StageName } from '../model/run-manifest.js'
import { run } from '../run/index.js'
import type { Talk } from '../system/progress.js'
import { sweepDrafts } from '../system/run-folders.js'
import { acquireRunLock } from '../system/run-lock.js'
import { showResult } from './show-result.js'
import { listenForStop } from './signals.js'
import { openWorld } from './world.js'

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
  const config = resolveConfig(
    request.flags,
    await readConfigFile(request.configFile),
    request.configFile ?? '',
  )
  const stop = listenForStop((sentence) => talk.write(`${sentence}\n`))
  const stateFolder = join(config.out, '.state')
  const lock = acquireRunLock(
    stateFolder,
    `"${request.command}", process ${process.pid}, since ${new Date().toISOString()}`,
  )
  const world = openWorld(config, stateFolder, talk, stop.signal)
  try {
    await sweepDrafts(config.out)
    const result = await run({ ...request, config }, world.needs)
    print(showResult(result, config))
    return result.exitCode
  } catch (error) {
    const stopped = stop.exitCode()
    if (stopped === null) throw error
    talk.write('Stopped: nothing was published; what was learnt of links is kept for the next run.\n')
    return stopped
  } finally {
    await world.close()
    lock.release()
    stop.release()
  }
}

async function readConfigFile(file: string | null): Promise<WrittenValues> {
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
