import { type ExitCode, exitCodes } from '../model/failure.js'
import type { Report } from '../model/report.js'
import { type RendererOutcome, RunManifest } from '../model/run-manifest.js'
import type { DraftRun, SavedRun } from '../model/run-store.js'
import { schemaVersion } from '../model/version.js'
import { fileEntry, manifestBytes, shownSettings, signatureFile } from './manifest.js'
import type { NamedInputs } from './named-inputs.js'
import { createOutputs } from './outputs.js'
import { renderReports, templateEntries } from './render-reports.js'
import type { RunNeeds, RunPlan } from './run-plan.js'
import { stageTimes } from './stage-times.js'
import type { RunIdentity } from './stages/work.js'
import { type ToldByStages, toldByStages } from './told-by-stages.js'

/** What a draft is filled by. */
export interface DraftSource {
  plan: RunPlan
  inputs: NamedInputs
  identity: RunIdentity
  /** The saved run that the plan starts from; null where it reads a corpus. */
  saved: SavedRun | null
}

/** What a run folder came to hold. */
export interface FilledDraft {
  manifest: Omit<RunManifest, 'digest'>
  exitCode: ExitCode
  /** Findings that `--fail-on` names. */
  failOnCount: number
  /** What was reported, where the run came so far. */
  report: Report | null
}

/** Runs the plan's stages into a draft: artifacts, reports, and at last the manifest that lists them all. */
export async function fillDraft(draft: DraftRun, source: DraftSource, needs: RunNeeds): Promise<FilledDraft> {
  const { plan, inputs, identity, saved } = source
  const outputs = createOutputs(draft)
  const { timings, took, timed } = stageTimes(needs)
  const told = await toldByStages({
    plan: { ...plan, scope: inputs.scope.request, decisions: inputs.decisions },
    identity,
    saved,
    ends: { draft, outputs, timed, took },
    needs,
  })
  const { report, failOnCount } = told
  const isRendered = plan.stages.includes('render') && report !== null
  const renderers = isRendered
    ? await timed('render', () => renderReports(report, inputs.prepared, plan.config, needs, outputs))
    : []
  needs.signal.throwIfAborted()
  const exitCode = exitCodeOf(renderers, failOnCount)
  const made = { told, renderers, exitCode, outputs: outputs.entries(), timings }
  const manifest = manifestOf(source, made, needs.tool)
  await writeManifest(manifest, draft, needs)
  return { manifest, exitCode, failOnCount, report }
}

/** What there is to say of the files that a run made. */
interface Made extends Pick<RunManifest, 'renderers' | 'exitCode' | 'outputs' | 'timings'> {
  told: ToldByStages
}

function manifestOf(
  { plan, inputs, identity, saved }: DraftSource,
  { told, ...made }: Made,
  tool: RunNeeds['tool'],
): FilledDraft['manifest'] {
  return RunManifest.omit({ digest: true }).parse({
    ...made,
    schemaVersion,
    runId: identity.runId,
    derivedFrom: saved?.runId ?? null,
    tool,
    command: plan.command,
    startedAt: identity.startedAt,
    asOf: identity.asOf,
    complete: plan.stages.includes('render') && made.renderers.every(({ state }) => state !== 'failed'),
    settings: { ...shownSettings(plan.config), asOf: identity.asOf },
    corpus: told.corpus,
    stages: plan.stages,
    ...(told.findings !== null && { findings: told.findings }),
    counts: told.counts,
    ...(told.report !== null && { figures: told.figures }),
    inputs: [...told.pages, ...inputs.scope.files.map(({ name, bytes }) => fileEntry(name, bytes))],
    templates: templateEntries(inputs.templates),
    ...(told.reference !== null && { reference: told.reference }),
  })
}

/** The manifest, and beside it the signature, which vouches for all files since the manifest holds their hashes. */
async function writeManifest(
  manifest: FilledDraft['manifest'],
  draft: DraftRun,
  { signer }: RunNeeds,
): Promise<void> {
  const bytes = manifestBytes(manifest)
  await draft.write('run.json', bytes)
  if (signer !== null) await draft.write(signatureFile, signer.sign(bytes))
}

/** An incomplete report is the graver news: whoever reads 2 must be able to trust that all was made. */
function exitCodeOf(outcomes: readonly RendererOutcome[], failOnCount: number): ExitCode {
  if (outcomes.some(({ state }) => state === 'failed')) return exitCodes.incomplete
  return failOnCount > 0 ? exitCodes.failOn : exitCodes.done
}
