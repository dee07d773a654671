import type { Report } from '../../model/report.js'
import { type LayerLink, type LayerMetadata, linksOf, metadataOf } from './layer.js'

/** What a reader must know to trace a layer to its run. */
export function aboutReport(report: Report): LayerMetadata[] {
  const { corpus, reference, policy, totals } = report
  return metadataOf([
    ['made by', `${report.tool.name} ${report.tool.version}`],
    ['run', report.runId],
    ['generated', report.generatedAt],
    ['as of', report.asOf],
    ['classification', report.classification],
    ['corpus', corpus.location],
    ['corpus revision', corpus.revision],
    ['corpus sha256', corpus.sha256],
    ['pages', totals.pages],
    ['techniques', totals.techniques],
    ['gaps', totals.gaps],
    ['ATT&CK', `${reference.attackVersion} (pages: ${reference.attackPagesVersion})`],
    ['policy', `${policy.id} ${policy.version}`],
    ['policy digest', policy.digest],
    ['scope', report.scope === null ? null : report.scope.layers.map(({ file }) => file).join(', ')],
    ['links', linkWords(report)],
  ])
}

function linkWords({ totals: { links }, network }: Report): string {
  return `${network.state}: ${links.alive} alive, ${links.moved} moved, ${links.dead} dead, ${links.unchecked} not asked`
}

/** The sources that the pages map. */
export function corpusLinks(report: Report): LayerLink[] {
  return linksOf(report.sources.map(({ sourceName, sourceUrl }) => [sourceName, sourceUrl]))
}
