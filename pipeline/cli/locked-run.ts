import { join } from 'node:path'
import { type RunPlan, type RunResult, run } from '../run/index.js'
import type { Talk } from '../system/progress.js'
import { sweepDrafts } from '../system/run-folders.js'
import { acquireRunLock } from '../system/run-lock.js'
import { openWorld } from './world.js'

/**
 * Runs a plan on this machine under the output folder's lock: what the command does, and the library.
 *
 * @throws {Failure} where the run cannot go on, with its exit code; whatever `signal` aborts with
 */
export async function lockedRun(plan: RunPlan, talk: Talk, signal: AbortSignal): Promise<RunResult> {
  const { config, stages } = plan
  const stateFolder = join(config.out, '.state')
  const world = await openWorld({ config, stages, stateFolder }, talk, signal)
  const lock = acquireRunLock(stateFolder, holder(plan))
  try {
    await sweepDrafts(config.out)
    return await run(plan, world.needs)
  } finally {
    await world.close()
    lock.release()
  }
}

function holder({ command }: RunPlan): string {
  return `"${command}", process ${process.pid}, since ${new Date().toISOString()}`
}
