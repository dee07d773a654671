import { type Finding, sortFindings, withUniqueIds } from '../model/finding.js'
import type { Links } from '../model/links.js'
import type { Model } from '../model/model.js'
import type { RecordsSummary } from '../model/records.js'
import type { Decisions } from '../model/report.js'
import { type AssessedResource, assessedResources } from './assessed-resource.js'
import { type TechniqueCoverage, techniqueCoverage } from './coverage.js'
import { type Currency, currencyOf } from './currency.js'
import { applyDecisions, type DecidedGaps } from './decisions.js'
import type { Facts } from './facts.js'
import { gapsOf } from './gaps.js'
import { judgedModel } from './judged-model.js'
import { linkFindings } from './link-summary.js'
import type { AssessSettings } from './settings.js'
import { staleMappings } from './stale-mappings.js'
import { withinScope } from './within-scope.js'
import { withThoseWithoutPage } from './without-page.js'

/** What the facts amount to, before anything is summed up. */
export interface Judged extends Pick<DecidedGaps, 'gaps' | 'decisions' | 'accepted'> {
  /** What was read of the whole corpus, in scope or not. */
  whole: { records: RecordsSummary; model: Model }
  /** The same of the pages in scope, as all below. */
  records: RecordsSummary
  model: Model
  links: Links
  resources: AssessedResource[]
  coverage: TechniqueCoverage[]
  currency: Currency
  /** Sorted, each with an id of its own. */
  findings: Finding[]
}

const noDecisions: Decisions = { file: null, rows: [] }

/** Judges resources, techniques and gaps of the pages in scope, and gathers what is wrong with them. */
export function judge(facts: Facts, settings: AssessSettings): Judged {
  const { scope = null, decisions: written = noDecisions, reference } = facts
  const whole = { ...facts, model: judgedModel(facts.model) }
  const { records, model, links } = scope === null ? whole : withinScope(whole, scope.techniques)
  const resources = assessedResources(model, links)
  const coverage = withThoseWithoutPage(
    techniqueCoverage(model.techniques, resources, settings.thresholds),
    scope,
    settings.thresholds,
  )
  const currency = currencyOf(model, records.pages, reference)
  const ofScope = scope && { scope, standingOf: currency.standingOf, attackVersion: reference.attack.version }
  const found = gapsOf(coverage, resources, settings, currency.standingOf, ofScope)
  const isReported = (id: string) => scope === null || scope.techniques.has(id)
  const decided = applyDecisions(found, written, settings.asOf, isReported)
  const findings = [
    ...records.findings,
    ...model.findings,
    ...(scope?.findings ?? []),
    ...currency.findings,
    ...staleMappings(model, settings),
    ...linkFindings(links, model),
    ...decided.findings,
  ]
  return {
    whole,
    records,
    model,
    links,
    resources,
    coverage,
    currency,
    ...decided,
    findings: sortFindings(withUniqueIds(findings)),
  }
}
