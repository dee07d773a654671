import { sha256 } from '../model/digest.js'
import { compareText } from '../model/place.js'
import type { KeyFigures, Report, TrendPoint } from '../model/report.js'
import { stableJson } from '../model/stable-json.js'

/** Key figures of a run, with what tells runs that judged the same link states. */
export interface Judgement {
  figures: KeyFigures
  /** The run that learnt the link states which were judged. */
  checkedBy: string
}

/** The key figures of a report, as the trends of later runs will show them. Each is a sum of its `totals`. */
export function keyFiguresOf(report: Report): KeyFigures {
  const { totals, policy, scope } = report
  const categories = [totals.policy, totals.detection, totals.test, totals.other]
  const inAll = (standing: 'verified' | 'lost' | 'unknown') =>
    categories.reduce((sum, category) => sum + category[standing], 0)
  return {
    runId: report.runId,
    startedAt: report.generatedAt,
    asOf: report.asOf,
    toolVersion: report.tool.version,
    corpusSha256: report.corpus.sha256,
    policyId: policy.id,
    policyDigest: policy.digest,
    scopeDigest: scope === null ? null : scopeDigest(scope),
    checked: report.network.state === 'online',
    techniques: totals.techniques,
    mappings: totals.mappings,
    resources: totals.resources,
    verified: inAll('verified'),
    lost: inAll('lost'),
    unknown: inAll('unknown'),
    detectionCovered: totals.detection.levels.covered + totals.detection.levels.deep,
    validated: totals.validated,
    gaps: totals.gaps,
    links: totals.distinctUrls,
    linksDead: totals.links.dead,
    linksMoved: totals.links.moved,
  }
}

/**
 * The points of a trend, oldest first and the last judgement given as the last.
 *
 * Link states that were judged again by the same policy and scope are one point, the last judgement: told twice they
 * would look like two observations. Points of one policy and scope share a series, so that no line crosses from one
 * rule to another.
 */
export function trendOf(judgements: readonly Judgement[]): TrendPoint[] {
  const last = judgements.at(-1)
  const standing = new Map<string, Judgement>()
  for (const each of judgements) {
    const key = `${each.checkedBy} ${ruleOf(each.figures)}`
    standing.delete(key)
    standing.set(key, each)
  }
  const points = [...standing.values()]
    .filter((each) => each !== last)
    .map(({ figures }) => figures)
    .sort((a, b) => compareText(a.startedAt, b.startedAt))
  if (last !== undefined) points.push(last.figures)
  const rules = [...new Set(points.map(ruleOf))]
  return points.map((figures) => ({ ...figures, series: rules.indexOf(ruleOf(figures)) }))
}

/** What two points must have in common to be compared. */
function ruleOf({ policyDigest, scopeDigest: scope }: KeyFigures): string {
  return `${policyDigest} ${scope ?? ''}`
}

/** Equal for scopes that report on the same techniques with the same scores. */
function scopeDigest({ layers, scoreRule }: NonNullable<Report['scope']>): string {
  return sha256(stableJson({ scoreRule, layers: layers.map((layer) => layer.sha256).sort(compareText) }))
}
