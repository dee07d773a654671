import type { LinkState } from '../../pipeline/model/links.js'
import { comparePlaces } from '../../pipeline/model/place.js'
import type {
  Coverage,
  FamilyEvidence,
  Level,
  ReportLink,
  ReportLinkPlace,
  ReportMapping,
  ReportResource,
} from '../../pipeline/model/report.js'
import { sourceSeeds, type TechniqueSeed, techniqueSeeds } from './report-fixture-data.js'

export const judged = ['policy', 'detection', 'test'] as const
export type Judged = (typeof judged)[number]

const asOf = Date.UTC(2026, 10, 24)
const checkedAt = '2026-11-24T18:00:00.000Z'

/** State of the n-th resource of a source; CAR is gone altogether, so that something is lost. */
function stateOf(source: string, n: number): LinkState {
  if (source === 'car') return 'dead'
  const states: LinkState[] = [
    'alive',
    'alive',
    'alive',
    'moved',
    'alive',
    'alive',
    'blocked',
    'alive',
    'unreachable',
    'dead',
  ]
  return states[n % states.length] ?? 'alive'
}

const fileOf = ({ id }: TechniqueSeed) => `${id}.md`
const sourceOf = (source: string) => {
  const found = Object.entries(sourceSeeds).find(([id]) => id === source)?.[1]
  if (found === undefined) throw new Error(`no such source in the fixture: ${source}`)
  return found
}

export const resources: ReportResource[] = techniqueSeeds.flatMap((technique) =>
  judged.flatMap((category, categoryIndex) =>
    (technique[category] ?? []).flatMap(([source, rows], sourceIndex) =>
      Array.from({ length: rows }, (_, n): ReportResource => {
        const url = `https://${sourceOf(source).host}/${source}/${technique.id}/${n}`
        return {
          resourceId: `${technique.id}-${category}-${source}-${n}`,
          techniqueId: technique.id,
          techniqueName: technique.name,
          category,
          source,
          sourceName: sourceOf(source).name,
          label:
            n === 0
              ? `=HYPERLINK("https://evil.example","${technique.id}")`
              : `${technique.name.slice(0, 60)} rule ${n}`,
          url,
          linkState: stateOf(source, n),
          evidencedBy: 'own-link',
          evidenceUrl: url,
          target: stateOf(source, n) === 'moved' ? `${url}/new` : null,
          since: stateOf(source, n) === 'dead' ? checkedAt : null,
          tests: category === 'test' && source === 'atomic' ? 1 : null,
          repeat: false,
          file: fileOf(technique),
          line: 20 + 100 * categoryIndex + 30 * sourceIndex + n,
        }
      }),
    ),
  ),
)

/** As in a run whose sites of MITRE refused: the tables stand in for D3FEND, a local clone answers for Sigma. */
function methodOf({ source }: ReportResource): ReportLink['method'] {
  if (source === 'd3fend') return 'reference'
  return source === 'sigma' ? 'tree' : 'http'
}

/** Of some rows those that are verified by a reference table alone. */
export function verifiedByReference(rows: readonly ReportResource[]): number {
  return rows.filter((row) => isVerified(row.linkState) && methodOf(row) === 'reference').length
}

export const links: ReportLink[] = resources
  .map(
    (row): ReportLink => ({
      url: row.url ?? '',
      state: row.linkState ?? 'unchecked',
      target: row.target,
      evidence: row.target === null ? null : 'rename',
      reason: row.linkState === 'dead' ? 'http-404' : null,
      confirmed: row.linkState === 'dead',
      method: methodOf(row),
      status: row.linkState === 'dead' ? 404 : 200,
      finalUrl: null,
      host: sourceOf(row.source).host,
      checkedAt,
      firstSeen: checkedAt,
      lastAlive: row.linkState === 'alive' ? checkedAt : null,
      deadSince: row.since,
      placesCount: 1,
      firstFile: row.file,
      firstLine: row.line,
      firstColumn: 5,
      certainty: row.target === null ? null : 'medium',
      deadCommit: row.linkState === 'dead' ? '5ae53c93688193786382696384609039' : null,
      candidates: row.linkState === 'dead' ? [`${row.url}/either`, `${row.url}/or`] : [],
    }),
  )
  .sort((a, b) => (a.url < b.url ? -1 : 1))

