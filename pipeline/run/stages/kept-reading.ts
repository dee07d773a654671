import { beginCorpusDigest } from '../../extract/index.js'
import { sha256 as sha256Of } from '../../model/digest.js'
import type { ModelSource, Technique } from '../../model/model.js'
import type { PageEntry, RecordsSummary } from '../../model/records.js'
import type { DraftRun, SavedRun } from '../../model/run-store.js'
import { withoutSecrets } from '../../model/secrets.js'
import { linesOf, PackedSeries, textsOf } from '../../model/series.js'
import { artifacts } from '../artifacts.js'
import type { Outputs } from '../outputs.js'
import type { RunNeeds, RunPlan } from '../run-plan.js'

/** What the pages say and mean. */
export interface Reading {
  records: RecordsSummary
  model: ModelSource
}

/** What is kept beside the two artifacts: the values that the stages hand on, a line each, so that nothing is parsed. */
const valuesFile = 'values.jsonl'

/**
 * The reading of exactly these pages with these settings by this very program, with the files it is kept in; null where
 * none is kept. Pages are known by the digests of their bytes, never by their times.
 */
export async function keptReading(
  { corpus: path, config }: RunPlan,
  { readings, readCorpus, signal }: Pick<RunNeeds, 'readings' | 'readCorpus' | 'signal'>,
): Promise<(Reading & Pick<SavedRun, 'pieces'>) | null> {
  if (await readings.isEmpty()) return null
  const source = await readCorpus(path)
  const digest = beginCorpusDigest()
  for await (const file of source.files) {
    signal.throwIfAborted()
    digest.add(file)
  }
  const corpus = {
    location: source.location,
    revision: source.revision(),
    base: source.base?.(),
    sha256: digest.hex(),
  }
  const kept = await readings.find(keyOf(corpus, config.section))
  return kept && { ...kept, ...(await readValues(kept)) }
}

/**
 * Keeps a reading for the next run. One with files that could not be read is not kept: they may be readable then; nor is
 * one with a credential in an address, which would outlive the run there.
 */
export async function keepReading(
  reading: Reading,
  { config }: RunPlan,
  { draft, outputs }: { draft: Pick<DraftRun, 'folder'>; outputs: Outputs },
  { readings }: Pick<RunNeeds, 'readings'>,
): Promise<void> {
  const { corpus, findings } = reading.records
  if (findings.some(({ code }) => code === 'page-unreadable')) return
  for (const line of valueLines(reading)) if (holdsSecret(line)) return
  const names: string[] = [artifacts.records.file, artifacts.model.file]
  const files = outputs.entries().filter(({ path }) => names.includes(path))
  const values = { path: valuesFile, pieces: valueLines(reading) }
  await readings.keep(keyOf(corpus, config.section), { folder: draft.folder, files }, values)
}

/** A whole digest: whoever writes pages could make two corpora for which the few digits of a short one are equal. */
function keyOf(
  { location, revision, base, sha256 }: Omit<RecordsSummary['corpus'], 'pageCount'>,
  sections: readonly string[],
): string {
  return sha256Of(JSON.stringify([location, revision, base?.of, base?.folder, sha256, ...sections]))
}

function holdsSecret(line: Uint8Array): boolean {
  const text = new TextDecoder().decode(line)
  return withoutSecrets(text) !== text
}

/** All but the two series, as the first line has it. */
interface Head {
  records: Omit<RecordsSummary, 'pages'>
  model: Omit<ModelSource, 'techniques'>
  /** How many of the lines are of pages; the rest are of techniques. */
  pages: number
}

function* valueLines({ records, model }: Reading): Generator<Uint8Array> {
  const { pages, ...ofRecords } = records
  const { techniques, ...ofModel } = model
  const head: Head = { records: ofRecords, model: ofModel, pages: pages.length }
  const encoder = new TextEncoder()
  const lineEnd = encoder.encode('\n')
  yield encoder.encode(JSON.stringify(head))
  for (const series of [pages, techniques]) {
    for (const text of textsOf<unknown>(series)) {
      yield lineEnd
      yield text
    }
  }
}

/** Nothing is checked: the bytes are those that this program wrote. */
async function readValues({ pieces }: Pick<SavedRun, 'pieces'>): Promise<Reading> {
  let head: Head | null = null
  const pages = PackedSeries.empty<PageEntry>()
  const techniques = PackedSeries.empty<Technique>()
  for await (const line of linesOf(pieces(valuesFile))) {
    if (head === null) head = JSON.parse(new TextDecoder().decode(line)) as Head
    else if (pages.length < head.pages) pages.addText(line)
    else techniques.addText(line)
  }
  if (head === null) throw new Error(`${valuesFile} is empty`)
  return { records: { ...head.records, pages }, model: { ...head.model, techniques } }
}
