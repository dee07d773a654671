import { Category } from '../../model/category.js'
import { Severity } from '../../model/finding.js'
import { LinkMethod, LinkState } from '../../model/links.js'
import { GapKind, Level, type Report } from '../../model/report.js'
import type { ReportTemplate } from '../template/report-template.js'
import { templateWords } from '../template/words.js'
import { anchorsById } from './anchors.js'
import type { PageData } from './page-data.js'
import { fileAddresses } from './page-links.js'
import { indexOf, linkTable, resourceRows } from './resource-rows.js'
import { techniqueData } from './technique-data.js'

const codes = {
  level: Level.options,
  category: Category.options,
  linkState: LinkState.options,
  linkMethod: LinkMethod.options,
  gapKind: GapKind.options,
  severity: Severity.options,
} as const

/** The data of the page. What hangs together is known by index, so that no address and no name stands twice. */
export function reportData(report: Report, template: ReportTemplate): PageData {
  const anchors = anchorsById(report.techniques)
  const tactics = [...new Set(report.techniques.flatMap((technique) => technique.tactics))]
  const sourceIndex = indexOf(report.sources, ({ category, source }) => `${category} ${source}`)
  const techniqueIndex = indexOf(report.techniques, ({ id, file }) => `${id} ${file}`)
  const links = linkTable(report)
  return {
    words: wordsOf(template),
    files: fileAddresses(report.corpus),
    staleAfterDays: report.thresholds.staleAfterDays,
    tactics,
    sources: report.sources.map(({ category, source, sourceName }) => ({
      category,
      source,
      name: sourceName,
    })),
    techniques: techniqueData(report, anchors, tactics),
    mappings: report.mappings.map((mapping) => [
      techniqueIndex(`${mapping.techniqueId} ${mapping.file}`),
      sourceIndex(`${mapping.category} ${mapping.source}`),
      mapping.lastAccessed,
      mapping.ageDays,
      mapping.declaredCount,
      mapping.listedCount,
      mapping.line,
    ]),
    links: links.rows,
    resources: resourceRows(report, links.indexOf),
    findings: report.findings.map(({ code, severity, techniqueId, file, line, message }) => [
      code,
      severity,
      techniqueId,
      file,
      line,
      message,
    ]),
    gaps: report.gaps.map(({ techniqueId, kind, category, why, decision }) => [
      techniqueId,
      kind,
      category,
      why,
      decision === null ? '' : `${decision.status ?? 'undecided'} (${decision.standing})`,
    ]),
  }
}

function wordsOf(template: ReportTemplate): PageData['words'] {
  const words = templateWords(template)
  const labels = (group: keyof typeof codes) =>
    Object.fromEntries(codes[group].map((code) => [code, words(group, code)?.label ?? code]))
  return {
    level: labels('level'),
    category: labels('category'),
    linkState: labels('linkState'),
    linkMethod: labels('linkMethod'),
    gapKind: labels('gapKind'),
    severity: labels('severity'),
  }
}
