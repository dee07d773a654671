import type { AttackStanding, Coverage, Level, ReportTechnique } from '../../model/report.js'

/** What a technique has in one category, in few words. */
export interface CoverageView {
  level: Level
  distinct: number
  sources: number
  /** The parts of `distinct` that are not none, each with its word's code. */
  parts: { part: 'verified' | 'lost' | 'unknown'; count: number }[]
}

/** A technique's compact entry in the appendix. */
export interface TechniqueView {
  anchor: string
  id: string
  name: string
  sub: boolean
  url: string | null
  file: string | null
  line: number | null
  tactics: string[]
  policy: CoverageView
  detection: CoverageView
  test: CoverageView
  /** Whether a layer of the scope gives it a score, and which; 0 where none does. */
  scored: boolean
  score: number
  gaps: number
  findings: number
  /** What ATT&CK says of it today, where that is not what the page says. */
  attack: StandingView | null
}

/** What became of a technique: its status, unless it stands; its name today, where it stands under another. */
export interface StandingView {
  status: AttackStanding['status'] | null
  name: string | null
  successor: string | null
  successorName: string | null
}

/** The entry of a technique. Its anchor is its place in the list: ids come from pages and may be anything. */
export function techniqueView(technique: ReportTechnique, index: number): TechniqueView {
  const { id, name, parentId, url, file, line, tactics, score, gaps, findings } = technique
  return {
    anchor: techniqueAnchor(index),
    id,
    name,
    sub: parentId !== null,
    url,
    file,
    line,
    tactics,
    policy: coverageView(technique.policy),
    detection: coverageView(technique.detection),
    test: coverageView(technique.test),
    scored: score !== null,
    score: score ?? 0,
    gaps,
    findings,
    attack: standingView(technique.attack),
  }
}

/** What to say of its standing in ATT&CK; null where it stands as the page has it. */
export function standingView({
  status,
  name,
  renamed,
  successor,
  successorName,
}: AttackStanding): StandingView | null {
  if (status === 'active') return renamed ? { status: null, name, successor, successorName } : null
  return { status, name, successor, successorName }
}

/** The anchor of each technique's first entry, by id. */
export function anchorsOf(techniques: readonly ReportTechnique[]): (id: string) => string | null {
  const anchors = new Map<string, string>()
  techniques.forEach(({ id }, index) => {
    if (!anchors.has(id)) anchors.set(id, techniqueAnchor(index))
  })
  return (id) => anchors.get(id) ?? null
}

function techniqueAnchor(index: number): string {
  return `technique-${index + 1}`
}

function coverageView({ level, distinct, sources, ...counts }: Coverage): CoverageView {
  const parts = (['verified', 'lost', 'unknown'] as const).flatMap((part) =>
    counts[part] === 0 ? [] : [{ part, count: counts[part] }],
  )
  return { level, distinct, sources, parts }
}
