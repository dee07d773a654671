import { sha256 } from '../model/digest.js'
import type { LinkRecord } from '../model/links.js'
import { compareText } from '../model/place.js'
import type { CorpusFile } from '../model/ports.js'
import { type LineRepairs, repairPage } from './page-text.js'
import { chooseRepairs, includableKinds } from './repairs.js'
import { unifiedDiff } from './unified-diff.js'

/** What a fix goes by: the run's links and pages, the pages of today, and kinds of evidence to add. */
export interface FixInput {
  links: readonly LinkRecord[]
  pages: readonly { file: string; sha256: string }[]
  files: readonly CorpusFile[]
  included: ReadonlySet<string>
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
 * The repairs of all pages, by file. Touches link destinations at the places that the run names and nothing else.
 *
 * A page that is not as the run read it, earlier repairs aside, counts as done where all its repairs stand in it, else
 * as changed.
 */
export function fix({ links, pages, files, included }: FixInput): Fix {
  const { repairs, left } = chooseRepairs(links, included)
  const everything = chooseRepairs(links, new Set(includableKinds)).repairs
  const wanted = repairsByLine(links, repairs)
  const possible = repairsByLine(links, new Map([...everything, ...repairs]))
  const contents = new Map(files.map(({ file, content }) => [file, content]))
  const hashes = new Map(pages.map((page) => [page.file, page.sha256]))
  const result: Fix = { fixed: [], changed: [], skipped: [], left }
  for (const [file, lines] of [...wanted].sort(([a], [b]) => compareText(a, b))) {
    const content = contents.get(file)
    if (content === undefined) result.changed.push({ file, why: 'is gone since the run' })
    else if ('unreadable' in content)
      result.changed.push({ file, why: `cannot be read any more: ${content.unreadable}` })
    else fixPage(result, file, content.bytes, { lines, possible: possible.get(file), hash: hashes.get(file) })
  }
  return result
}

function repairsByLine(
  links: readonly LinkRecord[],
  repairs: ReadonlyMap<string, string>,
): Map<string, LineRepairs> {
  const files = new Map<string, LineRepairs>()
  for (const { url, places } of links) {
    const target = repairs.get(url)
    if (target === undefined || target === url) continue
    for (const { file, line } of places) {
      const lines: LineRepairs = files.get(file) ?? new Map()
      files.set(file, lines)
      lines.set(line, (lines.get(line) ?? new Map<string, string>()).set(url, target))
    }
  }
  return files
}

interface Known {
  lines: LineRepairs
  possible: LineRepairs | undefined
  hash: string | undefined
}

function fixPage(result: Fix, file: string, before: Uint8Array, { lines, possible, hash }: Known): void {
  const text = exactText(before)
  const isAsRead = sha256(before) === hash
  if (text === null) {
    if (isAsRead) result.skipped.push({ file, why: 'it is not written in UTF-8' })
    else result.changed.push({ file, why: 'changed since the run' })
    return
  }
  const { text: repaired, urls, missing, isDone } = repairPage(text, lines)
  if (!isAsRead && !isOnlyRepaired(text, possible, hash)) {
    if (!isDone) result.changed.push({ file, why: 'changed since the run' })
    return
  }
  if (missing > 0) {
    const why = 'links that stand as no plain destination where the run found them'
    result.left.set(why, (result.left.get(why) ?? 0) + missing)
  }
  if (urls.length === 0) return
  const after = new TextEncoder().encode(repaired)
  result.fixed.push({ file, before, after, diff: unifiedDiff(file, text, repaired), urls })
}

/** Whether nothing but repairs of this run lies between the page of the run and the page of today. */
function isOnlyRepaired(text: string, possible: LineRepairs | undefined, hash: string | undefined): boolean {
  const undoing: LineRepairs = new Map(
    [...(possible ?? [])].map(([line, repairs]) => [
      line,
      new Map([...repairs].map(([url, target]) => [target, url])),
    ]),
  )
  return sha256(new TextEncoder().encode(repairPage(text, undoing).text)) === hash
}

/** The text of UTF-8 bytes, byte order mark kept; null where it would not give the same bytes again. */
function exactText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
