import type { Category } from '../../model/category.js'
import type { LinkState } from '../../model/links.js'
import type { Level } from '../../model/report.js'
import type { FileAddresses } from './page-links.js'

/** A technique as the page's scripts find it. */
export interface TechniqueData {
  id: string
  name: string
  anchor: string
  parentId: string | null
  /** Indices of `tactics`. */
  tactics: number[]
  url: string | null
  file: string | null
  line: number | null
  levels: { policy: Level; detection: Level; test: Level }
  pairing: string
  /** What ATT&CK says of it today where that is not what the page says, or null. */
  attack: string | null
  score: number | null
  /** Columns of the policy's own scores with their words. */
  scores: [heading: string, word: string][]
}

export type MappingData = [
  technique: number,
  source: number,
  lastAccessed: string | null,
  ageDays: number | null,
  declared: number | null,
  listed: number,
  line: number,
]
export type LinkData = [
  url: string,
  state: LinkState,
  target: string | null,
  since: string | null,
  reason: string | null,
  method: string | null,
]
export type ResourceData = [
  mapping: number,
  label: string,
  /** Index of `links`, or -1 where nothing stands behind it. */
  link: number,
  /** 1 where the link is the row's own, 0 where it is that of its block. */
  own: 0 | 1,
  tests: number | null,
  repeat: 0 | 1,
  line: number,
]
export type FindingData = [
  code: string,
  severity: string,
  techniqueId: string | null,
  file: string | null,
  line: number | null,
  message: string,
]
export type GapData = [
  technique: string,
  kind: string,
  category: Category | null,
  why: string,
  decision: string,
]

/** What the page's scripts work on, as JSON within the page. Rows are tuples: they are many. */
export interface PageData {
  words: Record<
    'level' | 'category' | 'linkState' | 'linkMethod' | 'gapKind' | 'severity',
    Record<string, string>
  >
  files: FileAddresses | null
  staleAfterDays: number
  tactics: string[]
  sources: { category: Category; source: string; name: string }[]
  techniques: TechniqueData[]
  mappings: MappingData[]
  links: LinkData[]
  resources: ResourceData[]
  findings: FindingData[]
  gaps: GapData[]
}
