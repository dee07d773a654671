import { Parser } from 'commonmark'
import MarkdownIt from 'markdown-it'
import { beginExtraction } from '../../pipeline/extract/index.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { beginNormalization } from '../../pipeline/normalize/index.js'
import { generatedFiles } from './generated.js'
import { measureMemory } from './memory.js'
import { inTurns, secondsOf } from './rounds.js'
import { type BenchRow, rowOf } from './row.js'

/** Extract and normalize may take so many times as long as the faster bare parse, and so many times the corpus. */
const bars = { timesSlower: 3, timesCorpus: 3 }
const group = 'extract'

/** Measures extraction next to bare parses of the same pages, and its memory; `full` takes that up to 57,800 pages. */
export async function benchExtract({ full }: { full: boolean }): Promise<BenchRow[]> {
  const memory = []
  for (const pages of [578, 5_780, ...(full ? [57_800] : [])]) memory.push(await memoryRow(pages))
  return [...(await speedRows(578, 9)), ...memory]
}

async function speedRows(pages: number, rounds: number): Promise<BenchRow[]> {
  const files = await generatedFiles({ pages, seed: 1 })
  const texts = files.map(({ content }) =>
    'bytes' in content ? new TextDecoder().decode(content.bytes) : '',
  )
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6
  const markdownIt = new MarkdownIt('commonmark')
  const commonmark = new Parser()
  const works = {
    markdownIt: () => secondsOf(() => texts.map((text) => markdownIt.parse(text, {}).length)),
    commonmark: () => secondsOf(() => texts.map((text) => commonmark.parse(text) !== null)),
    ours: () => secondsOf(() => extractAndNormalize(files)),
  }
  await inTurns(1, works)
  const { ours, ...peers } = await inTurns(rounds, works)
  const faster = ours.map((_, round) => Math.min(peers.markdownIt[round] ?? 0, peers.commonmark[round] ?? 0))
  const rates = (seconds: readonly number[]) => seconds.map((each) => megabytes / each)
  const work = `read ${pages} pages: extract + normalize`
  const against = (name: string, seconds: readonly number[]) =>
    rowOf({
      group,
      work,
      unit: 'MB/s',
      ours: rates(ours),
      other: { name, kind: 'peer', values: rates(seconds) },
    })
  return [
    against('markdown-it, bare parse', peers.markdownIt),
    against('commonmark.js, bare parse', peers.commonmark),
    rowOf({
      group,
      work: `${work}, time`,
      unit: 's',
      ours,
      other: { name: 'the faster bare parse', kind: 'limit', values: faster },
      bar: { of: 'ratio', atMost: bars.timesSlower },
    }),
  ]
}

async function memoryRow(pages: number): Promise<BenchRow> {
  const { peak, corpus } = await measureMemory(pages)
  return rowOf({
    group,
    work: `read ${pages} pages: peak memory above the start`,
    unit: 'MB',
    ours: [peak / 1e6],
    other: { name: 'the corpus', kind: 'limit', values: [corpus / 1e6] },
    ...(pages >= 5_780 && { bar: { of: 'ratio', atMost: bars.timesCorpus } }),
  })
}

/** As a run does it, page by page. */
function extractAndNormalize(files: readonly CorpusFile[]) {
  const extraction = beginExtraction()
  const normalization = beginNormalization()
  for (const file of files) {
    const page = extraction.add(file)
    if (page !== null) normalization.add(page)
  }
  return normalization.conclude(extraction.conclude({ location: 'bench', revision: null }).corpus)
}
