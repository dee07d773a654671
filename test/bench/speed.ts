import { Parser } from 'commonmark'
import MarkdownIt from 'markdown-it'
import { beginExtraction } from '../../pipeline/extract/index.js'
import type { CorpusFile } from '../../pipeline/model/ports.js'
import { beginNormalization } from '../../pipeline/normalize/index.js'
import { corpusFiles, readSample, repeated } from './corpus.js'

/** Least, middle and greatest of some numbers. */
export interface Spread {
  min: number
  median: number
  max: number
}

export interface Speed {
  bytes: number
  rounds: number
  /** Megabytes (10^6 bytes) a second. */
  megabytesPerSecond: { extractAndNormalize: Spread; markdownIt: Spread; commonmark: Spread }
  /** Time of extract and normalize over that of the parsers in the same round. */
  timesSlower: { thanMarkdownIt: Spread; thanCommonmark: Spread; thanTheFaster: Spread }
}

/** Measures extract and normalize next to bare parses of the same pages, turn about, after a round to warm up. */
export function measureSpeed(copies: number, rounds: number): Speed {
  const pages = [...repeated(readSample(), copies, 1)]
  const texts = pages.map(({ text }) => text)
  const files = corpusFiles(pages)
  const bytes = files.reduce((sum, { content }) => sum + ('bytes' in content ? content.bytes.length : 0), 0)
  const markdownIt = new MarkdownIt('commonmark')
  const commonmark = new Parser()
  const works = {
    markdownIt: () => texts.map((text) => markdownIt.parse(text, {}).length),
    commonmark: () => texts.map((text) => commonmark.parse(text) !== null),
    extractAndNormalize: () => extractAndNormalize(files).techniques.length,
  }
  const times: Record<keyof typeof works, number>[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const time = {
      markdownIt: secondsOf(works.markdownIt),
      commonmark: secondsOf(works.commonmark),
      extractAndNormalize: secondsOf(works.extractAndNormalize),
    }
    if (round > 0) times.push(time)
  }
  const rate = (name: keyof typeof works) => spread(times.map((time) => bytes / 1e6 / time[name]))
  const over = (other: (time: (typeof times)[number]) => number) =>
    spread(times.map((time) => time.extractAndNormalize / other(time)))
  return {
    bytes,
    rounds,
    megabytesPerSecond: {
      extractAndNormalize: rate('extractAndNormalize'),
      markdownIt: rate('markdownIt'),
      commonmark: rate('commonmark'),
    },
    timesSlower: {
      thanMarkdownIt: over((time) => time.markdownIt),
      thanCommonmark: over((time) => time.commonmark),
      thanTheFaster: over((time) => Math.min(time.markdownIt, time.commonmark)),
    },
  }
}

function secondsOf(work: () => unknown): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

/** Least, middle and greatest of these values, to two digits. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => Math.round((sorted[index] ?? Number.NaN) * 100) / 100
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) }
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
