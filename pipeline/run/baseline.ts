import { changesSince, noChanges } from '../assess/index.js'
import { type ComparedRun, compare } from '../compare/index.js'
import { Failure } from '../model/failure.js'
import type { Changes } from '../model/report.js'
import type { RunManifest } from '../model/run-manifest.js'
import type { SavedRun } from '../model/run-store.js'
import { comparedRun } from './compared-run.js'
import { readManifest } from './read-artifact.js'
import type { RunNeeds, RunPlan } from './run-plan.js'

/**
 * What changed since the run that is named, or since the previous complete run of the corpus. One that cannot be read
 * any more is said and costs no report, unless it was named: then it is a Failure.
 */
export async function changesSinceBaseline(
  wanted: string | null,
  now: ComparedRun,
  { store, log }: Pick<RunNeeds, 'store' | 'log'>,
): Promise<Changes> {
  if (wanted === 'none') return noChanges('not-wanted')
  const found = wanted === null ? await previousRun(now, store) : await named(wanted, store)
  if (found === null) return noChanges('first-run')
  const { run, manifest } = found
  try {
    const before = await comparedRun(run)
    return changesSince({ runId: run.runId, startedAt: manifest.startedAt }, compare(before, now))
  } catch (cause) {
    if (!(cause instanceof Failure) || wanted !== null) throw cause
    log.warn('baseline-unreadable', `No changes are told: ${cause.message} ${cause.remedy}`)
    return noChanges('unreadable')
  }
}

/** A Failure (exit 3) where the run that changes are to be told against is not there. */
export async function assertBaseline(
  { config, stages }: RunPlan,
  { store }: Pick<RunNeeds, 'store'>,
): Promise<void> {
  const isNamed = config.baseline !== null && config.baseline !== 'none'
  if (isNamed && stages.includes('assess')) await store.find(config.baseline)
}

interface Found {
  run: SavedRun
  manifest: RunManifest
}

async function named(runId: string, store: RunNeeds['store']): Promise<Found> {
  const run = await store.find(runId)
  return { run, manifest: await readManifest(run) }
}

/** The newest complete run of the corpus of that name; runs whose manifest cannot be read are passed over. */
async function previousRun({ model }: ComparedRun, store: RunNeeds['store']): Promise<Found | null> {
  for (const run of await store.newestFirst()) {
    const manifest = await readManifest(run).catch(() => null)
    if (manifest?.complete && manifest.corpus?.location === model.corpus.location) return { run, manifest }
  }
  return null
}
