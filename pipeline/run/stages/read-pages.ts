import { beginExtraction } from '../../extract/index.js'
import { Failure } from '../../model/failure.js'
import type { ModelSource } from '../../model/model.js'
import { countText } from '../../model/number-words.js'
import type { CorpusSource } from '../../model/ports.js'
import { type PageEntry, type PageRecord, pageEntry, type RecordsSummary } from '../../model/records.js'
import { PackedSeries } from '../../model/series.js'
import { jsonPieces } from '../../model/stable-json.js'
import { schemaVersion } from '../../model/version.js'
import { beginNormalization, type Normalization } from '../../normalize/index.js'
import { artifacts, checkedFields } from '../artifacts.js'
import type { Outputs } from '../outputs.js'
import type { RunNeeds, RunPlan } from '../run-plan.js'

/** What reading the pages needs of the world. */
export type PageNeeds = Pick<RunNeeds, 'readCorpus' | 'elapsedMs' | 'progress' | 'signal'>

/** What reading the pages gave, and how long each of the two stages took, in milliseconds. */
export interface ReadPages {
  records: RecordsSummary
  /** Null where only the records were asked for. */
  model: ModelSource | null
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
  const source = await needs.readCorpus(path)
  const normalization = stages.includes('normalize') ? beginNormalization({ sections: config.section }) : null
  const normalizing = stopwatch(needs)
  const progress = needs.progress.start('extract', source.fileCount)
  const records = await writeRecords(
    source,
    outputs,
    (page) => normalizing(() => normalization?.add(page)),
    (file) => {
      needs.signal.throwIfAborted()
      progress.advance(1, file)
    },
  )
  if (records.pages.length === 0) {
    throw new Failure(
      `The corpus ${source.location} holds not one technique page.`,
      'Name a folder of pages such as T1059.md.',
    )
  }
  progress.done(`${countText(records.pages.length, 'page')} read`)
  const model = normalization && normalizing(() => understood(normalization, records.corpus, needs))
  const normalizeMs = normalizing.elapsedMs()
  return { records, model, extractMs: needs.elapsedMs() - startMs - normalizeMs, normalizeMs }
}

/** Writes `records.json`, telling of each file as it is taken up and of each page as it is read. */
async function writeRecords(
  source: CorpusSource,
  outputs: Outputs,
  tellPage: (page: PageRecord) => void,
  tellFile: (file: string) => void,
): Promise<RecordsSummary> {
  const extraction = beginExtraction()
  const pages = PackedSeries.empty<PageEntry>()
  async function* pageRecords(): AsyncGenerator<PageRecord> {
    for await (const file of source.files) {
      tellFile(file.file)
      const page = extraction.add(file)
      if (page === null) continue
      pages.add(pageEntry(page))
      tellPage(page)
      yield page
    }
  }
  let concluded: Omit<RecordsSummary, 'pages'> | undefined
  const conclude = () => {
    concluded ??= extraction.conclude({
      location: source.location,
      revision: source.revision(),
      base: source.base?.(),
    })
    return concluded
  }
  const fields = checkedFields('records', (field) => {
    if (field === 'schemaVersion') return { value: schemaVersion }
    if (field === 'pages') return { items: pageRecords() }
    return field === 'findings' ? { items: conclude().findings } : { value: conclude().corpus }
  })
  await outputs.write(artifacts.records.file, jsonPieces(fields))
  const { corpus, findings } = conclude()
  return { corpus, findings, pages }
}

/** Concludes a normalization, and says what came of it. */
export function understood(
  normalization: Normalization,
  corpus: RecordsSummary['corpus'],
  needs: Pick<RunNeeds, 'progress'>,
): ModelSource {
  const progress = needs.progress.start('normalize', null)
  const model = normalization.conclude(corpus)
  progress.done(`${countText(model.techniques.length, 'page')} understood`)
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
