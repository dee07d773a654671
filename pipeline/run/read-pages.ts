import { beginExtraction } from '../extract/index.js'
import { Failure } from '../model/failure.js'
import type { Model } from '../model/model.js'
import { type PageRecord, pageEntry, type RecordsSummary } from '../model/records.js'
import { jsonPieces } from '../model/stable-json.js'
import { schemaVersion } from '../model/version.js'
import { beginNormalization, type Normalization } from '../normalize/index.js'
import { artifacts, checkedFields } from './artifacts.js'
import type { Outputs } from './outputs.js'
import type { RunNeeds, RunPlan } from './run-plan.js'

/** What reading the pages needs of the world. */
export type PageNeeds = Pick<RunNeeds, 'readCorpus' | 'elapsedMs' | 'progress' | 'signal'>

/** What reading the pages gave, and how long each of the two stages took, in milliseconds. */
export interface ReadPages {
  records: RecordsSummary
  /** Null where only the records were asked for. */
  model: Model | null
  extractMs: number
  normalizeMs: number
}

/**
 * Extracts, and where asked for normalizes, the pages one at a time: each goes into `records.json` and into the model
 * before the next one is read, so that memory holds what they mean and never what they say.
 */
export async function readPages(
  { corpus: path, config, stages }: RunPlan,
  outputs: Outputs,
  needs: PageNeeds,
): Promise<ReadPages> {
  const startMs = needs.elapsedMs()
  const normalization = stages.includes('normalize') ? beginNormalization({ sections: config.section }) : null
  const normalizing = stopwatch(needs)
  const source = await needs.readCorpus(path)
  const extraction = beginExtraction()
  const progress = needs.progress.start('extract', source.fileCount)
  const pages: RecordsSummary['pages'] = []
  async function* records(): AsyncGenerator<PageRecord> {
    for await (const file of source.files) {
      needs.signal.throwIfAborted()
      progress.advance(1, file.file)
      const page = extraction.add(file)
      if (page === null) continue
      pages.push(pageEntry(page))
      normalizing(() => normalization?.add(page))
      yield page
    }
  }
  let rest: Omit<RecordsSummary, 'pages'> | undefined
  const conclude = () => {
    rest ??= extraction.conclude({ location: source.location, revision: source.revision() })
    return rest
  }
  const fields = checkedFields('records', (field) => {
    if (field === 'schemaVersion') return { value: schemaVersion }
    if (field === 'pages') return { items: records() }
    return field === 'findings' ? { items: conclude().findings } : { value: conclude().corpus }
  })
  await outputs.write(artifacts.records.file, jsonPieces(fields))
  if (pages.length === 0) {
    throw new Failure(
      `The corpus ${source.location} holds not one technique page.`,
      'Name a folder of pages such as T1059.md.',
    )
  }
  progress.done(`${pages.length} pages read`)
  const { corpus, findings } = conclude()
  const model = normalization && normalizing(() => understood(normalization, corpus, needs))
  const normalizeMs = normalizing.elapsedMs()
  const extractMs = needs.elapsedMs() - startMs - normalizeMs
  return { records: { corpus, findings, pages }, model, extractMs, normalizeMs }
}

/** Concludes a normalization, and says what came of it. */
export function understood(
  normalization: Normalization,
  corpus: RecordsSummary['corpus'],
  needs: Pick<RunNeeds, 'progress'>,
): Model {
  const progress = needs.progress.start('normalize', null)
  const model = normalization.conclude(corpus)
  progress.done(`${model.techniques.length} pages understood`)
  return model
}

/** Adds up the time of many small pieces of work. */
function stopwatch({ elapsedMs }: Pick<RunNeeds, 'elapsedMs'>) {
  let totalMs = 0
  const measured = <Value>(work: () => Value): Value => {
    const startMs = elapsedMs()
    const value = work()
    totalMs += elapsedMs() - startMs
    return value
  }
  return Object.assign(measured, { elapsedMs: () => totalMs })
}
