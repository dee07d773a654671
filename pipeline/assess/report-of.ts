import { groupBy } from '../model/group-by.js'
import type { Report } from '../model/report.js'
import type { Scope } from '../model/scope.js'
import { schemaVersion } from '../model/version.js'
import { agesOf } from './ages.js'
import { noChanges } from './changes.js'
import { completenessOf } from './completeness/index.js'
import { agesOfTechnique } from './coverage.js'
import type { Facts } from './facts.js'
import { familyEvidence } from './families.js'
import { deadSinceOf, repairCounts, repositoryLinks } from './freshness.js'
import type { Judged } from './judge.js'
import { linkPlaces } from './link-places.js'
import { hostSummaries, linkAges, linkMethods } from './link-summary.js'
import { reportPolicy } from './policy/index.js'
import { findingRows, linkRows, mappingRows, resourceRows } from './rows.js'
import type { AssessSettings } from './settings.js'
import { reconcile, sourceSummaries } from './sources.js'
import { heatMap, tacticSummaries } from './tactics.js'
import { findingCounts, totalsOf } from './totals.js'
import { unknownsOf } from './unknowns.js'

/** The report of what was judged: every figure of it countable in the rows below. What changed since is left open. */
export function reportOf(judged: Judged, facts: Facts, settings: AssessSettings): Report {
  const { scope = null, outside = null, reference } = facts
  const { whole, records, model, links, resources, coverage, currency, gaps, findings, decisions } = judged
  const { techniques } = model
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const ages = agesOf(mappings, settings.asOf)
  const thresholds = { ...settings.thresholds, staleAfterDays: settings.staleAfterDays }
  const totals = totalsOf(judged)
  return {
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
    techniques: techniqueRows(judged, scope, settings.asOf),
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
}

function techniqueRows(
  { coverage, resources, currency, gaps, findings }: Judged,
  scope: Scope | null,
  asOf: string,
): Report['techniques'] {
  const gapsOfTechnique = groupBy(gaps, ({ techniqueId }) => techniqueId)
  const findingsOfTechnique = groupBy(findings, ({ techniqueId }) => techniqueId)
  const families = familyEvidence(coverage, resources)
  return coverage.map((technique) => ({
    ...technique,
    gaps: gapsOfTechnique.get(technique.id)?.length ?? 0,
    findings: findingsOfTechnique.get(technique.id)?.length ?? 0,
    attack: currency.standingOf(technique),
    ages: agesOfTechnique(technique, asOf),
    score: scope?.techniques.get(technique.id)?.score ?? null,
    withSubTechniques: families.get(technique.id) ?? null,
  }))
}