export const linkPlaces: ReportLinkPlace[] = links
  .filter(({ state }) => state !== 'alive' && state !== 'unchecked')
  .map(({ firstFile, firstLine, url, state, confirmed, reason, target, evidence, certainty }) => ({
    file: firstFile,
    line: firstLine,
    role: 'resource' as const,
    url,
    state,
    confirmed,
    reason,
    target,
    evidence,
    certainty,
  }))
  .sort(comparePlaces)

const isVerified = (state: LinkState | null) => state === 'alive' || state === 'moved'
const countOf = (rows: readonly ReportResource[], wanted: (state: LinkState | null) => boolean) =>
  rows.filter(({ linkState }) => wanted(linkState)).length

/** Evidence of some rows; in the fixture each row is a resource of its own. */
export function evidenceOf(rows: readonly ReportResource[]) {
  const verified = countOf(rows, isVerified)
  const lost = countOf(rows, (state) => state === 'dead')
  const sources = new Set(rows.map(({ source }) => source)).size
  return {
    listed: rows.length,
    distinct: rows.length,
    verified,
    lost,
    unknown: rows.length - verified - lost,
    sources,
    usableSources: new Set(rows.filter(({ linkState }) => linkState !== 'dead').map(({ source }) => source))
      .size,
  }
}

/** A technique with its sub-techniques; null where the fixture has none. */
export function familyOf(id: string): FamilyEvidence | null {
  const subTechniques = techniqueSeeds.filter((each) => each.id.startsWith(`${id}.`)).length
  if (subTechniques === 0) return null
  const own = resources.filter(({ techniqueId }) => techniqueId === id || techniqueId.startsWith(`${id}.`))
  const [policy, detection, test] = judged.map((word) =>
    evidenceOf(own.filter((row) => row.category === word)),
  )
  if (policy === undefined || detection === undefined || test === undefined) throw new Error('unreachable')
  return { subTechniques, policy, detection, test }
}

export function coverageOf(rows: readonly ReportResource[]): Coverage {
  const evidence = evidenceOf(rows)
  const days = rows.map(({ source }) => sourceOf(source).lastAccessed).filter((day) => day !== null)
  return { ...evidence, level: levelOf(evidence), newest: days.sort().at(-1) ?? null }
}

function levelOf({ distinct, lost, sources }: ReturnType<typeof evidenceOf>): Level {
  const usable = distinct - lost
  if (distinct === 0) return 'none'
  if (usable === 0) return 'lost'
  if (usable >= 10 && sources >= 2) return 'deep'
  return usable >= 3 ? 'covered' : 'thin'
}

export const mappings: ReportMapping[] = techniqueSeeds.flatMap((technique) =>
  judged.flatMap((category, categoryIndex) =>
    (technique[category] ?? []).map(([source], sourceIndex): ReportMapping => {
      const own = resources.filter(
        (row) => row.techniqueId === technique.id && row.category === category && row.source === source,
      )
      const { verified, lost, unknown } = evidenceOf(own)
      const { name, url, lastAccessed } = sourceOf(source)
      return {
        techniqueId: technique.id,
        techniqueName: technique.name,
        category,
        source,
        sourceName: name,
        sourceUrl: url,
        lastAccessed,
        ageDays: lastAccessed === null ? null : Math.round((asOf - Date.parse(lastAccessed)) / 86_400_000),
        declaredTotal: 2328,
        declaredCount: source === 'splunk' ? own.length + 1 : own.length,
        listedCount: own.length,
        testsCount: source === 'atomic' ? own.length : null,
        verified,
        lost,
        unknown,
        file: fileOf(technique),
        line: 11 + 100 * categoryIndex + 30 * sourceIndex,
      }
    }),
  ),
)
