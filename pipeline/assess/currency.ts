import { type Finding, finding } from '../model/finding.js'
import type { Model, Technique } from '../model/model.js'
import type { PageEntry } from '../model/records.js'
import type { AttackReference, AttackTechnique, Reference } from '../model/reference.js'
import type { AttackStanding, ReferenceSummary } from '../model/report.js'
import { sameName } from '../model/same-name.js'
import type { Series } from '../model/series.js'
import { countermeasureFindings } from './countermeasures.js'
import { judgeTactics } from './tactics-today.js'

/** A technique as far as ATT&CK is asked about it. */
type Named = Pick<Technique, 'id' | 'name' | 'parentId'>

/** Says what ATT&CK has of a technique today. */
export type StandingOf = (technique: Named) => AttackStanding

/** What today's ATT&CK and D3FEND say of the pages. */
export interface Currency {
  findings: Finding[]
  summary: ReferenceSummary
  /** What ATT&CK says of a technique as its page names it. */
  standingOf: StandingOf
}

/**
 * Holds every page against the reference: its id, its name, its tactics, its countermeasures.
 *
 * Names and tactics of revoked and deprecated techniques are frozen at what they were, so that only active ones
 * are held against them.
 */
export function currencyOf(model: Model, pages: Series<PageEntry>, reference: Reference): Currency {
  const { attack } = reference
  const known: Known = new Map(attack.techniques.map((technique) => [technique.id, technique]))
  const standingOf: StandingOf = (technique) => standing(technique, attack, known)
  const standings = model.techniques.map(standingOf)
  const techniques = model.techniques.flatMap((each) =>
    techniqueFinding(each, standingOf(each), attack, known),
  )
  const tactics = judgeTactics(model, pages, attack, standingOf)
  const countermeasures = countermeasureFindings(model, reference.d3fend)
  const withStatus = (status: AttackStanding['status']) =>
    standings.filter((each) => each.status === status).length
  const rows = (code: Finding['code']) => countermeasures.filter((each) => each.code === code).length
  const summary: ReferenceSummary = {
    ...editionsOf(reference),
    revoked: withStatus('revoked'),
    deprecated: withStatus('deprecated'),
    renamed: standings.filter(({ renamed }) => renamed).length,
    unknown: withStatus('unknown'),
    tacticsChanged: tactics.changed,
    tacticsRenamed: tactics.renamed,
    countermeasuresRenamed: rows('countermeasure-renamed'),
    countermeasuresUnknown: rows('countermeasure-unknown'),
  }
  return { findings: [...techniques, ...tactics.findings, ...countermeasures], summary, standingOf }
}

function editionsOf({ attack, d3fend, sha256 }: Reference) {
  return {
    attackVersion: attack.version,
    attackDate: attack.date,
    attackSource: attack.source.file,
    attackSha256: sha256.attack,
    attackPagesVersion: attack.pagesVersion,
    d3fendVersion: d3fend.version,
    d3fendDate: d3fend.date,
    d3fendSource: d3fend.source.file,
    d3fendSha256: sha256.d3fend,
  }
}

type Known = ReadonlyMap<string, AttackTechnique>

function standing(technique: Named, { tactics }: AttackReference, known: Known): AttackStanding {
  const today = known.get(technique.id)?.today ?? null
  if (today === null) {
    return {
      status: 'unknown',
      name: null,
      renamed: false,
      tactics: [],
      successor: null,
      successorName: null,
    }
  }
  const active = today.status === 'active'
  const nameOf = new Map(tactics.map(({ shortName, name }) => [shortName, name]))
  const successor = today.status === 'revoked' ? today.current : null
  return {
    status: today.status,
    name: today.name,
    renamed: active && isRenamed(technique, today.name, known),
    tactics: active ? today.tactics.map((tactic) => nameOf.get(tactic) ?? tactic) : [],
    successor,
    successorName: successor === null ? null : (known.get(successor)?.today?.name ?? null),
  }
}

/** A page without a name has a finding of its own already. */
function isRenamed({ name, parentId }: Named, current: string, known: Known): boolean {
  if (name === '' || sameName(name, current)) return false
  const parent = parentId === null ? undefined : known.get(parentId)
  // ATT&CK itself names a sub-technique in full at times: `Application Layer Protocol: Web Protocols`.
  return ![parent?.today?.name, parent?.before?.name].some(
    (above) => above !== undefined && sameName(name, `${above}: ${current}`),
  )
}

function techniqueFinding(
  { id, name, place }: Technique,
  { status, renamed, name: current, successor, successorName }: AttackStanding,
  { version }: AttackReference,
  known: Known,
): Finding[] {
  const at = { place, techniqueId: id, subject: '' }
  const { today = null, before: past = null } = known.get(id) ?? {}
  const before = past?.name ?? null
  if (status === 'unknown') {
    // A page without any id has a finding of its own already.
    return isTechniqueId(id) ? [finding('technique-unknown', at, { name, before, version })] : []
  }
  if (status === 'deprecated') return [finding('technique-deprecated', at, { name, version })]
  if (status === 'revoked') {
    const directSuccessor = today?.revokedBy ?? null
    return [finding('technique-revoked', at, { name, version, successor, successorName, directSuccessor })]
  }
  if (!renamed || current === null) return []
  return [finding('technique-renamed', at, { name, current, before, version })]
}

function isTechniqueId(id: string): boolean {
  return /^T\d{4}(?:\.\d{3})?$/.test(id)
}
