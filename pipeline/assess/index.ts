import {
  type Finding,
  type Findings,
  finding,
  findingCodes,
  sortFindings,
  withUniqueIds,
} from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { Links } from '../model/links.js'
import type { Model, ModelSource, Technique } from '../model/model.js'
import type { OutsideCounts } from '../model/outside-table.js'
import type { RecordsSummary } from '../model/records.js'
import type { Reference } from '../model/reference.js'
import type { Decisions, Report, Totals } from '../model/report.js'
import type { Scope } from '../model/scope.js'
import { flatMapped } from '../model/series.js'
import { schemaVersion } from '../model/version.js'
import { ageInDays, agesOf } from './ages.js'
import { type AssessedResource, assessedResources } from './assessed-resource.js'
import { noChanges } from './changes.js'
import { completenessOf } from './completeness/index.js'
import { agesOfTechnique, type TechniqueCoverage, techniqueCoverage } from './coverage.js'
import { currencyOf } from './currency.js'
import { applyDecisions } from './decisions.js'
import { familyEvidence } from './families.js'
import { deadSinceOf, repairCounts, repositoryLinks } from './freshness.js'
import { gapsOf } from './gaps.js'
import { linkPlaces } from './link-places.js'
import { hostSummaries, linkAges, linkCounts, linkFindings, linkMethods } from './link-summary.js'
import { reportPolicy } from './policy/index.js'
import { findingRows, linkRows, mappingRows, resourceRows } from './rows.js'
import type { AssessSettings } from './settings.js'
import { reconcile, sourceSummaries } from './sources.js'
import { categorySummary, heatMap, tacticSummaries } from './tactics.js'
import { unknownsOf } from './unknowns.js'
import { withinScope } from './within-scope.js'
import { withThoseWithoutPage } from './without-page.js'

export { changesSince, noChanges } from './changes.js'
export type { AssessSettings } from './settings.js'
export { type Judgement, keyFiguresOf, trendOf } from './trend.js'

/** What the assessment starts from. */
export interface Facts {
  records: RecordsSummary
  model: ModelSource
  links: Links
  /** Today's ATT&CK and D3FEND. */
  reference: Reference
  /** What of the pages is reported; all of them where there is none. */
  scope?: Scope | null
  /** Somebody else's counts to hold ours against, where some were given. */
  outside?: OutsideCounts | null
  /** What people decided about gaps of an earlier report; nothing where it is left out. */
  decisions?: Decisions
}

const noDecisions: Decisions = { file: null, rows: [] }

/**
 * `report.json` and `findings.json`: everything a report may show, each figure countable in the rows below it.
 *
 * A resource counts as verified only where its link is alive or moved to a known place, as lost where it is
 * dead; the rest is unknown and said to be. Nothing here asks the world: same facts, same report.
 *
 * With a scope every figure is of the pages and techniques in it, but for those that say how the corpus was read.
 */
export function assess(facts: Facts, settings: AssessSettings): { report: Report; findings: Findings } {
  const { scope = null, outside = null, decisions: written = noDecisions, reference } = facts
  const whole = { ...facts, model: judgedModel(facts.model) }
  const { records, model, links } = scope === null ? whole : withinScope(whole, scope.techniques)
  const { techniques } = model
  const resources = assessedResources(model, links)
  const coverage = withThoseWithoutPage(
    techniqueCoverage(techniques, resources, settings.thresholds),
    scope,
    settings.thresholds,
  )
  const currency = currencyOf(model, records.pages, reference)
  const ofScope = scope && { scope, standingOf: currency.standingOf, attackVersion: reference.attack.version }
  const found = gapsOf(coverage, resources, settings, currency.standingOf, ofScope)
  const {
    gaps,
    findings: gapFindings,
    decisions,
    accepted,
  } = applyDecisions(found, written, settings.asOf, (id) => scope === null || scope.techniques.has(id))
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const findings = sortFindings(
    withUniqueIds([
      ...records.findings,
      ...model.findings,
      ...(scope?.findings ?? []),
      ...currency.findings,
      ...staleMappings(model, settings),
      ...linkFindings(links, model),
      ...gapFindings,
    ]),
  )
  const ages = agesOf(mappings, settings.asOf)
  const gapsOfTechnique = groupBy(gaps, ({ techniqueId }) => techniqueId)
  const findingsOfTechnique = groupBy(findings, ({ techniqueId }) => techniqueId)
  const families = familyEvidence(coverage, resources)
  const thresholds = { ...settings.thresholds, staleAfterDays: settings.staleAfterDays }
  const totals = totalsOf(model, links, coverage, resources, findings, { all: gaps.length, accepted })
  const report: Report = {
    schemaVersion,
    tool: settings.tool,
    runId: settings.runId,
    generatedAt: settings.generatedAt,
    asOf: settings.asOf,
    classification: settings.classification,
    corpus: model.corpus,
    settings: settings.settings,
    thresholds,
    policy: reportPolicy(settings.policy, thresholds, coverage, resources, outside?.cells ?? null),
    scope: scope?.summary ?? null,
    network: links.network,
    checkedAt: links.checkedAt,
    linkAges: linkAges(links),
    linkMethods: linkMethods(links.links),
    repositories: links.repositories,
    unknowns: unknownsOf(links, resources, findings, {
      undated: ages.undated,
      pagesWithout: totals.techniquesWithoutMapping,
      scope: scope?.summary ?? null,
    }),
    totals,
    ages,
    tactics: tacticSummaries(coverage, resources, gaps),
    sources: sourceSummaries(techniques, resources, settings.asOf),
    repositoryLinks: repositoryLinks(links.links),
    deadSince: deadSinceOf(links.links, settings.asOf),
    repairs: repairCounts(links.links, resources),
    hosts: hostSummaries(links.links),
    heatMap: heatMap(coverage),
    reconciliation: reconcile(techniques),
    completeness: completenessOf({
      records: whole.records,
      model: whole.model,
      attack: reference.attack,
      outside,
    }),
    findingCounts: findingCounts(findings),
    techniques: coverage.map((technique) => ({
      ...technique,
      gaps: gapsOfTechnique.get(technique.id)?.length ?? 0,
      findings: findingsOfTechnique.get(technique.id)?.length ?? 0,
      attack: currency.standingOf(technique),
      ages: agesOfTechnique(technique, settings.asOf),
      score: scope?.techniques.get(technique.id)?.score ?? null,
      withSubTechniques: families.get(technique.id) ?? null,
    })),
    mappings: mappingRows(techniques, resources, settings.asOf),
    resources: resourceRows(resources),
    links: linkRows(links, records.pages),
    linkPlaces: linkPlaces(links),
    findings: findingRows(findings),
    gaps,
    decisions,
    trend: [],
    trendLeftOut: 0,
    changes: noChanges('first-run'),
    reference: currency.summary,
  }
  return { report, findings: { schemaVersion, findings } }
}

