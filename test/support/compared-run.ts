import type { ComparedRun } from '../../pipeline/compare/index.js'
import type { Finding } from '../../pipeline/model/finding.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import type { Model } from '../../pipeline/model/model.js'
import { linksOf } from './links.js'
import { fileOf, mappingText, pageText, read } from './page.js'

/** A run over one page that lists these rows (markdown, one a line) of one source; give only what the test is about. */
export function runOf(
  given: { rows?: string; links?: LinkRecord[]; findings?: Finding[]; model?: Model; runId?: string } = {},
): ComparedRun {
  const page = pageText({ detection: given.rows === undefined ? '' : mappingText({ rows: given.rows }) })
  return {
    runId: given.runId ?? 'r',
    model: given.model ?? read(fileOf('T1071.001.md', page)).model,
    links: { ...linksOf({}), links: given.links ?? [] },
    findings: { schemaVersion: '1.0.0', findings: given.findings ?? [] },
    tool: { name: 'control-coverage', version: '1.0.0' },
  }
}
