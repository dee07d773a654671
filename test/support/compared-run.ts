import type { ComparedRun } from '../../pipeline/compare/index.js'
import type { JudgedCategory } from '../../pipeline/model/category.js'
import type { ComparedReport } from '../../pipeline/model/compared-report.js'
import type { Finding } from '../../pipeline/model/finding.js'
import type { LinkRecord } from '../../pipeline/model/links.js'
import type { Model } from '../../pipeline/model/model.js'
import type { Level } from '../../pipeline/model/report.js'
import { linksOf } from './links.js'
import { fileOf, mappingText, pageText, read } from './page.js'

/** A run over one page that lists these rows (markdown, one a line) of one source; give only what the test is about. */
export function runOf(
  given: {
    rows?: string
    links?: LinkRecord[]
    findings?: Finding[]
    model?: Model
    report?: ComparedReport | null
    runId?: string
  } = {},
): ComparedRun {
  const page = pageText({ detection: given.rows === undefined ? '' : mappingText({ rows: given.rows }) })
  return {
    runId: given.runId ?? 'r',
    model: given.model ?? read(fileOf('T1071.001.md', page)).model,
    links: { ...linksOf({}), links: given.links ?? [] },
    findings: { schemaVersion: '1.0.0', findings: given.findings ?? [] },
    report: given.report === undefined ? comparedReport() : given.report,
    tool: { name: 'control-coverage', version: '1.0.0' },
  }
}

/** A report by the usual policy on these techniques; of each only the levels that differ from `none` are given. */
export function comparedReport(
  levels: Record<string, Partial<Record<JudgedCategory, Level>>> = {},
  more: Partial<ComparedReport> = {},
): ComparedReport {
  return {
    thresholds: { covered: 3, deep: 10 },
    policy: { id: 'evidence', version: '1', digest: 'a'.repeat(64) },
    scope: null,
    reference: {
      attackVersion: '19.1',
      attackSha256: 'b'.repeat(64),
      d3fendVersion: '1.2.0',
      d3fendSha256: 'c'.repeat(64),
    },
    techniques: Object.entries(levels).map(([id, own]) => ({
      id,
      name: 'Web Protocols',
      url: null,
      policy: { level: own.policy ?? 'none' },
      detection: { level: own.detection ?? 'none' },
      test: { level: own.test ?? 'none' },
    })),
    ...more,
  }
}
