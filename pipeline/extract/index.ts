import { sha256 } from '../model/digest.js'
import { type Finding, finding, withUniqueIds } from '../model/finding.js'
import { compareText } from '../model/place.js'
import type { CorpusFile } from '../model/ports.js'
import type { PageRecord, Records } from '../model/records.js'
import { schemaVersion } from '../model/version.js'
import { decodeText } from './decode.js'
import { readPage } from './page.js'

/** How the corpus is named in the artifacts, and the git commit it was read at. */
export interface CorpusName {
  location: string
  revision: string | null
}

/**
 * `records.json`: what the pages say, untouched, by file; what could not be read is a finding.
 *
 * `tell` hears of each file as it is taken up. Never throws for what a page holds. A markdown file that neither names a technique nor maps anything (a
 * README) is no page: it is left out, with a note.
 */
export function extract(
  files: readonly CorpusFile[],
  corpus: CorpusName,
  tell: (file: string) => void = () => undefined,
): Records {
  const sorted = [...files].sort((a, b) => compareText(a.file, b.file))
  const findings: Finding[] = []
  const pages = sorted.flatMap((file) => {
    tell(file.file)
    return pageRecord(file, findings)
  })
  return {
    schemaVersion,
    corpus: { ...corpus, pageCount: pages.length, sha256: corpusDigest(sorted) },
    pages,
    findings: withUniqueIds(findings),
  }
}

function pageRecord({ file, content }: CorpusFile, findings: Finding[]): PageRecord[] {
  const at = { place: { file, line: 1 }, techniqueId: null, subject: file }
  if ('unreadable' in content) {
    findings.push(finding('page-unreadable', at, { reason: 'file', detail: content.unreadable }))
    return []
  }
  const { text, firstBadByte } = decodeText(content.bytes)
  const page = readPage(text)
  if (
    !isTechniquePage(
      file,
      page.title?.text ?? '',
      page.sections.some((section) => section.mappings.length > 0),
    )
  ) {
    findings.push(finding('page-skipped', at, {}))
    return []
  }
  if (firstBadByte !== null) {
    findings.push(finding('bytes-invalid', at, { encoding: 'UTF-8', offset: firstBadByte }))
  }
  return [{ file, sha256: sha256(content.bytes), bytes: content.bytes.length, ...page }]
}

function isTechniquePage(file: string, title: string, hasMapping: boolean): boolean {
  return hasMapping || /\bT\d{4}\b/.test(title) || /(^|\/)T\d{4}(\.\d{3})?\.md$/i.test(file)
}

/** One digest for all pages: over their names and the digests of their contents, in file order. */
function corpusDigest(files: readonly CorpusFile[]): string {
  return sha256(
    files
      .map(({ file, content }) => `${file}\0${'bytes' in content ? sha256(content.bytes) : 'unreadable'}\n`)
      .join(''),
  )
}
