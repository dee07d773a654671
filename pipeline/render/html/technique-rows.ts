import { type Category, judgedCategories } from '../../model/category.js'
import { groupBy } from '../../model/group-by.js'
import { numberText } from '../../model/number-words.js'
import type { Coverage, Report, ReportMapping } from '../../model/report.js'
import { type StandingView, standingView } from '../view/technique-view.js'
import { type FileAddresses, type PlaceView, placeView } from './page-links.js'

/** A technique with its evidence in compact form: a line for each block of a source. */
export interface TechniqueRow {
  at: number
  anchor: string
  id: string
  name: string
  sub: boolean
  url: string | null
  tactics: string[]
  levels: { category: Category; level: Coverage['level']; distinct: number; verified: number; lost: number }[]
  gaps: number
  score: string
  place: PlaceView | null
  attack: StandingView | null
  evidence: EvidenceLine[]
}

/** A block of a source; `parts` are those of its distinct resources that are not none. */
export interface EvidenceLine {
  category: Category
  sourceName: string
  rows: number
  lastAccessed: string | null
  stale: boolean
  parts: { part: 'verified' | 'lost' | 'unknown'; count: number }[]
  place: PlaceView | null
}

/** Every technique of the report, in its order. */
export function techniqueRows(
  report: Report,
  anchors: readonly string[],
  addresses: FileAddresses | null,
): TechniqueRow[] {
  const blocks = groupBy(report.mappings, ({ techniqueId, file }) => `${techniqueId} ${file}`)
  const { staleAfterDays } = report.thresholds
  return report.techniques.map((technique, at) => ({
    at,
    anchor: anchors[at] ?? '',
    id: technique.id,
    name: technique.name,
    sub: technique.parentId !== null,
    url: technique.url,
    tactics: technique.tactics,
    levels: judgedCategories.map((category) => {
      const { level, distinct, verified, lost } = technique[category]
      return { category, level, distinct, verified, lost }
    }),
    gaps: technique.gaps,
    score: technique.score === null ? '–' : numberText(technique.score),
    place: placeView(technique.file, technique.line, addresses),
    attack: standingView(technique.attack),
    evidence: (blocks.get(`${technique.id} ${technique.file}`) ?? []).map((mapping) =>
      evidenceLine(mapping, staleAfterDays, addresses),
    ),
  }))
}

function evidenceLine(
  mapping: ReportMapping,
  staleAfterDays: number,
  addresses: FileAddresses | null,
): EvidenceLine {
  return {
    category: mapping.category,
    sourceName: mapping.sourceName,
    rows: mapping.listedCount,
    lastAccessed: mapping.lastAccessed,
    stale: (mapping.ageDays ?? 0) > staleAfterDays,
    parts: (['verified', 'lost', 'unknown'] as const).flatMap((part) =>
      mapping[part] === 0 ? [] : [{ part, count: mapping[part] }],
    ),
    place: placeView(mapping.file, mapping.line, addresses),
  }
}
