import type { CorpusBase } from '../model/corpus.js'
import { type Finding, finding, withUniqueIds } from '../model/finding.js'
import { compareText } from '../model/place.js'
import type { CorpusFile } from '../model/ports.js'
import type { PageRecord, Records } from '../model/records.js'
import { schemaVersion } from '../model/version.js'
import { beginCorpusDigest } from './corpus-digest.js'
import { decodeText } from './decode.js'
import { readPage } from './page.js'

export { beginCorpusDigest } from './corpus-digest.js'

/** How the corpus is named in the artifacts, the git commit it was read at, and what paths to it can be relative to. */
export interface CorpusName {
  location: string
  revision: string | null
  base?: CorpusBase | undefined
}

/** An extraction under way: files go in by name, one at a time; nothing of them is held. */
export interface Extraction {
  /** What the file says, or null where it is no page or cannot be read, which is a finding. */
  add(file: CorpusFile): PageRecord | null
  /** All of `records.json` but its pages; told once all files have been added. */
  conclude(name: CorpusName): Omit<Records, 'pages'>
}

/**
 * Begins to make `records.json`: what the pages say, untouched; what could not be read is a finding.
 *
 * Never throws for what a page holds. A markdown file that neither names a technique nor maps anything (a README) is
 * no page: it is left out, with a note.
 */
export function beginExtraction(): Extraction {
  const findings: Finding[] = []
  const digest = beginCorpusDigest()
  let pageCount = 0
  return {
    add(file) {
      const page = pageRecord(file, digest.add(file) ?? '', findings)
      if (page !== null) pageCount += 1
      return page
    },
    conclude: ({ base, ...name }) => ({
      schemaVersion,
      corpus: { ...name, ...(base && { base }), pageCount, sha256: digest.hex() },
      findings: withUniqueIds(findings),
    }),
  }
}

/** The same for files that are all at hand, in any order. */
export function extract(files: readonly CorpusFile[], name: CorpusName): Records {
  const extraction = beginExtraction()
  const sorted = [...files].sort((a, b) => compareText(a.file, b.file))
  const pages = sorted.flatMap((file) => extraction.add(file) ?? [])
  const { schemaVersion: version, ...rest } = extraction.conclude(name)
  return { schemaVersion: version, pages, ...rest }
}

function pageRecord({ file, content }: CorpusFile, digest: string, findings: Finding[]): PageRecord | null {
  const at = { place: { file, line: 1 }, techniqueId: null, subject: file }
  if ('unreadable' in content) {
    findings.push(finding('page-unreadable', at, { reason: 'file', detail: content.unreadable }))
    return null
  }
  const { text, encoding, firstBadByte } = decodeText(content.bytes)
  if (text.length > linesAtMost && countLines(text) > linesAtMost) {
    const detail = `it has ${countLines(text)} lines; at most ${linesAtMost} are read`
    findings.push(finding('page-unreadable', at, { reason: 'file', detail }))
    return null
  }
  const page = readPage(text)
  if (
    !isTechniquePage(
      file,
      page.title?.text ?? '',
      page.sections.some((section) => section.mappings.length > 0),
    )
  ) {
    findings.push(finding('page-skipped', at, {}))
    return null
  }
  if (firstBadByte !== null) {
    findings.push(finding('bytes-invalid', at, { encoding, offset: firstBadByte }))
  }
  return { file, sha256: digest, bytes: content.bytes.length, ...page }
}

/** What millions of rows say is larger than a text can be, and than memory: one such page must not cost the others. */
const linesAtMost = 1_000_000

function countLines(text: string): number {
  let count = 1
  for (const _ of text.matchAll(/\r\n?|\n/g)) count += 1
  return count
}

function isTechniquePage(file: string, title: string, hasMapping: boolean): boolean {
  return hasMapping || /\bT\d{4}\b/.test(title) || /(^|\/)T\d{4}(\.\d{3})?\.md$/i.test(file)
}
