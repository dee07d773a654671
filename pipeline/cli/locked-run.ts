import { join } from 'node:path'
import { type RunPlan, type RunResult, run } from '../run/index.js'
import type { Talk } from '../system/progress.js'
import { sweepDrafts } from '../system/run-folders/sweep-drafts.js'
import { acquireRunLock } from '../system/run-lock.js'
import { openStore, type Store } from '../system/store/index.js'
import { preflight } from './preflight.js'
import { beginRecord, type RunRecord } from './run-record.js'
import type { StopRequest } from './signals.js'
import { openWorld } from './world.js'

/** Who may stop a run, and who wants to hear that it begins. */
export interface RunSurroundings {
  talk: Talk
  stop: Pick<StopRequest, 'signal' | 'exitCode'>
  started?: () => void
}

/**
 * Runs a plan on this machine as the only one in the output folder, and keeps account of it: what the command does, and
 * the library.
 *
 * @throws {Failure} where the run cannot go on, with its exit code; whatever the signal aborts with
 */
export async function lockedRun(plan: RunPlan, { talk, stop, started }: RunSurroundings): Promise<RunResult> {
  const { command, config, stages } = plan
  const stateFolder = join(config.out, '.state')
  const held: { store?: Store; record?: RunRecord } = {}
  const store = () => {
    held.store ??= openStore(stateFolder, (warning) => world.needs.log.warn('store', warning))
    return held.store
  }
  const world = await openWorld({ config, stages, stateFolder, store }, talk, stop.signal)
  const lock = acquireRunLock(stateFolder, holder(plan))
  try {
    await sweepDrafts(config.out)
    await preflight(plan, config, world)
    started?.()
    const record = beginRecord({ command, config, runs: store().runs }, lock, world.needs.log)
    held.record = record
    const result = await run(plan, { ...world.needs, began: record.began })
    record.published(result.exitCode)
    return result
  } catch (error) {
    held.record?.endedBy(error, stop)
    throw error
  } finally {
    await world.close()
    held.store?.close()
    lock.release()
  }
}

function holder({ command }: RunPlan): string {
  return `"${command}", process ${process.pid}, since ${new Date().toISOString()}`
}
