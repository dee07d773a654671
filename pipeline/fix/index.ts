import { sha256 } from '../model/digest.js'
import type { LinkRecord } from '../model/links.js'
import { compareText } from '../model/place.js'
import type { CorpusFile } from '../model/ports.js'
import { chooseRepairs, possibleRepairs } from '../model/repairs.js'
import { asRead, type PageOfRun } from './as-read.js'
import { type LineRepairs, repairPage } from './page-text.js'
import { unifiedDiff } from './unified-diff.js'

/** What a fix goes by: the run's links and pages, the pages of today, and kinds of evidence to add to the sure ones. */
export interface FixInput {
  links: readonly LinkRecord[]
  pages: readonly { file: string; sha256: string }[]
  files: readonly CorpusFile[]
  included: ReadonlySet<string>
  /** What the diffs name before each file, `/` at its end: where the pages stand in what the diff is applied to. */
  folder?: string
}

/** One page with its links repaired, every other byte as it was. */
export interface FixedPage {
  file: string
  before: Uint8Array
  after: Uint8Array
  diff: string
  urls: string[]
}

/**
 * What a fix comes to. `changed` pages are not as the run read them, `skipped` ones cannot be repaired; both say why.
 * `left` counts the links that are not repaired, by reason.
 */
export interface Fix {
  fixed: FixedPage[]
  changed: { file: string; why: string }[]
  skipped: { file: string; why: string }[]
  left: Map<string, number>
}

/**
 * The repairs of all pages, by file. Touches link destinations at the places that the run names, and the definitions
 * that hold their addresses, and nothing else.
 *
 * A page that is not as the run read it, earlier repairs aside, counts as done where all its repairs stand in it, else
 * as changed.
 */
export function fix({ links, pages, files, included, folder = '' }: FixInput): Fix {
  const { repairs, left } = chooseRepairs(links, included)
  const wanted = repairsByFile(links, repairs)
  const possible = repairsByFile(links, possibleRepairs(links))
  const urls = urlsByFile(links)
  const contents = new Map(files.map(({ file, content }) => [file, content]))
  const hashes = new Map(pages.map((page) => [page.file, page.sha256]))
  const result: Fix = { fixed: [], changed: [], skipped: [], left }
  for (const [file, lines] of [...wanted].sort(([a], [b]) => compareText(a, b))) {
    const content = contents.get(file)
    const ofRun = {
      hash: hashes.get(file) ?? '',
      possible: possible.get(file) ?? new Map(),
      urls: urls.get(file) ?? new Map(),
    }
    if (content === undefined) result.changed.push({ file, why: 'is gone since the run' })
    else if ('unreadable' in content)
      result.changed.push({ file, why: `cannot be read any more: ${content.unreadable}` })
    else fixPage(result, { file, shownAs: folder + file, bytes: content.bytes }, lines, ofRun)
  }
  return result
}

function repairsByFile(
  links: readonly LinkRecord[],
  repairs: ReadonlyMap<string, readonly string[]>,
): Map<string, LineRepairs> {
  const files = new Map<string, LineRepairs>()
  for (const { url, places } of links) {
    const way = repairs.get(url)
    if (way === undefined || way.length === 0) continue
    for (const { file, line } of places) {
      const lines: LineRepairs = files.get(file) ?? new Map()
      files.set(file, lines)
      lines.set(line, (lines.get(line) ?? new Map<string, readonly string[]>()).set(url, way))
    }
  }
  return files
}

function urlsByFile(links: readonly LinkRecord[]): Map<string, Map<number, Set<string>>> {
  const files = new Map<string, Map<number, Set<string>>>()
  for (const { url, places } of links) {
    for (const { file, line } of places) {
      const lines = files.get(file) ?? new Map<number, Set<string>>()
      files.set(file, lines.set(line, (lines.get(line) ?? new Set()).add(url)))
    }
  }
  return files
}

interface Page {
  file: string
  shownAs: string
  bytes: Uint8Array
}

function fixPage(result: Fix, { file, shownAs, bytes }: Page, lines: LineRepairs, ofRun: PageOfRun): void {
  const text = exactText(bytes)
  const isAsRead = sha256(bytes) === ofRun.hash
  if (text === null) {
    if (isAsRead) result.skipped.push({ file, why: 'it is not written in UTF-8' })
    else result.changed.push({ file, why: 'changed since the run' })
    return
  }
  const repaired = repairPage(text, lines)
  const original = isAsRead ? text : asRead(text, ofRun)
  if (original === null) {
    if (!repaired.isDone) result.changed.push({ file, why: 'changed since the run' })
    return
  }
  const { missing } = original === text ? repaired : repairPage(original, lines)
  if (missing > 0) {
    const why = 'links that stand as no plain destination where the run found them'
    result.left.set(why, (result.left.get(why) ?? 0) + missing)
  }
  const { urls } = repaired
  if (urls.length === 0) return
  const after = new TextEncoder().encode(repaired.text)
  result.fixed.push({ file, before: bytes, after, diff: unifiedDiff(shownAs, text, repaired.text), urls })
}

/** The text of UTF-8 bytes, byte order mark kept; null where it would not give the same bytes again. */
function exactText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
