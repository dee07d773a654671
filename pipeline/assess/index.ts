import { sha256 } from '../model/digest.js'
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
import type { Model } from '../model/model.js'
import type { Records } from '../model/records.js'
import type { Reference } from '../model/reference.js'
import type { Report, Totals } from '../model/report.js'
import { stableJson } from '../model/stable-json.js'
import { schemaVersion } from '../model/version.js'
import { ageInDays, agesOf } from './ages.js'
import { type AssessedResource, assessedResources } from './assessed-resource.js'
import { noChanges } from './changes.js'
import { agesOfTechnique, type TechniqueCoverage, techniqueCoverage } from './coverage.js'
import { currencyOf } from './currency.js'
import { gapsOf } from './gaps.js'
import { linkPlaces } from './link-places.js'
import { hostSummaries, linkAges, linkCounts, linkFindings, linkMethods } from './link-summary.js'
import { findingRows, linkRows, mappingRows, resourceRows } from './rows.js'
import { type AssessSettings, levelThresholds } from './settings.js'
import { reconcile, sourceSummaries } from './sources.js'
import { categorySummary, heatMap, tacticSummaries } from './tactics.js'
import { unknownsOf } from './unknowns.js'

export { changesSince, noChanges } from './changes.js'
export type { AssessSettings } from './settings.js'

/** What the assessment starts from. */
export interface Facts {
  records: Records
  model: Model
  links: Links
  /** Today's ATT&CK and D3FEND. */
  reference: Reference
}

/**
 * `report.json` and `findings.json`: everything a report may show, each figure countable in the rows below it.
 *
 * A resource counts as verified only where its link is alive or moved to a known place, as lost where it is
 * dead; the rest is unknown and said to be. Nothing here asks the world: same facts, same report.
 */
export function assess(
  { records, model, links, reference }: Facts,
  settings: AssessSettings,
): { report: Report; findings: Findings } {
  const { techniques } = model
  const resources = assessedResources(model, links)
  const coverage = techniqueCoverage(techniques, resources)
  const currency = currencyOf(model, records, reference)
  const { gaps, findings: gapFindings } = gapsOf(coverage, resources, settings)
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const findings = sortFindings(
    withUniqueIds([
      ...records.findings,
      ...model.findings,
      ...currency.findings,
      ...staleMappings(model, settings),
      ...linkFindings(links, model),
      ...gapFindings,
    ]),
  )
  const ages = agesOf(mappings, settings.asOf)
  const gapsOfTechnique = groupBy(gaps, ({ techniqueId }) => techniqueId)
  const findingsOfTechnique = groupBy(findings, ({ techniqueId }) => techniqueId)
  const totals = totalsOf(model, links, coverage, resources, findings, gaps.length)
  const report: Report = {
    schemaVersion,
    tool: settings.tool,
    runId: settings.runId,
    generatedAt: settings.generatedAt,
    asOf: settings.asOf,
    classification: settings.classification,
    corpus: model.corpus,
    settings: settings.settings,
    thresholds: { ...levelThresholds, staleAfterDays: settings.staleAfterDays },
    policy: {
      id: 'evidence',
      version: '1',
      digest: sha256(stableJson({ ...levelThresholds, staleAfterDays: settings.staleAfterDays })),
      title: 'Evidence',
      describes: 'Levels by the number of usable resources and of their sources.',
      columns: [],
      rows: [],
    },
    scope: null,
    network: links.network,
    checkedAt: links.checkedAt,
    linkAges: linkAges(links),
    linkMethods: linkMethods(links.links),
    repositories: links.repositories,
    unknowns: unknownsOf(links, resources, findings, {
      undated: ages.undated,
      pagesWithout: totals.techniquesWithoutMapping,
    }),
    totals,
    ages,
    tactics: tacticSummaries(coverage, resources, gaps),
    sources: sourceSummaries(techniques, resources, settings.asOf),
    repositoryLinks: [],
    deadSince: [],
    repairs: { sureLinks: 0, surePlaces: 0, otherLinks: 0, otherPlaces: 0, resources: 0 },
    hosts: hostSummaries(links.links),
    heatMap: heatMap(coverage),
    reconciliation: reconcile(techniques),
    completeness: {
      pagesFound: model.corpus.pageCount,
      pagesParsed: records.pages.length,
      pagesRejected: 0,
      filesSkipped: 0,
      rowsWritten: 0,
      rowsKept: resources.length,
      placeholders: totals.placeholders,
      outside: null,
      differences: [],
      unexplained: 0,
    },
    findingCounts: findingCounts(findings),
    techniques: coverage.map((technique) => ({
      ...technique,
      gaps: gapsOfTechnique.get(technique.id)?.length ?? 0,
      findings: findingsOfTechnique.get(technique.id)?.length ?? 0,
      attack: currency.standingOf(technique),
      ages: agesOfTechnique(technique, settings.asOf),
      score: null,
    })),
    mappings: mappingRows(techniques, resources, settings.asOf),
    resources: resourceRows(resources),
    links: linkRows(links),
    linkPlaces: linkPlaces(links),
    findings: findingRows(findings),
    gaps,
    decisions: { file: null, rows: [] },
    trend: [],
    changes: noChanges('first-run'),
    reference: currency.summary,
  }
  return { report, findings: { schemaVersion, findings } }
}

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
  gaps: number,
): Totals {
  const { techniques } = model
  const mappings = techniques.flatMap((technique) => technique.mappings)
  const ids = new Set(techniques.map(({ id }) => id))
  const subIds = new Set(techniques.filter(({ parentId }) => parentId !== null).map(({ id }) => id))
  const paired = (pairing: TechniqueCoverage['pairing']) =>
    coverage.filter((each) => each.pairing === pairing).length
  const severe = (severity: Finding['severity']) =>
    findings.filter((each) => each.severity === severity).length
  return {
    pages: model.corpus.pageCount,
    pagesUnreadable: findings.filter(({ code }) => code === 'page-unreadable').length,
    techniques: ids.size,
    parentTechniques: ids.size - subIds.size,
    subTechniques: subIds.size,
    tactics: new Set(techniques.flatMap(({ tactics }) => tactics)).size,
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
    gaps,
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
