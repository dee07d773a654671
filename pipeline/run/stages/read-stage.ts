import type { Config } from '../../config/config.js'
import type { ModelSource } from '../../model/model.js'
import type { PageEntry } from '../../model/records.js'
import type { FileEntry } from '../../model/run-manifest.js'
import type { SavedRun } from '../../model/run-store.js'
import { flatMapped } from '../../model/series.js'
import { readArtifact } from '../read-artifact.js'
import type { RunNeeds } from '../run-plan.js'
import type { StageWork, Values } from './work.js'

/**
 * What the pages say and mean, as far as the plan's stages make it: both where it extracts and normalizes, which take
 * turns, and of a saved run's records what they mean.
 */
export async function readStage(work: StageWork): Promise<Pick<Values, 'pages' | 'records' | 'model'>> {
  const { plan, saved } = work
  if (plan.stages.includes('extract')) return extracted(work)
  if (plan.stages.includes('normalize') && saved !== null) return normalized(saved, work)
  return {}
}

async function extracted(work: StageWork): Promise<Pick<Values, 'pages' | 'records' | 'model'>> {
  const { readCorpusOnce } = await import('./read-corpus.js')
  const read = await readCorpusOnce(work)
  const { corpus, pages } = read.records
  return { ...read, pages: { corpus, inputs: flatMapped(pages, pageFile) } }
}

function pageFile({ file, bytes, sha256 }: PageEntry): FileEntry[] {
  return [{ path: file, bytes, sha256 }]
}

async function normalized(saved: SavedRun, { plan, ends, needs }: StageWork): Promise<Pick<Values, 'model'>> {
  const model = await ends.timed('normalize', () => normalizeSaved(saved, plan.config, needs))
  await ends.outputs.keep('model', model)
  return { model }
}

async function normalizeSaved(saved: SavedRun, { section }: Config, needs: RunNeeds): Promise<ModelSource> {
  const { beginNormalization } = await import('../../normalize/index.js')
  const { understood } = await import('./read-pages.js')
  const { corpus, pages } = await readArtifact(saved, 'records')
  const normalization = beginNormalization({ sections: section })
  for (const page of pages) normalization.add(page)
  return understood(normalization, corpus, needs)
}
