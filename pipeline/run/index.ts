import { type ExitCode, exitCodes } from '../model/failure.js'
import type { DraftRun, SavedRun } from '../model/ports.js'
import type { Report } from '../model/report.js'
import { type RendererOutcome, RunManifest, type StageName } from '../model/run-manifest.js'
import { schemaVersion } from '../model/version.js'
import { fileEntry, manifestBytes, shownSettings, signatureFile } from './manifest.js'
import { createOutputs } from './outputs.js'
import { readManifest } from './read-artifact.js'
import { renderReports, templateEntries } from './render-reports.js'
import { assertResumable } from './resume.js'
import { retireOldRuns } from './retire.js'
import { freeRunId, timeStampId } from './run-id.js'
import { rebuildRunIndex } from './run-index.js'
import type { RunNeeds, RunPlan } from './run-plan.js'
import { readScope } from './scope.js'
import type { RunIdentity, StageEnds } from './stages/work.js'
import { toldByStages } from './told-by-stages.js'

export { type RunNeeds, type RunPlan, stageOrder } from './run-plan.js'

/** How a run ended, for whoever started it. */
export interface RunResult {
  manifest: Omit<RunManifest, 'digest'>
  /** Path of the run folder, as below the output folder that was asked for. */
  folder: string
  exitCode: ExitCode
  /** Findings that `--fail-on` names. */
  failOnCount: number
  /** Public half of the key that the manifest was signed with, PEM; null where it was not. */
  signedBy: string | null
  /** What was reported, where the run came so far. */
  report: Report | null
}

/**
 * Runs the plan's stages and publishes one new run folder, whole or not at all.
 *
 * A saved run is never altered: its artifacts are taken over unchanged, and `derivedFrom` names it. `latest`
 * moves only to a run whose every requested format was made. On a failure or a signal the draft is removed.
 */
export async function run(plan: RunPlan, needs: RunNeeds): Promise<RunResult> {
  const { config } = plan
  const startedAt = needs.clock.now()
  // Templates are settings: a broken one must not surface after hours of link checks.
  const rendering = plan.stages.includes('render')
  const templates = rendering ? await Promise.all(config.report.map(needs.readTemplates)) : []
  const prepared = rendering ? templates.map((await import('./prepare-report.js')).prepareReport) : []
  // Nor must a mistyped run, or a file of decisions that is none.
  const judging = plan.stages.includes('assess')
  if (judging) await (await import('./baseline.js')).assertBaseline(plan, needs)
  // Nor a layer that is none.
  const scope = await readScope(plan, needs)
  const decisions = judging ? await (await import('./decisions.js')).decisionsOf(plan, needs, prepared) : null
  // Nor one to take up that is none.
  if (plan.stages.includes('check') && typeof config.resume === 'string') {
    await assertResumable(config.resume, (await needs.openCheck()).memory, needs.store)
  }
  const saved = plan.stages.includes('extract') ? null : await needs.store.find(plan.from)
  const resumed = typeof config.resume === 'string' ? config.resume : null
  const runId = config.runId ?? resumed ?? (await freeRunId(timeStampId(startedAt), needs.store.has))
  const identity: RunIdentity = {
    runId,
    startedAt: startedAt.toISOString(),
    asOf: config.asOf ?? (await dayOf(plan, saved, startedAt)),
  }
  needs.began(runId)
  const draft = await needs.store.begin(runId)
  try {
    const timings: RunManifest['timings'] = []
    const outputs = createOutputs(draft)
    const took = takerOfTimes(timings, needs)
    const timed = stageTimer(took, needs)
    const told = await toldByStages({
      plan: { ...plan, scope: scope.request, decisions },
      identity,
      saved,
      ends: { draft, outputs, timed, took },
      needs,
    })
    const { report, failOnCount } = told
    const outcomes =
      rendering && report !== null
        ? await timed('render', () => renderReports(report, prepared, config, needs, outputs))
        : []
    needs.signal.throwIfAborted()
    const exitCode = exitCodeOf(outcomes, failOnCount)
    const manifest: Omit<RunManifest, 'digest'> = RunManifest.omit({ digest: true }).parse({
      schemaVersion,
      runId,
      derivedFrom: saved?.runId ?? null,
      tool: needs.tool,
      command: plan.command,
      startedAt: identity.startedAt,
      asOf: identity.asOf,
      complete: rendering && outcomes.every(({ state }) => state !== 'failed'),
      exitCode,
      settings: { ...shownSettings(config), asOf: identity.asOf },
      corpus: told.corpus,
      stages: plan.stages,
      renderers: outcomes,
      ...(told.findings !== null && { findings: told.findings }),
      counts: told.counts,
      ...(report !== null && { figures: told.figures }),
      inputs: [...told.pages, ...scope.files.map(({ name, bytes }) => fileEntry(name, bytes))],
      templates: templateEntries(templates),
      ...(told.reference !== null && { reference: told.reference }),
      outputs: outputs.entries(),
      timings,
    })
    await writeManifest(manifest, draft, needs)
    const folder = await draft.publish({ latest: manifest.complete })
    await retireOldRuns(plan, identity.startedAt, needs)
    await rebuildRunIndex(needs)
    return { manifest, folder, exitCode, failOnCount, signedBy: needs.signer?.publicKey ?? null, report }
  } catch (error) {
    // What a failing disk does not let go of is swept by the next start; why it failed is the news.
    await draft.abandon().catch(() => undefined)
    throw error
  }
}

/** The manifest, and beside it the signature, which vouches for all files since the manifest holds their hashes. */
async function writeManifest(
  manifest: RunResult['manifest'],
  draft: DraftRun,
  { signer }: RunNeeds,
): Promise<void> {
  const bytes = manifestBytes(manifest)
  await draft.write('run.json', bytes)
  if (signer !== null) await draft.write(signatureFile, signer.sign(bytes))
}

/** The day that ages are judged at: today, or that of the report where it is only rendered again. */
async function dayOf(plan: RunPlan, saved: SavedRun | null, startedAt: Date): Promise<string> {
  const isJudged = saved === null || plan.stages.includes('assess')
  return isJudged ? startedAt.toISOString().slice(0, 10) : (await readManifest(saved)).asOf
}

function takerOfTimes(timings: RunManifest['timings'], { takePeakMemory }: RunNeeds): StageEnds['took'] {
  return (...stages) => {
    const peakMemoryBytes = takePeakMemory()
    timings.push(...stages.map(({ stage, ms }) => ({ stage, ms: Math.round(ms), peakMemoryBytes })))
  }
}

function stageTimer(took: StageEnds['took'], needs: RunNeeds) {
  return async <Value>(stage: StageName, work: () => Promise<Value>): Promise<Value> => {
    const startMs = needs.elapsedMs()
    const value = await work()
    took({ stage, ms: needs.elapsedMs() - startMs })
    return value
  }
}

/** An incomplete report is the graver news: whoever reads 2 must be able to trust that all was made. */
function exitCodeOf(outcomes: readonly RendererOutcome[], failOnCount: number): ExitCode {
  if (outcomes.some(({ state }) => state === 'failed')) return exitCodes.incomplete
  return failOnCount > 0 ? exitCodes.failOn : exitCodes.done
}