/** The model as objects without what is not judged, which is half of it: descriptions, and the folders before a row. */
function judgedModel({ techniques, ...rest }: ModelSource): Model {
  return { ...rest, techniques: flatMapped(techniques, (technique) => [judgedTechnique(technique)]) }
}

function judgedTechnique(technique: Technique): Technique {
  const mappings = technique.mappings.map((mapping) => ({
    ...mapping,
    resources: mapping.resources.map((resource) => ({ ...resource, trail: none })),
  }))
  return { ...technique, description: '', descriptionLinks: none, mappings }
}

const none: never[] = []

function staleMappings(model: Model, { asOf, staleAfterDays: limitDays }: AssessSettings): Finding[] {
  return model.techniques.flatMap((technique) =>
    technique.mappings.flatMap(({ source, category, lastAccessed, place }) => {
      if (lastAccessed === null) return []
      const ageDays = ageInDays(lastAccessed, asOf)
      if (ageDays <= limitDays) return []
      const at = { place, techniqueId: technique.id, subject: `${category}/${source}` }
      return [finding('mapping-stale', at, { source, category, lastAccessed, ageDays, limitDays })]
    }),
  )
}

function totalsOf(
  model: Model,
  links: Links,
  coverage: readonly TechniqueCoverage[],
  resources: readonly AssessedResource[],
  findings: readonly Finding[],
  gaps: { all: number; accepted: number },
): Totals {
  const { techniques } = model
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const ids = new Set(techniques.map(({ id }) => id))
  const subTechniques = coverage.filter(({ parentId }) => parentId !== null).length
  const paired = (pairing: TechniqueCoverage['pairing']) =>
    coverage.filter((each) => each.pairing === pairing).length
  const severe = (severity: Finding['severity']) =>
    findings.filter((each) => each.severity === severity).length
  return {
    pages: model.corpus.pageCount,
    pagesUnreadable: findings.filter(({ code }) => code === 'page-unreadable').length,
    techniques: coverage.length,
    parentTechniques: coverage.length - subTechniques,
    subTechniques,
    tactics: new Set(coverage.flatMap(({ tactics }) => tactics)).size,
    mappings: mappings.length,
    resources: resources.length,
    distinctUrls: links.links.length,
    placeholders: mappings.reduce((sum, { placeholders }) => sum + placeholders, 0),
    techniquesWithoutMapping:
      ids.size - new Set(techniques.filter(({ mappings: own }) => own.length > 0).map(({ id }) => id)).size,
    validated: paired('validated'),
    detectableUntested: paired('detectable-untested'),
    listedUnverified: paired('listed-unverified'),
    testedUndetected: paired('tested-undetected'),
    gaps: gaps.all,
    gapsAccepted: gaps.accepted,
    findings: { error: severe('error'), warning: severe('warning'), note: severe('note') },
    links: linkCounts(links.links),
    policy: categorySummary(coverage, resources, 'policy'),
    detection: categorySummary(coverage, resources, 'detection'),
    test: categorySummary(coverage, resources, 'test'),
    other: categorySummary(coverage, resources, 'other'),
  }
}

function findingCounts(findings: readonly Finding[]): Report['findingCounts'] {
  const groups = groupBy(findings, ({ code }) => code)
  return findingCodes.flatMap((code) => {
    const own = groups.get(code)
    return own?.[0] === undefined ? [] : [{ code, severity: own[0].severity, count: own.length }]
  })
}
