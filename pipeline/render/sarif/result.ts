import type { Report, ReportFinding, ReportLink } from '../../model/report.js'
import { artifactLocation, type UriBase, uriBaseOf } from './artifact-uri.js'
import { fixOf } from './fix.js'

/** What the results of one report have in common. */
export interface ResultContext {
  base: UriBase
  links: ReadonlyMap<string, ReportLink>
  /** Messages of findings that the earlier run did not have; null where there is no earlier run. */
  added: ReadonlySet<string> | null
  ruleIndex(code: string): number
}

/** The context of a report's results. */
export function resultContext(report: Report, codes: readonly string[]): ResultContext {
  const { baseline, rows } = report.changes
  const added = rows.flatMap(({ kind, change, labelAfter, techniqueId }) =>
    kind === 'finding' && change === 'added' ? [newnessKey(techniqueId, labelAfter)] : [],
  )
  return {
    base: uriBaseOf(report.corpus),
    links: new Map(report.links.map((link) => [link.url, link])),
    added: baseline === null ? null : new Set(added),
    ruleIndex: (code) => codes.indexOf(code),
  }
}

/** A finding as a SARIF result (SARIF 2.1.0, 3.27). */
export function resultOf(finding: ReportFinding, context: ResultContext) {
  const { findingId, code, severity, techniqueId, message } = finding
  const link = linkOf(finding, context)
  const fix = link === undefined ? null : fixOf(link, context.base)
  return {
    ruleId: code,
    ruleIndex: context.ruleIndex(code),
    level: severity,
    message: { text: plain(sentence(message)) },
    locations: [locationOf(finding, context)],
    partialFingerprints: { 'findingId/v1': findingId },
    ...(context.added === null ? {} : { baselineState: stateOf(finding, context.added) }),
    ...(fix === null ? {} : { fixes: [fix] }),
    properties: {
      findingId,
      ...(techniqueId === null ? {} : { techniqueId }),
      ...(link === undefined ? {} : linkProperties(link)),
    },
  }
}

/** A finding of the corpus as a whole stands at its folder: code scanning refuses a result without a place. */
function locationOf({ file, line, techniqueId }: ReportFinding, { base }: ResultContext) {
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(base, file),
      ...(file === null || line === null ? {} : { region: { startLine: line } }),
    },
    ...(techniqueId === null ? {} : { logicalLocations: [{ name: techniqueId, kind: 'technique' }] }),
  }
}

function stateOf({ techniqueId, message }: ReportFinding, added: ReadonlySet<string>) {
  return added.has(newnessKey(techniqueId, message)) ? 'new' : 'unchanged'
}

/** Changes name a finding by its technique and its words. */
function newnessKey(techniqueId: string | null, message: string | null): string {
  return JSON.stringify([techniqueId, message])
}

/** The link that a finding of a moved link is about. */
function linkOf({ code, message }: ReportFinding, { links }: ResultContext): ReportLink | undefined {
  if (code !== 'link-moved') return undefined
  const link = links.get(message.slice(0, message.indexOf(' has moved to ')))
  return link?.state === 'moved' ? link : undefined
}

function linkProperties({ url, target, evidence, certainty, placesCount }: ReportLink) {
  return { url, replacement: target, evidence, certainty, places: placesCount }
}

/** What SARIF would read as a link or a placeholder of the message (3.11.5, 3.11.6) is text here. */
function plain(text: string): string {
  return text.replaceAll('](', '\\](').replace(/\{(\d+)\}/g, '{{$1}}')
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return text.startsWith('http') ? `${text}.` : `${whole}.`
}
