import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { stableId } from '../model/digest.js'
import { type Finding, finding } from '../model/finding.js'
import type { Mapping } from '../model/model.js'
import { compareText, type Place } from '../model/place.js'
import type { Gap, GapKind } from '../model/report.js'
import { idNumberer } from '../model/unique-ids.js'
import { ageInDays } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import type { TechniqueCoverage } from './coverage.js'
import { pageGaps, type ScopeOfGaps, weightedByScore } from './scope-gaps.js'
import type { AssessSettings } from './settings.js'
import type { UnrankedGap } from './unranked-gap.js'

/**
 * Kinds from the gravest on. Evidence that a page claims and nobody can find comes first, since it is relied
 * upon; then what is not there at all, detection before test before policy; then what is old or rests on one leg.
 */
const kindsByGravity: GapKind[] = ['lost', 'detection', 'test', 'policy', 'stale', 'single-source']

/** The gaps, ranked, and the finding for each. With a scope its scores weigh most, and what has no page comes first. */
export function gapsOf(
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  settings: AssessSettings,
  ofScope: ScopeOfGaps | null = null,
): { gaps: Gap[]; findings: Finding[] } {
  const sources = sourcesByCategory(resources.map(({ mapping }) => mapping))
  const onlySources = onlySourceOf(resources)
  const assessed = techniques.filter(({ file }) => file !== null)
  const ofPages = assessed.flatMap((technique) =>
    judgedCategories.flatMap((category) => {
      const several = (sources.get(category)?.size ?? 0) > 1
      return categoryGaps(
        technique,
        category,
        several ? onlySources.get(sourceKey(technique.id, category)) : undefined,
        settings,
      )
    }),
  )
  const unranked =
    ofScope === null
      ? ofPages
      : weightedByScore([...pageGaps(techniques, ofScope), ...ofPages], ofScope.scope)
  const ranked = unranked.sort((a, b) => compareWeights(a.weight, b.weight) || compareText(a.gapId, b.gapId))
  const numbered = idNumberer()
  return {
    gaps: ranked.map(({ finding: _, weight: __, ...gap }, index) => ({
      ...gap,
      gapId: numbered(gap.gapId),
      rank: index + 1,
    })),
    findings: ranked.map((gap) => gap.finding),
  }
}

function sourcesByCategory(mappings: readonly Mapping[]): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>()
  for (const { category, source } of mappings) {
    sources.set(category, (sources.get(category) ?? new Set()).add(source))
  }
  return sources
}

const sourceKey = (id: string, category: string) => `${category} ${id}`

/** Source ids by technique and category, of resources that are not lost; only those with one source matter. */
function onlySourceOf(resources: readonly AssessedResource[]): Map<string, string> {
  return new Map(
    resources
      .filter(({ standing }) => standing !== 'lost')
      .map(({ technique, mapping }) => [sourceKey(technique.id, mapping.category), mapping.source]),
  )
}

function categoryGaps(
  technique: TechniqueCoverage,
  category: JudgedCategory,
  source: string | undefined,
  settings: AssessSettings,
): UnrankedGap[] {
  const { level, listed, newest, usableSources, distinct, lost } = technique[category]
  const { tactics } = technique
  const at = {
    place: placeOf(technique),
    techniqueId: technique.id,
    subject: category,
  }
  const gap = (kind: GapKind, why: string, found: Finding) => makeGap(technique, category, kind, why, found)
  if (level === 'none') {
    const code = `gap-${category}` as const
    return [gap(category, `nothing is listed; ${reach(technique)}`, finding(code, at, { tactics }))]
  }
  if (level === 'lost') {
    const found = finding('gap-lost', at, { category, listed: distinct })
    return [
      gap(
        'lost',
        `${distinct === 1 ? 'the one listed resource is' : `all ${distinct} listed resources are`} gone; ${reach(technique)}`,
        found,
      ),
    ]
  }
  const gaps: UnrankedGap[] = []
  const limitDays = settings.staleAfterDays
  if (newest !== null && ageInDays(newest, settings.asOf) > limitDays) {
    const why = `newest evidence is ${ageInDays(newest, settings.asOf)} days old (limit ${limitDays})`
    gaps.push(gap('stale', why, finding('gap-stale', at, { category, newest, limitDays })))
  }
  if (usableSources === 1 && source !== undefined) {
    const why =
      lost === 0 ? `only ${source} lists anything` : `only ${source} lists anything that is not lost`
    gaps.push(gap('single-source', why, finding('gap-single-source', at, { category, source, listed })))
  }
  return gaps
}

/** How far the technique reaches, in words: tactics it serves and whether anything else is listed for it. */
function reach(technique: TechniqueCoverage): string {
  const count = technique.tactics.length
  const others = judgedCategories.filter((each) => technique[each].distinct > technique[each].lost)
  const serves = `it serves ${count} ${count === 1 ? 'tactic' : 'tactics'}`
  return others.length === 0
    ? `${serves} and has no other evidence`
    : `${serves}; it has ${others.join(' and ')}`
}

/** Where the technique's page stands; null where it has none. */
function placeOf({ file, line }: TechniqueCoverage): Place | null {
  return file === null || line === null ? null : { file, line }
}

function makeGap(
  technique: TechniqueCoverage,
  category: JudgedCategory,
  kind: GapKind,
  why: string,
  found: Finding,
): UnrankedGap {
  const uncovered = judgedCategories.filter(
    (each) => technique[each].distinct === technique[each].lost,
  ).length
  return {
    gapId: `gap-${stableId(technique.id, category, kind)}`,
    techniqueId: technique.id,
    techniqueName: technique.name,
    tactics: technique.tactics,
    category,
    kind,
    why,
    file: technique.file,
    line: technique.line,
    score: null,
    decision: null,
    finding: found,
    // A technique comes before its sub-techniques, and the more tactics it serves the sooner.
    weight: [
      kindsByGravity.indexOf(kind),
      -uncovered,
      -technique.tactics.length,
      technique.parentId === null ? 0 : 1,
    ],
  }
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((weight, at) => weight !== b[at])
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)
}
