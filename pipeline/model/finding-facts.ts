import type { Category } from './category.js'

/** How grave a finding is: something is lost, something is off, something is worth knowing. */
export const severities = ['error', 'warning', 'note'] as const
export type SeverityWord = (typeof severities)[number]

/**
 * The facts of each finding, by code. A code without words in `findingWords` does not compile, and neither
 * do words that use a fact the code lacks.
 */
export interface FindingFacts {
  'count-mismatch': {
    source: string
    category: Category
    declared: number
    rows: number
    tests: number | null
  }
  'total-conflict': {
    source: string
    category: Category
    lastAccessed: string
    declared: number
    usual: number
  }
  'mapping-stale': {
    source: string
    category: Category
    lastAccessed: string
    ageDays: number
    limitDays: number
  }
  'mapping-behind': { source: string; category: Category; lastAccessed: string; newest: string }
  'date-ambiguous': { source: string; written: string; readings: string[] }
  'date-unreadable': { source: string; written: string }
  'resource-duplicate': {
    source: string
    category: Category
    label: string
    url: string | null
    firstLine: number
  }
  'resource-unlinked': { source: string; category: Category; label: string }
  'placeholder-row': { source: string; category: Category; label: string; url: string | null }
  'page-unreadable': { reason: string; detail: string }
  'page-skipped': Record<string, never>
  'bytes-invalid': { encoding: string; offset: number }
  'page-duplicate': { firstFile: string }
  'id-conflict': { where: string; other: string }
  'heading-unknown': { heading: string }
  'text-repaired': { field: string; written: string; repaired: string; repair: string }
  'text-unknown': { written: string; within: string }
  'number-unreadable': { source: string; field: string; written: string }
  'section-missing': { section: string }
  'field-missing': { field: string; within: string }
  'technique-revoked': {
    name: string
    version: string
    successor: string | null
    successorName: string | null
    directSuccessor: string | null
  }
  'technique-deprecated': { name: string; version: string }
  'technique-renamed': { name: string; current: string; before: string | null; version: string }
  /** `before` is its name in the version that the pages speak of, or null where that does not have it either. */
  'technique-unknown': { name: string; before: string | null; version: string }
  /** In scope, and no page is about it; `predecessors` are revoked ids that it took the place of and that have a page. */
  'technique-without-page': {
    name: string
    status: 'active' | 'revoked' | 'deprecated' | 'unknown'
    score: number | null
    predecessors: string[]
    version: string
  }
  /** `reported` is the id that is in scope: the successor, or the id itself where it has a page or no successor. */
  'scope-technique-revoked': {
    id: string
    successor: string | null
    reported: string
    layers: string[]
    version: string
  }
  'scope-technique-unknown': { id: string; before: string | null; layers: string[]; version: string }
  /** Of one technique; `techniques` counts them where a tactic's new name is all that changed, and is else null. */
  'tactics-changed': { removed: string[]; added: string[]; version: string; techniques: number | null }
  'countermeasure-renamed': {
    label: string
    current: string
    countermeasureId: string
    url: string
    currentUrl: string
    version: string
  }
  'countermeasure-unknown': { label: string; url: string; version: string }
  'link-dead': { url: string; reason: string; confirmed: boolean; places: number }
  'link-moved': { url: string; target: string; evidence: string; places: number }
  'link-blocked': { url: string; reason: string; places: number }
  'link-unreachable': { url: string; reason: string; places: number }
  'link-unchecked': { count: number; reason: string }
  'link-refused': { url: string; reason: string; places: number }
  'gap-policy': { tactics: string[] }
  'gap-detection': { tactics: string[] }
  'gap-test': { tactics: string[] }
  'gap-lost': { category: Category; listed: number }
  'gap-stale': { category: Category; newest: string; limitDays: number }
  'gap-single-source': { category: Category; source: string; listed: number }
  'gap-sub-techniques': { category: Category; subTechniques: number }
  /** Stands in the place of the finding of the gap's kind, as long as the decision is in force. */
  'gap-accepted': {
    kind: string
    category: Category | null
    status: string
    owner: string | null
    expiry: string | null
  }
  'decision-expired': {
    kind: string
    category: Category | null
    status: string
    owner: string | null
    expiry: string
  }
  'decision-gap-gone': { gapId: string; where: string }
  'decision-unreadable': { where: string; problem: string }
}
export type FindingCode = keyof FindingFacts
