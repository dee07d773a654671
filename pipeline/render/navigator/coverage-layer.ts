import { judgedCategories } from '../../model/category.js'
import { groupBy } from '../../model/group-by.js'
import { countText } from '../../model/number-words.js'
import type { Report, ReportMapping, ReportTechnique } from '../../model/report.js'
import { type LayerTechnique, layerOf, linksOf, metadataOf, oneLine } from './layer.js'
import { aboutReport, corpusLinks } from './report-facts.js'
import { coverageScore, levelPoints, mostPoints } from './score.js'

/** Dark is good: one hue, so that it also reads in grey and by the colour-blind. */
const colors = ['#f7f4f9', '#9ebcda', '#2b5c9e']

const legendItems = [
  { label: '0: something is listed, nothing of it usable', color: '#f7f4f9' },
  { label: '1 to 3: thin', color: '#d9e2ef' },
  { label: '4 to 6: covered in part', color: '#9ebcda' },
  { label: '7 to 9: covered or deep in all three', color: '#2b5c9e' },
]

/** The layer of what covers each technique that is reported, with its verified and lost counts and its sources. */
export function coverageLayer(report: Report) {
  const mappings = groupBy(report.mappings, ({ techniqueId }) => techniqueId)
  return layerOf({
    name: `Control coverage: ${oneLine(report.corpus.location)}`,
    attackVersion: report.reference.attackVersion,
    description: describe(report),
    techniques: report.techniques.map((technique) => annotation(technique, mappings.get(technique.id) ?? [])),
    gradient: { colors, minValue: 0, maxValue: mostPoints },
    legendItems,
    metadata: aboutReport(report),
    links: corpusLinks(report),
  })
}

function describe(report: Report): string {
  const points = Object.entries(levelPoints)
    .map(([level, value]) => `${level} ${value}`)
    .join(', ')
  const gone = report.techniques.filter(({ attack }) => attack.status !== 'active').length
  return [
    'Publicly available content that pages map to a technique; that it exists does not show that it is in use.',
    `Score: points of the levels of policy, detection and test (${points}) added up, 0 to ${mostPoints}; no score where nothing is listed at all, since not assessed differs from 0.`,
    `${countText(report.techniques.length, 'technique')}.`,
    gone === 0
      ? ''
      : `${gone} of them are not active in ATT&CK ${report.reference.attackVersion}: the Navigator passes over these without a word.`,
    oneLine(report.network.detail ?? ''),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function annotation(technique: ReportTechnique, mappings: readonly ReportMapping[]): LayerTechnique {
  const { id, file, policy, detection, test } = technique
  return {
    techniqueID: id,
    ...(isAssessed(technique) ? { score: coverageScore(technique) } : {}),
    comment: isAssessed(technique)
      ? `policy ${policy.level}, detection ${detection.level}, test ${test.level}`
      : file === null
        ? 'In scope, and no page is about it: nothing was assessed.'
        : 'The page lists nothing: not assessed by any source.',
    enabled: true,
    metadata: metadataOf([
      ...judgedCategories.flatMap((category) => {
        const { verified, lost, unknown, newest } = technique[category]
        if (technique[category].distinct === 0) return []
        return [
          [`${category} verified`, verified],
          [`${category} lost`, lost],
          [`${category} unknown`, unknown],
          [`${category} newest`, newest],
        ] as const
      }),
      ['gaps', technique.gaps],
      ['page', file === null ? null : `${file}:${technique.line}`],
      ['scope score', technique.score],
      ...standing(technique),
    ]),
    links: linksOf([
      ['ATT&CK', technique.url],
      ...mappings.map(
        ({ sourceName, category, sourceUrl }) => [`${sourceName} (${category})`, sourceUrl] as const,
      ),
    ]),
    showSubtechniques: false,
  }
}

/** Whether any source lists anything for it, be it lost. */
function isAssessed(technique: ReportTechnique): boolean {
  return judgedCategories.some((category) => technique[category].listed > 0)
}

function standing({ attack }: ReportTechnique): [string, string | null][] {
  if (attack.status === 'active') return []
  return [
    ['ATT&CK status', attack.status],
    ['successor', attack.successor],
  ]
}
