import type { ModelSource } from '../../model/model.js'
import { countText } from '../../model/number-words.js'
import type { CorpusSource } from '../../model/ports.js'
import type { RecordsSummary } from '../../model/records.js'
import type { SavedRun } from '../../model/run-store.js'
import type { RunNeeds } from '../run-plan.js'
import { keepReading, keptReading, type Reading } from './kept-reading.js'
import type { StageEnds, StageWork } from './work.js'

/**
 * Reads the pages, or takes over what they say and mean where an earlier run has read the very same ones. The model is
 * there where the plan normalizes.
 */
export async function readCorpusOnce({
  plan,
  ends,
  needs: world,
}: StageWork): Promise<{ records: RecordsSummary; model?: ModelSource }> {
  const needs = { ...world, readCorpus: readingOnce(world.readCorpus) }
  const startMs = needs.elapsedMs()
  const kept = plan.stages.includes('normalize') ? await keptReading(plan, needs) : null
  if (kept !== null) return takenOver(kept, startMs, ends, needs)
  const { readPages } = await import('./read-pages.js')
  const { records, model, extractMs, normalizeMs } = await readPages(plan, ends.outputs, needs)
  const extract = { stage: 'extract', ms: extractMs } as const
  if (model === null) {
    ends.took(extract)
    return { records }
  }
  ends.took(extract, { stage: 'normalize', ms: normalizeMs })
  await ends.outputs.keep('model', model)
  await keepReading({ records, model }, plan, ends, needs)
  return { records, model }
}

async function takenOver(
  kept: Reading & Pick<SavedRun, 'pieces'>,
  startMs: number,
  { outputs, took }: StageEnds,
  needs: Pick<RunNeeds, 'elapsedMs' | 'progress'>,
): Promise<Reading> {
  const { records, model } = kept
  const progress = needs.progress.start('extract', records.pages.length)
  await outputs.takeOver('records', kept)
  await outputs.takeOver('model', kept)
  progress.done(`${countText(records.pages.length, 'page')} as an earlier run read them`)
  took({ stage: 'extract', ms: needs.elapsedMs() - startMs }, { stage: 'normalize', ms: 0 })
  return { records, model }
}

/** A corpus whose files are all at hand, as those of a repository that had to be fetched, is not asked for again. */
function readingOnce(readCorpus: RunNeeds['readCorpus']): RunNeeds['readCorpus'] {
  let atHand: CorpusSource | undefined
  return async (path) => {
    const source = atHand ?? (await readCorpus(path))
    if (Array.isArray(source.files)) atHand = source
    return source
  }
}
