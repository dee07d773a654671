import { join } from 'node:path'
import { type ExitCode, exitCodes } from '../model/failure.js'
import { countText } from '../model/number-words.js'
import type { RunManifest } from '../model/run-manifest.js'
import { readManifest } from '../run/read-artifact.js'
import { fatesOf } from '../run/retention.js'
import { runsNewestFirst } from '../system/run-folders/find-runs.js'
import { createRunStore } from '../system/run-folders/index.js'
import { lockHolder } from '../system/run-lock.js'
import { readRuns } from '../system/store/index.js'
import type { JournalledEnd, JournalledRun } from '../system/store/run-table.js'
import { showFate, showRule } from './show-retention.js'

/** Lists the published runs, newest first; a folder without a readable manifest is shown as such. */
export async function historyCommand(out: string, print: (text: string) => void): Promise<ExitCode> {
  const store = createRunStore(out)
  const runs = await Promise.all(
    (await runsNewestFirst(out)).map(async (runId) => ({ runId, manifest: await manifestOf(store, runId) })),
  )
  const journal = readRuns(join(out, '.state'))
  const rule = journal.find(({ command }) => command === 'run') ?? { keepRuns: 0, keepMonthly: 0 }
  const fates = fatesOf(runs, await store.latestId(), rule, new Date().toISOString())
  const width = Math.max(0, ...runs.map(({ runId }) => runId.length))
  for (const [index, { runId, manifest }] of runs.entries()) {
    const fate = fates[index] === undefined ? '' : showFate(fates[index], rule)
    print(`${runId.padEnd(width)}  ${describe(manifest)}${fate === '' ? '' : `  (${fate})`}\n`)
  }
  if (runs.length === 0) print(`There is no run in ${out}.\n`)
  if (rule.keepRuns > 0) print(`${showRule(rule)}\n`)
  for (const line of unpublished(journal, lockHolder(join(out, '.state')) !== null)) print(`${line}\n`)
  return exitCodes.done
}

/** As many as a look at last week's nights needs. */
const shownUnpublished = 10

/** The runs that left no folder, newest first, and the one that is under way. */
function unpublished(journal: readonly JournalledRun[], isHeld: boolean): string[] {
  const lines = journal.flatMap((run, index) => {
    const { runId, started, end } = run
    if (end?.outcome === 'published') return []
    const isUnderWay = end === null && index === 0 && isHeld
    return [`${runId}  ${started}  ${isUnderWay ? `under way, process ${run.process}` : howItEnded(end)}`]
  })
  const shown = lines.slice(0, shownUnpublished)
  if (shown.length === 0) return []
  return ['Not published:', ...shown.map((line) => `  ${line}`)]
}

function howItEnded(end: JournalledEnd | null): string {
  if (end === null || end.outcome === 'killed') return 'killed'
  if (end.outcome === 'interrupted') return `interrupted ${end.ended} (exit ${end.exitCode})`
  return `failed ${end.ended} (exit ${end.exitCode}): ${end.reason}`
}

async function manifestOf(
  store: ReturnType<typeof createRunStore>,
  runId: string,
): Promise<RunManifest | null> {
  try {
    return await readManifest(await store.find(runId))
  } catch {
    return null
  }
}

function describe(manifest: RunManifest | null): string {
  if (manifest === null) return 'no readable manifest'
  const rendered = manifest.stages.includes('render')
  const state = manifest.complete
    ? 'complete'
    : rendered
      ? 'incomplete'
      : `only ${manifest.stages.join(', ')}`
  const techniques = manifest.figures?.techniques ?? manifest.counts.techniques
  const scope = manifest.figures?.scopeDigest ? ' in scope' : ''
  const counts = techniques === undefined ? '' : `, ${countText(techniques, 'technique')}${scope}`
  const from = manifest.derivedFrom === null ? '' : `, from ${manifest.derivedFrom}`
  return `${manifest.startedAt}  ${state}${counts}${keyFigures(manifest)}${from}  ${manifest.corpus?.location ?? ''}`
}

/** What the report of a run came to; nothing where its manifest keeps no figures. */
function keyFigures({ figures }: RunManifest): string {
  if (figures === undefined) return ''
  const { verified, lost, gaps, policyId, policyDigest } = figures
  return `, ${verified} verified, ${lost} lost, ${countText(gaps, 'gap')} by ${policyId} ${policyDigest.slice(0, 8)}`
}
