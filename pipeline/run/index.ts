import type { SavedRun } from '../model/run-store.js'
import { type FilledDraft, fillDraft } from './fill-draft.js'
import { readNamedInputs } from './named-inputs.js'
import { readManifest } from './read-artifact.js'
import { retireOldRuns } from './retire.js'
import { freeRunId, timeStampId } from './run-id.js'
import { rebuildRunIndex } from './run-index.js'
import type { RunNeeds, RunPlan } from './run-plan.js'
import type { RunIdentity } from './stages/work.js'

export { type RunNeeds, type RunPlan, stageOrder } from './run-plan.js'

/** How a run ended, for whoever started it. */
export interface RunResult extends FilledDraft {
  /** Path of the run folder, as below the output folder that was asked for. */
  folder: string
  /** Public half of the key that the manifest was signed with, PEM; null where it was not. */
  signedBy: string | null
}

/**
 * Runs the plan's stages and publishes one new run folder, whole or not at all.
 *
 * A saved run is never altered: its artifacts are taken over unchanged, and `derivedFrom` names it. `latest`
 * moves only to a run whose every requested format was made. On a failure or a signal the draft is removed.
 */
export async function run(plan: RunPlan, needs: RunNeeds): Promise<RunResult> {
  const startedAt = needs.clock.now()
  const inputs = await readNamedInputs(plan, needs)
  const saved = plan.stages.includes('extract') ? null : await needs.store.find(plan.from)
  const identity = await identityOf(plan, saved, startedAt, needs)
  needs.began(identity.runId)
  const draft = await needs.store.begin(identity.runId)
  try {
    const { manifest, ...filled } = await fillDraft(draft, { plan, inputs, identity, saved }, needs)
    const folder = await draft.publish({ latest: manifest.complete })
    await retireOldRuns(plan, identity.startedAt, needs)
    await rebuildRunIndex(needs)
    return { manifest, folder, signedBy: needs.signer?.publicKey ?? null, ...filled }
  } catch (error) {
    // What a failing disk does not let go of is swept by the next start; why it failed is the news.
    await draft.abandon().catch(() => undefined)
    throw error
  }
}

async function identityOf(
  plan: RunPlan,
  saved: SavedRun | null,
  startedAt: Date,
  { store }: RunNeeds,
): Promise<RunIdentity> {
  const { runId, resume, asOf } = plan.config
  const resumed = typeof resume === 'string' ? resume : null
  return {
    runId: runId ?? resumed ?? (await freeRunId(timeStampId(startedAt), store.has)),
    startedAt: startedAt.toISOString(),
    asOf: asOf ?? (await dayOf(plan, saved, startedAt)),
  }
}

/** The day that ages are judged at: today, or that of the report where it is only rendered again. */
async function dayOf(plan: RunPlan, saved: SavedRun | null, startedAt: Date): Promise<string> {
  const isJudged = saved === null || plan.stages.includes('assess')
  return isJudged ? startedAt.toISOString().slice(0, 10) : (await readManifest(saved)).asOf
}
