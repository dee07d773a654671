import { type JudgedCategory, judgedCategories } from '../model/category.js'
import { stableId } from '../model/digest.js'
import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Mapping } from '../model/model.js'
import { countText } from '../model/number-words.js'
import { compareText, type Place } from '../model/place.js'
import type { Gap, GapKind } from '../model/report.js'
import { idNumberer } from '../model/unique-ids.js'
import { ageInDays } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import type { TechniqueCoverage } from './coverage.js'
import type { StandingOf } from './currency.js'
import { gapWeight, rankedByStatus } from './gap-rank.js'
import { type GapSurroundings, usableCount, whatSetsApart, whatWasLost } from './gap-reason.js'
import { pageGaps, type ScopeOfGaps, weightedByScore } from './scope-gaps.js'
import type { AssessSettings } from './settings.js'
import type { UnrankedGap } from './unranked-gap.js'

/**
 * The gaps, ranked, and the finding for each. With a scope its scores weigh most, and what has no page comes first; those
 * of techniques that ATT&CK has retired come last.
 */
export function gapsOf(
  techniques: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  settings: AssessSettings,
  standingOf: StandingOf,
  ofScope: ScopeOfGaps | null = null,
): { gaps: Gap[]; findings: Finding[] } {
  const sources = sourcesByCategory(resources.map(({ mapping }) => mapping))
  const onlySources = onlySourceOf(resources)
  const assessed = techniques.filter(({ file }) => file !== null)
  const subTechniques = groupBy(assessed, ({ parentId }) => parentId)
  const around = surroundingsOf(assessed, resources)
  const ofPages = assessed.flatMap((technique) =>
    judgedCategories.flatMap((category) => {
      const several = (sources.get(category)?.size ?? 0) > 1
      return [
        ...categoryGaps(
          technique,
          category,
          several ? onlySources.get(sourceKey(technique.id, category)) : undefined,
          settings,
          around(technique, category),
        ),
        ...subTechniqueGaps(
          technique,
          category,
          subTechniques.get(technique.id) ?? [],
          around(technique, category),
        ),
      ].map((gap) => rankedByStatus(gap, standingOf(technique).status))
    }),
  )
  const unranked =
    ofScope === null
      ? ofPages
      : weightedByScore([...pageGaps(techniques, ofScope), ...ofPages], ofScope.scope)
  const ranked = unranked.sort(
    (a, b) => compareWeights(a.weight, b.weight) || compareText(keyOf(a), keyOf(b)),
  )
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

/** Where gaps weigh the same, they stand by technique. */
const keyOf = ({ techniqueId, gapId }: UnrankedGap) => `${techniqueId} ${gapId}`

function sourcesByCategory(mappings: readonly Mapping[]): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>()
  for (const { category, source } of mappings) {
    sources.set(category, (sources.get(category) ?? new Set()).add(source))
  }
  return sources
}

const sourceKey = (id: string, category: string) => `${category} ${id}`

function surroundingsOf(assessed: readonly TechniqueCoverage[], resources: readonly AssessedResource[]) {
  const byId = new Map(assessed.map((technique) => [technique.id, technique]))
  const families = groupBy(assessed, ({ id, parentId }) => parentId ?? id)
  const rows = groupBy(resources, ({ technique, mapping }) => sourceKey(technique.id, mapping.category))
  return ({ id, parentId }: TechniqueCoverage, category: JudgedCategory): GapSurroundings => ({
    parent: parentId === null ? null : (byId.get(parentId) ?? null),
    relatives: (families.get(parentId ?? id) ?? []).filter(
      (each) => each.id !== id && each.parentId !== null,
    ),
    resources: rows.get(sourceKey(id, category)) ?? [],
  })
}

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
  around: GapSurroundings,
): UnrankedGap[] {
  const { level, listed, newest, usableSources, distinct, lost } = technique[category]
  const { tactics } = technique
  const at = {
    place: placeOf(technique),
    techniqueId: technique.id,
    subject: category,
  }
  const gap = (kind: GapKind, what: string | null, found: Finding) =>
    makeGap(technique, category, kind, [what, ...whatSetsApart(technique, category, around)], found)
  if (level === 'none') {
    const code = `gap-${category}` as const
    return [gap(category, null, finding(code, at, { tactics }))]
  }
  if (level === 'lost') {
    const found = finding('gap-lost', at, { category, listed: distinct })
    return [gap('lost', whatWasLost(around, category, distinct), found)]
  }
  const gaps: UnrankedGap[] = []
  const limitDays = settings.staleAfterDays
  if (newest !== null && ageInDays(newest, settings.asOf) > limitDays) {
    const why = `newest evidence is ${ageInDays(newest, settings.asOf)} days old (limit ${limitDays})`
    gaps.push(gap('stale', why, finding('gap-stale', at, { category, newest, limitDays })))
  }
  if (usableSources === 1 && source !== undefined) {
    const usable = countText(usableCount(technique, category), 'resource')
    const name =
      around.resources.find(({ mapping }) => mapping.source === source)?.mapping.sourceName ?? source
    const why =
      lost === 0
        ? `only ${name} lists anything: ${usable}`
        : `only ${name} lists anything that is not lost: ${usable}`
    gaps.push(gap('single-source', why, finding('gap-single-source', at, { category, source, listed })))
  }
  return gaps
}

/** A technique that is covered while nothing usable stands for any of its sub-techniques that have a page. */
function subTechniqueGaps(
  technique: TechniqueCoverage,
  category: JudgedCategory,
  subTechniques: readonly TechniqueCoverage[],
  around: GapSurroundings,
): UnrankedGap[] {
  const { level } = technique[category]
  const withPage = subTechniques.filter(({ file }) => file !== null)
  const isBare = withPage.every((each) => each[category].distinct === each[category].lost)
  if ((level !== 'covered' && level !== 'deep') || withPage.length === 0 || !isBare) return []
  const at = { place: placeOf(technique), techniqueId: technique.id, subject: category }
  const count = withPage.length
  const what =
    count === 1
      ? 'its one sub-technique with a page has nothing usable'
      : `none of its ${count} sub-techniques with a page has anything usable`
  const found = finding('gap-sub-techniques', at, { category, subTechniques: count })
  const apart = whatSetsApart(technique, category, { ...around, relatives: [] })
  const own = countText(usableCount(technique, category), 'resource')
  return [makeGap(technique, category, 'sub-techniques', [what, `${own} of its own`, ...apart], found)]
}

/** Where the technique's page stands; null where it has none. */
function placeOf({ file, line }: TechniqueCoverage): Place | null {
  return file === null || line === null ? null : { file, line }
}

function makeGap(
  technique: TechniqueCoverage,
  category: JudgedCategory,
  kind: GapKind,
  why: readonly (string | null)[],
  found: Finding,
): UnrankedGap {
  return {
    gapId: `gap-${stableId(technique.id, category, kind)}`,
    techniqueId: technique.id,
    techniqueName: technique.name,
    tactics: technique.tactics,
    category,
    kind,
    why: why.filter((each) => each !== null).join('; '),
    file: technique.file,
    line: technique.line,
    score: null,
    decision: null,
    finding: found,
    weight: gapWeight(technique, category, kind),
  }
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((weight, at) => weight !== b[at])
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)
}
