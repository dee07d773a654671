import { pageEntry, type Records, type RecordsSummary } from '../../model/records.js'
import type { SavedRun } from '../../model/run-store.js'
import { type ArtifactName, artifacts } from '../artifacts.js'
import { pagesRead } from '../manifest.js'
import { readArtifact, readManifest } from '../read-artifact.js'
import { type RunPlan, stageOrder } from '../run-plan.js'
import type { StageEnds, StageWork, Values } from './work.js'

/**
 * The artifacts of a saved run that come before the first stage of the plan, taken over as they are; those after it are
 * of no use any more.
 */
export async function savedValues({ plan, saved, ends }: StageWork): Promise<Values> {
  if (saved === null) return {}
  const first = stageOrder.indexOf(plan.stages[0] ?? 'extract')
  const needed = (name: ArtifactName) => stageOrder.indexOf(artifacts[name].madeBy) < first
  // Both are waited for, also where one fails: whoever still copies would write to a draft that is gone.
  const [copied, read] = await Promise.allSettled([
    takeOver((Object.keys(artifacts) as ArtifactName[]).filter(needed), saved, ends),
    readValues(needed, saved, plan),
  ])
  if (copied.status === 'rejected') throw copied.reason
  if (read.status === 'rejected') throw read.reason
  return read.value
}

async function takeOver(
  names: readonly ArtifactName[],
  saved: SavedRun,
  { outputs }: StageEnds,
): Promise<void> {
  for (const name of names) await outputs.takeOver(name, saved)
}

async function readValues(
  needed: (name: ArtifactName) => boolean,
  saved: SavedRun,
  plan: RunPlan,
): Promise<Values> {
  // What the pages say is large, and between extraction and assessment nobody wants more of it than their names.
  const isRead = needed('records') && plan.stages.includes('assess')
  return {
    pages: pagesRead(await readManifest(saved)),
    ...(isRead && { records: summaryOf(await readArtifact(saved, 'records')) }),
    ...(needed('model') && { model: await readArtifact(saved, 'model') }),
    ...(needed('links') && { links: await readArtifact(saved, 'links') }),
    ...(needed('findings') && { findings: await readArtifact(saved, 'findings') }),
    ...(needed('report') && { report: await readArtifact(saved, 'report') }),
  }
}

/** So that what the pages say is not held to the end of the run. */
function summaryOf({ corpus, findings, pages }: Records): RecordsSummary {
  return { corpus, findings, pages: pages.map(pageEntry) }
}
