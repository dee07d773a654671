import { stableId } from '../model/digest.js'
import type { Finding } from '../model/finding.js'
import { firstWhere } from '../model/first-where.js'
import { groupBy } from '../model/group-by.js'
import type { Links } from '../model/links.js'
import type { Technique } from '../model/model.js'
import type { PageEntry } from '../model/records.js'
import type { ReportFinding, ReportLink, ReportMapping, ReportResource } from '../model/report.js'
import { withoutSecrets } from '../model/secrets.js'
import type { Series } from '../model/series.js'
import { idNumberer } from '../model/unique-ids.js'
import { ageInDays } from './ages.js'
import type { AssessedResource } from './assessed-resource.js'
import { evidenceOf } from './evidence.js'
import { hostOf } from './link-summary.js'

/** An address as reports print it: without the credentials that a page may hold (the model keeps the page's words). */
function masked(url: string | null): string | null {
  return url === null ? null : withoutSecrets(url)
}

/** One row a mapping, in the model's order. */
export function mappingRows(
  techniques: readonly Technique[],
  resources: readonly AssessedResource[],
  asOf: string,
): ReportMapping[] {
  const resourcesOf = groupBy(resources, ({ mapping }) => mapping)
  return techniques.flatMap((technique) =>
    technique.mappings.map((mapping) => {
      const { verified, lost, unknown } = evidenceOf(resourcesOf.get(mapping) ?? [])
      const stated = mapping.resources.flatMap(({ tests }) => tests ?? [])
      return {
        techniqueId: technique.id,
        techniqueName: technique.name,
        category: mapping.category,
        source: mapping.source,
        sourceName: mapping.sourceName,
        sourceUrl: mapping.sourceUrl,
        lastAccessed: mapping.lastAccessed,
        ageDays: mapping.lastAccessed === null ? null : ageInDays(mapping.lastAccessed, asOf),
        declaredTotal: mapping.declaredTotal,
        declaredCount: mapping.declaredCount,
        listedCount: mapping.resources.length,
        testsCount: stated.length === 0 ? null : stated.reduce((sum, each) => sum + each, 0),
        verified,
        lost,
        unknown,
        file: mapping.place.file,
        line: mapping.place.line,
      }
    }),
  )
}

/** One row a resource, repeats included, in the model's order. */
export function resourceRows(resources: readonly AssessedResource[]): ReportResource[] {
  const numbered = idNumberer()
  const seen = new Set<string>()
  return resources.map(({ technique, mapping, resource, evidence, link }) => {
    const id = stableId(technique.id, mapping.category, mapping.source, resource.label, resource.url)
    const repeat = seen.has(id)
    seen.add(id)
    return {
      resourceId: numbered(id),
      techniqueId: technique.id,
      techniqueName: technique.name,
      category: mapping.category,
      source: mapping.source,
      sourceName: mapping.sourceName,
      label: withoutSecrets(resource.label),
      url: masked(resource.url),
      linkState: link?.state ?? null,
      evidencedBy: evidence.by,
      evidenceUrl: masked(evidence.url),
      target: masked(link?.target ?? null),
      since: link === null ? null : link.state === 'dead' ? link.deadSince : link.lastAlive,
      tests: resource.tests,
      repeat,
      file: resource.place.file,
      line: resource.place.line,
    }
  })
}

/** One row a distinct URL, by URL. */
export function linkRows(links: Links, pages: Series<PageEntry>): ReportLink[] {
  const columnsOf = new Map<string, PageEntry['columns']>()
  for (const { file, columns } of pages) columnsOf.set(file, columns)
  return links.links.map((link) => ({
    url: withoutSecrets(link.url),
    state: link.state,
    target: masked(link.target),
    evidence: link.evidence,
    reason: link.reason,
    confirmed: link.confirmed,
    method: link.method,
    status: link.status,
    finalUrl: masked(link.finalUrl),
    host: hostOf(link.url),
    checkedAt: link.checkedAt,
    firstSeen: link.firstSeen,
    lastAlive: link.lastAlive,
    deadSince: link.deadSince,
    placesCount: link.places.length,
    firstFile: link.places[0]?.file ?? '',
    firstLine: link.places[0]?.line ?? 0,
    firstColumn: firstColumn(link, columnsOf),
    certainty: link.certainty,
    deadCommit: link.deadCommit,
    candidates: link.candidates.map(withoutSecrets),
  }))
}

/**
 * Two addresses of one line and one length are not told apart. A masked one stands nowhere, and nobody may put one in the place
 * of another.
 */
function firstColumn(
  { url, target, places }: Links['links'][number],
  columnsOf: ReadonlyMap<string, PageEntry['columns']>,
): number | null {
  const [first] = places
  if (first === undefined || masked(url) !== url || masked(target) !== target) return null
  const onLine = columnsOnLine(columnsOf.get(first.file) ?? [], first.line)
  const [only, ...others] = onLine.filter(({ length }) => length === url.length)
  return only === undefined || others.length > 0 ? null : only.column
}

/** Those of one line, found by halves, since they stand in order of line: to look through a page for each link takes for ever. */
function columnsOnLine(columns: PageEntry['columns'], at: number): PageEntry['columns'] {
  const from = firstWhere(columns, ({ line }) => line >= at)
  return columns.slice(
    from,
    firstWhere(columns, ({ line }) => line > at),
  )
}

/** One row a finding, in the order given. */
export function findingRows(findings: readonly Finding[]): ReportFinding[] {
  return findings.map(({ id, code, severity, techniqueId, place, message }) => ({
    findingId: id,
    code,
    severity,
    techniqueId,
    file: place?.file ?? null,
    line: place?.line ?? null,
    message: withoutSecrets(message),
  }))
}
