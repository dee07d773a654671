import { errorText } from '../model/error-text.js'
import { readManifest } from './read-artifact.js'
import { type DatedRun, fatesOf } from './retention.js'
import type { RunNeeds, RunPlan } from './run-plan.js'

/**
 * Removes the runs that the settings keep no longer, once a new one is there; single stages never do. Trouble with it is
 * said in the log and costs no run.
 */
export async function retireOldRuns(
  { command, config }: RunPlan,
  today: string,
  { store, retireRuns, log }: Pick<RunNeeds, 'store' | 'retireRuns' | 'log'>,
): Promise<void> {
  if (command !== 'run' || config.keepRuns === 0) return
  try {
    const fates = fatesOf(await datedRuns(store), await store.latestId(), config, today)
    const going = fates.filter(({ goes }) => goes).map(({ runId }) => runId)
    if (going.length === 0) return
    const facts = { runs: going }
    if (await retireRuns(going)) log.info('runs-removed', `Removed as too old: ${going.join(', ')}.`, facts)
    else log.info('runs-kept', 'Old runs stay until the next run: somebody is reading.', facts)
  } catch (error) {
    const why = errorText(error)
    log.warn('runs-not-removed', `Old runs could not be removed: ${why}`)
  }
}

/** The published runs, newest first, with what of their manifests decides on how long they are kept. */
export async function datedRuns(store: RunNeeds['store']): Promise<DatedRun[]> {
  const runs: DatedRun[] = []
  for (const run of await store.newestFirst()) {
    const manifest = await readManifest(run).catch(() => null)
    runs.push({ runId: run.runId, manifest: manifest && pickDates(manifest) })
  }
  return runs
}

/** A manifest lists every page: hundreds of them are not held at once. */
function pickDates({ startedAt, complete, corpus }: NonNullable<DatedRun['manifest']>): DatedRun['manifest'] {
  return { startedAt, complete, corpus: corpus && { location: corpus.location } }
}
