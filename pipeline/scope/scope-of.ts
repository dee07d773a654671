import { type Finding, finding } from '../model/finding.js'
import { groupBy } from '../model/group-by.js'
import type { ModelSource } from '../model/model.js'
import { compareText } from '../model/place.js'
import type { AttackReference } from '../model/reference.js'
import type { ReportScope, ScoreRule } from '../model/report-scope.js'
import type { Scope, ScopedTechnique } from '../model/scope.js'
import { flatMapped } from '../model/series.js'
import { type Ids, idsOf, type Meaning } from './ids.js'
import type { Layer } from './layer.js'
import { layerTechniques } from './layer-techniques.js'

/** Layers, and how their scores combine. */
export interface ScopeRequest {
  layers: readonly Layer[]
  scoreRule: ScoreRule
}

/**
 * What of the pages the layers mean: the union of the techniques that they enable, each with its score.
 *
 * Ids that ATT&CK does not have are findings and not in scope, unless a page is about them.
 */
export function scopeOf(
  { layers, scoreRule }: ScopeRequest,
  { techniques: pages }: ModelSource,
  attack: AttackReference,
): Scope {
  const pageIds = new Set(flatMapped(pages, ({ id }) => [id]))
  const ids = idsOf(attack, (id) => pageIds.has(id))
  const named = namedIds(layers)
  const meanings = new Map([...named.keys()].map((id) => [id, ids.meaning(id)]))
  const techniques = combined(layers, meanings, scoreRule)
    .map(({ id, score }) => scopedTechnique(id, score, pageIds, ids))
    .sort((a, b) => compareText(a.id, b.id))
  const inScope = new Map(techniques.map((technique) => [technique.id, technique]))
  const revoked = [...meanings].flatMap(([id, meaning]) =>
    meaning.kind === 'revoked' ? [{ asWritten: id, ...meaning }] : [],
  )
  const summary: ReportScope = {
    layers: layers.map(layerSummary),
    scoreRule,
    techniques: techniques.length,
    scored: techniques.filter(({ score }) => score !== null).length,
    withoutPage: techniques.filter(({ withoutPage }) => withoutPage !== null).length,
    pagesOutside: flatMapped(pages, ({ id }) => (inScope.has(id) ? [] : [id])).length,
    mapped: revoked
      .filter(({ asWritten, id }) => id !== asWritten)
      .map(({ asWritten, id }) => ({ techniqueId: asWritten, successor: id })),
    unknown: [...meanings].flatMap(([id, { kind }]) => (kind === 'unknown' ? [id] : [])),
  }
  const findings = [...meanings].flatMap(([id, meaning]) =>
    idFinding(id, meaning, named.get(id) ?? [], attack.version),
  )
  return { summary, techniques: inScope, findings }
}

/** Enabled ids as the layers write them, each with the names of the layers' files, by id. */
function namedIds(layers: readonly Layer[]): Map<string, string[]> {
  const enabled = layers.flatMap((layer) =>
    layerTechniques(layer).flatMap((each) => (each.enabled ? [{ id: each.id, file: layer.file }] : [])),
  )
  return new Map(
    [...groupBy(enabled, ({ id }) => id)]
      .map(([id, each]): [string, string[]] => [id, [...new Set(each.map(({ file }) => file))]])
      .sort(([a], [b]) => compareText(a, b)),
  )
}

/** The techniques that any layer enables, with the greatest of their scores there, or the sum. */
function combined(
  layers: readonly Layer[],
  meanings: ReadonlyMap<string, Meaning>,
  rule: ScoreRule,
): { id: string; score: number | null }[] {
  const scores = new Map<string, number | null>()
  const nameOf = (id: string) => {
    const meaning = meanings.get(id)
    return meaning === undefined || meaning.kind === 'unknown' ? '' : meaning.id
  }
  for (const layer of layers) {
    for (const { id, enabled, score } of layerTechniques(layer, nameOf)) {
      if (!enabled || id === '') continue
      scores.set(id, together(scores.get(id) ?? null, score, rule))
    }
  }
  return [...scores].map(([id, score]) => ({ id, score }))
}

function together(a: number | null, b: number | null, rule: ScoreRule): number | null {
  if (a === null || b === null) return a ?? b
  return rule === 'sum' ? a + b : Math.max(a, b)
}

function scopedTechnique(
  id: string,
  score: number | null,
  pageIds: ReadonlySet<string>,
  ids: Ids,
): ScopedTechnique {
  return { id, score, withoutPage: pageIds.has(id) ? null : ids.withoutPage(id) }
}

function layerSummary(layer: Layer): ReportScope['layers'][number] {
  const techniques = layerTechniques(layer)
  const enabled = techniques.filter((each) => each.enabled).length
  return {
    file: layer.file,
    sha256: layer.sha256,
    name: layer.name,
    format: layer.format,
    domain: layer.domain,
    attackVersion: layer.versions?.attack ?? null,
    entries: layer.techniques.length,
    enabled,
    disabled: techniques.length - enabled,
  }
}

function idFinding(id: string, meaning: Meaning, layers: string[], version: string): Finding[] {
  if (meaning.kind === 'meant') return []
  const at = { place: null, techniqueId: null, subject: id }
  if (meaning.kind === 'unknown') {
    return [finding('scope-technique-unknown', at, { id, before: meaning.before, layers, version })]
  }
  const { id: reported, successor } = meaning
  return [
    finding(
      'scope-technique-revoked',
      { ...at, techniqueId: reported },
      { id, successor, reported, layers, version },
    ),
  ]
}
