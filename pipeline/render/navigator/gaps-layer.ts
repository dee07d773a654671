import { groupBy } from '../../model/group-by.js'
import { countText } from '../../model/number-words.js'
import type { Gap, Report, ReportTechnique } from '../../model/report.js'
import { type LayerTechnique, layerOf, linksOf, metadataOf, oneLine } from './layer.js'
import { aboutReport, corpusLinks } from './report-facts.js'

const colors = ['#fff5eb', '#fdae6b', '#a63603']

/**
 * The layer of the gaps: techniques without any are disabled, so that the layer can be the `--scope` of a run that
 * reports on the others alone.
 */
export function gapsLayer(report: Report) {
  const gaps = groupBy(report.gaps, ({ techniqueId }) => techniqueId)
  const most = Math.max(1, ...[...gaps.values()].map((own) => own.length))
  return layerOf({
    name: `Control coverage gaps: ${oneLine(report.corpus.location)}`,
    attackVersion: report.reference.attackVersion,
    description: `Score: gaps of the technique. ${countText(report.gaps.length, 'gap')} of ${countText(gaps.size, 'technique')}; those without any are disabled. Rank 1 is the first to look at.`,
    techniques: report.techniques.map((technique) => annotation(technique, gaps.get(technique.id) ?? [])),
    gradient: { colors, minValue: 0, maxValue: most },
    legendItems: [
      { label: 'no gap (disabled)', color: '#fff5eb' },
      { label: 'some gaps', color: '#fdae6b' },
      { label: `${countText(most, 'gap')}, the most of any technique`, color: '#a63603' },
    ],
    metadata: aboutReport(report),
    links: corpusLinks(report),
  })
}

function annotation({ id, url }: ReportTechnique, gaps: readonly Gap[]): LayerTechnique {
  return {
    techniqueID: id,
    score: gaps.length,
    comment: gaps.length === 0 ? 'no gap' : gaps.map(gapWords).join('; '),
    enabled: gaps.length > 0,
    metadata: metadataOf(
      gaps.flatMap((gap) => [
        [`rank ${gap.rank}`, `${gapWords(gap)}: ${gap.why}`] as const,
        [`decision on rank ${gap.rank}`, decisionWords(gap)] as const,
      ]),
    ),
    links: linksOf([['ATT&CK', url]]),
    showSubtechniques: false,
  }
}

function gapWords({ kind, category }: Gap): string {
  return category === null || category === kind ? `gap-${kind}` : `gap-${kind} of ${category}`
}

function decisionWords({ decision }: Gap): string | null {
  if (decision === null) return null
  return `${decision.status ?? 'none'} (${decision.standing})${decision.owner === null ? '' : `, ${decision.owner}`}`
}
